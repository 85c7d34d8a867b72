//! What is required of the authentication of users, in alternatives.

use super::candidate::Candidate;
use super::finder::{Finder, MAX_STEP_UPS};
use super::problem::Problem;
use crate::graph::step_up::have_a_value_in_common;
use crate::graph::{StepUp, StepUpPath};
use crate::scheme::Scheme;

impl<'f> Finder<'f> {
    /// The requirement at the step of a scheme, as a set of at most one.
    pub(super) const fn step_ups_at(&mut self, index: usize, scheme: usize) -> u64 {
        if !self.steps[index].steps_up {
            return 0;
        }
        let new = StepUpPath::to(self.steps, index);
        let mut number = 0;
        while number < self.step_ups_len {
            if self.step_ups[number].0 == scheme && self.path(number).is(new) {
                return 1 << number;
            }
            number += 1;
        }
        if number == MAX_STEP_UPS {
            self.problem = Some(Problem::TooManyStepUps);
            return 0;
        }
        self.step_ups[number] = (scheme, index);
        self.step_ups_len += 1;
        1 << number
    }

    const fn path(&self, number: usize) -> StepUpPath<'f> {
        StepUpPath::to(self.steps, self.step_ups[number].1)
    }

    /// Whether every token that satisfies `other` satisfies this one, too.
    pub(super) const fn step_ups_cover(&self, this: Candidate, other: Candidate) -> bool {
        let mut number = 0;
        while number < self.step_ups_len {
            let is_asked = this.step_ups & (1 << number) != 0;
            if is_asked && !self.is_implied(number, other) {
                return false;
            }
            number += 1;
        }
        true
    }

    /// Whether a requirement of the candidate implies the one with this number.
    const fn is_implied(&self, number: usize, by: Candidate) -> bool {
        let mut other = 0;
        while other < self.step_ups_len {
            if by.step_ups & (1 << other) != 0
                && self.step_ups[other].0 == self.step_ups[number].0
                && self.path(number).covers(self.path(other))
            {
                return true;
            }
            other += 1;
        }
        false
    }

    /// A scheme whose token cannot have an `acr` that the candidate accepts. Schemes that read the same place read the
    /// same token.
    pub(super) const fn has_no_acr(&self, candidate: Candidate) -> Option<&'static Scheme> {
        let mut number = 0;
        while candidate.step_ups != 0 && number < self.step_ups_len {
            let scheme = self.step_ups[number].0;
            if candidate.step_ups & (1 << number) != 0 {
                let (mut paths, mut len) = ([self.path(number); MAX_STEP_UPS], 1);
                let mut other = number + 1;
                while other < self.step_ups_len {
                    let of = self.step_ups[other].0;
                    let is_same_token = of == scheme || self.presents[scheme] & (1 << of) != 0;
                    if is_same_token && candidate.step_ups & (1 << other) != 0 {
                        paths[len] = self.path(other);
                        len += 1;
                    }
                    other += 1;
                }
                if !have_a_value_in_common(paths.split_at(len).0) {
                    return Some(self.scheme(scheme));
                }
            }
            number += 1;
        }
        None
    }

    /// What a candidate requires of the tokens of a scheme.
    pub(super) fn step_up(&self, candidate: Candidate, scheme: usize) -> StepUp {
        let numbers = (0..self.step_ups_len).filter(|number| {
            self.step_ups[*number].0 == scheme && candidate.step_ups & (1 << number) != 0
        });
        let merged = numbers.map(|number| self.path(number).merged());
        merged.fold(StepUp::default(), StepUp::and)
    }
}
