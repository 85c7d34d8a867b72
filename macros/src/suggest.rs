//! "Did you mean": the nearest of some known names.

use std::fmt::Display;

/// Longer names are not compared, as in the runtime.
const MAX_LEN: usize = 64;

/// The known name that `wanted` is probably a misspelling of. Of equally near ones, the first.
pub(crate) fn nearest<'a>(
    wanted: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    known
        .into_iter()
        .filter_map(|name| Some((misspelling(wanted, name)?, name)))
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, name)| name)
}

/// The option for which `wanted` is a misspelling or a related word.
pub(crate) fn nearest_option<'a>(
    wanted: &str,
    known: impl IntoIterator<Item = &'a str> + Clone,
) -> Option<&'a str> {
    nearest(wanted, known.clone())
        .or_else(|| known.into_iter().find(|name| is_related(wanted, name)))
}

/// The distance, if `wanted` looks like a misspelling of `candidate`.
///
/// The runtime has the same rule for scopes, as a `const fn`; `tests/suggest` compares them.
pub(crate) fn misspelling(wanted: &str, candidate: &str) -> Option<usize> {
    let longest = wanted.len().max(candidate.len());
    if longest > MAX_LEN {
        return None;
    }
    let distance = distance(wanted.as_bytes(), candidate.as_bytes());
    // A third of the name may be wrong, as in rustc's own suggestions.
    (distance <= longest.max(3) / 3 && distance < longest).then_some(distance)
}

/// Whether one word contains the other, as `security_scopes` contains `scopes`, or both have the same stem, as `depends`
/// and `dependencies`.
fn is_related(wanted: &str, name: &str) -> bool {
    let stem = wanted
        .chars()
        .zip(name.chars())
        .take_while(|(a, b)| a == b)
        .count();
    stem >= 6 || (name.len() >= 5 && wanted.contains(name))
}

/// How several values are combined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Combination {
    Any,
    All,
}

impl Combination {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::All => "all",
        }
    }
}

/// What `any_of`, `oneOf`, `every` and the like mean, or a misspelling of `any` and `all`.
pub(crate) fn combination(name: &str) -> Option<Combination> {
    let name = name.to_lowercase().replace('_', "");
    let stem = ["has", "require", "requires"]
        .iter()
        .find_map(|prefix| name.strip_prefix(prefix))
        .filter(|rest| !rest.is_empty())
        .unwrap_or(&name);
    match stem {
        "or" | "oneof" | "either" | "eitherof" | "some" | "someof" | "atleastone" => {
            Some(Combination::Any)
        }
        "and" | "every" | "everyof" | "both" | "bothof" | "each" => Some(Combination::All),
        _ if stem.starts_with("any") => Some(Combination::Any),
        _ if stem.starts_with("all") && !stem.starts_with("allow") => Some(Combination::All),
        _ => match nearest(stem, ["any", "all"]) {
            Some("any") => Some(Combination::Any),
            Some(_) => Some(Combination::All),
            None => None,
        },
    }
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

/// The number of insertions, deletions, replacements and swaps of neighbours between `a` and `b`, whatever their case.
fn distance(a: &[u8], b: &[u8]) -> usize {
    let same = |i: usize, j: usize| a[i - 1].eq_ignore_ascii_case(&b[j - 1]);
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            rows[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let replaced = rows[i - 1][j - 1] + usize::from(!same(i, j));
                let moved = rows[i - 1][j].min(rows[i][j - 1]) + 1;
                let is_swap = i > 1 && j > 1 && same(i, j - 1) && same(i - 1, j);
                let swapped = is_swap.then(|| rows[i - 2][j - 2] + 1);
                replaced.min(moved).min(swapped.unwrap_or(usize::MAX))
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
        assert_eq!(nearest_option("security_scopes", known), Some("scopes"));
        assert_eq!(nearest_option("dependencies", known), Some("depends"));
    }

    #[test]
    fn another_word_finds_nothing() {
        assert_eq!(nearest_option("roles", ["public", "depends"]), None);
    }
}
