//! "Did you mean": the nearest of some known names.

use std::fmt::Display;

/// The known name that `wanted` is probably a misspelling of.
pub(crate) fn nearest<'a>(
    wanted: &str,
    known: impl IntoIterator<Item = &'a str> + Clone,
) -> Option<&'a str> {
    let wanted = wanted.to_lowercase();
    known
        .clone()
        .into_iter()
        .map(|name| (distance(&wanted, name), name))
        .filter(|&(distance, name)| distance <= wanted.len().max(name.len()).div_ceil(3))
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, name)| name)
        .or_else(|| known.into_iter().find(|name| is_related(&wanted, name)))
}

/// Whether a word is inside the other, as `scopes` in `security_scopes`, or has its stem, as
/// `depends` and `dependencies`.
fn is_related(wanted: &str, name: &str) -> bool {
    let stem = wanted
        .chars()
        .zip(name.chars())
        .take_while(|(a, b)| a == b)
        .count();
    stem >= 6 || (name.len() >= 5 && wanted.contains(name))
}

/// "`a`, `b` or `c`".
pub(crate) fn list(names: impl IntoIterator<Item: Display>) -> String {
    let names: Vec<_> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} or {last}", rest.join(", ")),
    }
}

/// The number of insertions, deletions, replacements and swaps of neighbours between `a` and `b`.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<_>, Vec<_>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            rows[i][j] = match (i, j) {
                (0, n) | (n, 0) => n,
                _ => {
                    let replaced = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                    let moved = rows[i - 1][j].min(rows[i][j - 1]) + 1;
                    let swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                    let swap = if swapped {
                        rows[i - 2][j - 2] + 1
                    } else {
                        usize::MAX
                    };
                    replaced.min(moved).min(swap)
                }
            };
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelling_finds_its_word() {
        assert_eq!(nearest("scope", ["scopes", "depends"]), Some("scopes"));
        assert_eq!(nearest("dependes", ["scopes", "depends"]), Some("depends"));
        assert_eq!(nearest("pubilc", ["public", "scopes"]), Some("public"));
        assert_eq!(nearest("FastAPI", ["rfc6750", "fastapi"]), Some("fastapi"));
    }

    #[test]
    fn a_related_word_finds_its_word() {
        let known = ["scopes", "depends"];
        assert_eq!(nearest("security_scopes", known), Some("scopes"));
        assert_eq!(nearest("dependencies", known), Some("depends"));
    }

    #[test]
    fn another_word_finds_nothing() {
        assert_eq!(nearest("roles", ["public", "depends"]), None);
    }
}
