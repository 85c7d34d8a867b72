//! Alternatives that are being found, and the memory for them.

use crate::graph::plan::IndexRange;
use crate::graph::set::Set;

/// An alternative, or what is known of it so far.
#[derive(Debug, Clone, Copy)]
pub(in crate::graph) struct Candidate {
    /// The schemes whose credentials it contains.
    pub(super) schemes: u64,
    /// The schemes whose credentials it must not contain: with them, optional scopes would be required.
    pub(super) without: u64,
    /// The scopes of the schemes, by their index in [`Finder::scopes`](super::finder::Finder::scopes).
    pub(super) scopes: Set,
    /// What is required of the authentication of users, by its index in
    /// [`Finder::step_ups`](super::finder::Finder::step_ups).
    pub(super) step_ups: u64,
    /// The previous candidate of the same list and bucket.
    pub(super) previous: u16,
    /// Whether another candidate covers it.
    pub(super) is_dropped: bool,
}

/// Candidates with different schemes cannot cover each other, so each is compared with those in its bucket only.
pub(super) const BUCKETS: usize = 61;

/// In place of a candidate.
pub(super) const NONE: u16 = u16::MAX;

impl Candidate {
    pub(in crate::graph) const NOTHING: Self = Self {
        schemes: 0,
        without: 0,
        scopes: Set::EMPTY,
        step_ups: 0,
        previous: NONE,
        is_dropped: false,
    };

    pub(super) const fn bucket(self) -> usize {
        #[allow(clippy::cast_possible_truncation, reason = "there are 61 buckets")]
        let bucket = (self.schemes % BUCKETS as u64) as usize;
        bucket
    }

    pub(super) const fn and(self, other: Self) -> Self {
        Self {
            schemes: self.schemes | other.schemes,
            without: self.without | other.without,
            scopes: self.scopes.union(other.scopes),
            step_ups: self.step_ups | other.step_ups,
            ..Self::NOTHING
        }
    }

    /// Whether every request that `other` admits is admitted by this one, whatever is required of the authentication
    /// of users.
    pub(super) const fn covers(self, other: Self) -> bool {
        self.schemes == other.schemes
            && self.without & !other.without == 0
            && self.scopes.is_subset_of(other.scopes)
    }
}

/// Memory for candidates, and for the results of each step.
pub(in crate::graph) struct Pool<'p> {
    pub(in crate::graph) candidates: &'p mut [Candidate],
    pub(in crate::graph) found: &'p mut [Found],
}

/// The alternatives of a step, and the schemes at and below it.
#[derive(Debug, Clone, Copy)]
pub(in crate::graph) struct Found {
    pub(super) candidates: IndexRange,
    pub(super) schemes: u64,
}

impl Found {
    pub(in crate::graph) const NOTHING: Self = Self {
        candidates: IndexRange::EMPTY,
        schemes: 0,
    };
}

/// The candidate for an optional edge without credentials.
pub(super) const fn nothing_of(found: Found) -> Candidate {
    Candidate {
        without: found.schemes,
        ..Candidate::NOTHING
    }
}
