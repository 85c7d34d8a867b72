//! The list of alternatives of a step: no alternative covers another one.

use super::candidate::{BUCKETS, Candidate, NONE};
use super::finder::Finder;
use super::problem::Problem;
use crate::graph::plan::IndexRange;

/// The maximum number of alternatives.
const MAX_ALTERNATIVES: usize = 256;

impl Finder<'_> {
    /// Begins a list of alternatives at the end, and returns its start.
    pub(super) const fn begin(&mut self) -> usize {
        self.last = [NONE; BUCKETS];
        self.kept = 0;
        self.len
    }

    /// Ends the list that began at `from`, and moves its remaining candidates to `to`.
    pub(super) const fn end(&mut self, from: usize, to: usize) -> IndexRange {
        let (mut end, mut i) = (to, from);
        while i < self.len {
            if !self.pool.candidates[i].is_dropped {
                self.pool.candidates[end] = self.pool.candidates[i];
                end += 1;
            }
            i += 1;
        }
        self.len = end;
        IndexRange { start: to, end }
    }

    /// Adds to the current list, unless one of its alternatives covers this one. Of equal ones, the first is kept.
    pub(super) const fn add(&mut self, candidate: Candidate) {
        if self.problem.is_some() || !self.is_possible(candidate) {
            return;
        }
        let bucket = candidate.bucket();
        let mut i = self.last[bucket];
        while i != NONE {
            let known = self.pool.candidates[i as usize];
            if !known.is_dropped && known.schemes == candidate.schemes {
                if known.covers(candidate) && self.step_ups_cover(known, candidate) {
                    return;
                }
                if candidate.covers(known) && self.step_ups_cover(candidate, known) {
                    self.pool.candidates[i as usize].is_dropped = true;
                    self.kept -= 1;
                }
            }
            i = known.previous;
        }
        if self.len == self.pool.candidates.len() || self.len >= NONE as usize {
            self.problem = Some(Problem::NoRoom);
        } else if self.kept == MAX_ALTERNATIVES {
            self.problem = Some(Problem::TooMany);
        } else {
            self.pool.candidates[self.len] = Candidate {
                previous: self.last[bucket],
                is_dropped: false,
                ..candidate
            };
            #[allow(clippy::cast_possible_truncation, reason = "it was compared before")]
            let number = self.len as u16;
            self.last[bucket] = number;
            self.len += 1;
            self.kept += 1;
        }
    }

    /// Whether a request can have these credentials without those that it must not have.
    pub(super) const fn is_possible(&mut self, candidate: Candidate) -> bool {
        let mut scheme = 0;
        while scheme < self.schemes_len {
            if candidate.schemes & (1 << scheme) != 0 {
                let excluded = self.excludes[scheme] & candidate.schemes;
                if excluded != 0 {
                    let other = excluded.trailing_zeros() as usize;
                    let both = (self.scheme(scheme), self.scheme(other));
                    self.contradiction = Some(Problem::Impossible(both.0, both.1));
                }
                if excluded != 0 || self.presents[scheme] & candidate.without != 0 {
                    return false;
                }
            }
            scheme += 1;
        }
        if let Some(scheme) = self.has_no_acr(candidate) {
            self.contradiction = Some(Problem::NoAcr(scheme));
            return false;
        }
        true
    }
}
