//! "Did you mean": the nearest declared name, found at compile time.

/// Longer names are not compared, so that the table stays small.
const MAX_LEN: usize = 64;

/// The number of insertions, deletions, replacements and swaps of neighbours between `a` and `b`, ignoring case.
const fn distance(a: &[u8], b: &[u8]) -> usize {
    let mut rows = [[0_u8; MAX_LEN + 1]; MAX_LEN + 1];
    let mut i = 0;
    while i <= a.len() {
        let mut j = 0;
        while j <= b.len() {
            rows[i][j] = if i == 0 || j == 0 {
                // One of them is zero, and neither exceeds `MAX_LEN`.
                #[allow(clippy::cast_possible_truncation, reason = "MAX_LEN fits")]
                ((i + j) as u8)
            } else {
                let replaced = rows[i - 1][j - 1] + !same(a, i, b, j) as u8;
                let moved = min(rows[i - 1][j], rows[i][j - 1]) + 1;
                let swapped = i > 1 && j > 1 && same(a, i, b, j - 1) && same(a, i - 1, b, j);
                let swap = if swapped {
                    rows[i - 2][j - 2] + 1
                } else {
                    u8::MAX
                };
                min(replaced, min(moved, swap))
            };
            j += 1;
        }
        i += 1;
    }
    rows[a.len()][b.len()] as usize
}

/// Whether the i-th byte of `a` is the j-th of `b`, ignoring case.
const fn same(a: &[u8], i: usize, b: &[u8], j: usize) -> bool {
    a[i - 1].eq_ignore_ascii_case(&b[j - 1])
}

const fn min(a: u8, b: u8) -> u8 {
    if a < b { a } else { b }
}

/// Whether `wanted` may be a misspelling of `candidate`, and at what distance.
///
/// The macros have the same rule for options; `tests/suggest` compares them.
pub(crate) const fn misspelling(wanted: &str, candidate: &str) -> Option<usize> {
    let longest = if wanted.len() > candidate.len() {
        wanted.len()
    } else {
        candidate.len()
    };
    if longest > MAX_LEN {
        return None;
    }
    let distance = distance(wanted.as_bytes(), candidate.as_bytes());
    // Up to a third of the name may differ, as in rustc's own suggestions.
    if distance <= if longest < 3 { 1 } else { longest / 3 } && distance < longest {
        Some(distance)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_swap_is_one_mistake() {
        assert_eq!(misspelling("itmes", "items"), Some(1));
    }

    #[test]
    fn case_does_not_count() {
        assert_eq!(misspelling("Items", "items"), Some(0));
    }

    #[test]
    fn another_word_is_no_misspelling() {
        assert_eq!(misspelling("admin", "items"), None);
        assert_eq!(misspelling("a", "b"), None);
    }

    #[test]
    fn very_long_names_are_not_compared() {
        assert_eq!(misspelling(&"x".repeat(100), &"x".repeat(101)), None);
    }
}
