//! Lists of scopes as sets, while the compiler evaluates constants.

use super::check::same;
use super::step::Span;

/// Whether `scope` stands in `list` between two places.
pub(super) const fn listed(list: &[&str], start: usize, end: usize, scope: &str) -> bool {
    let mut i = start;
    while i < end && i < list.len() {
        if same(list[i], scope) {
            return true;
        }
        i += 1;
    }
    false
}

/// Whether every scope of one part of `list` is in another.
pub(super) const fn is_subset(list: &[&str], part: Span, whole: Span) -> bool {
    let mut i = part.start;
    while i < part.end {
        if !listed(list, whole.start, whole.end, list[i]) {
            return false;
        }
        i += 1;
    }
    true
}

/// Whether two lists without duplicates have the same scopes, in any order.
pub(super) const fn is_same_set(list: &[&str], a: Span, b: Span) -> bool {
    a.len() == b.len() && is_subset(list, a, b)
}
