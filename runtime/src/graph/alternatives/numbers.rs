//! The numbers of the schemes and scopes of a graph, which are the bits of the sets in a candidate.

use super::finder::{Finder, MAX_SCHEMES};
use super::problem::Problem;
use crate::const_str::same;
use crate::graph::Kind;
use crate::graph::carrier::{excludes, presents};
use crate::scheme::Scheme;

impl Finder<'_> {
    /// The number of the scheme at a step.
    pub(super) const fn number(&mut self, index: usize) -> usize {
        let mut number = 0;
        while number < self.schemes_len {
            if self.steps[self.schemes[number]]
                .node
                .is(self.steps[index].node)
            {
                return number;
            }
            number += 1;
        }
        if number == MAX_SCHEMES {
            self.problem = Some(Problem::TooManySchemes);
            return 0;
        }
        self.schemes[number] = index;
        self.schemes_len += 1;
        let (new, handler) = (self.scheme(number), self.steps[0].node);
        let mut other = 0;
        while other < self.schemes_len {
            let known = self.scheme(other);
            if presents(known, new) {
                self.presents[other] |= 1 << number;
                self.presents[number] |= 1 << other;
            }
            if excludes(handler, known, new) {
                self.excludes[other] |= 1 << number;
                self.excludes[number] |= 1 << other;
            }
            other += 1;
        }
        number
    }

    pub(super) const fn scheme(&self, number: usize) -> &'static Scheme {
        match self.steps[self.schemes[number]].node.kind {
            Kind::Scheme(scheme) => scheme,
            _ => panic!("the step of a scheme is of one"),
        }
    }

    /// The number of a scope of a scheme.
    pub(super) const fn scope(&mut self, scheme: usize, scope: &'static str) -> usize {
        let mut i = 0;
        while i < self.scopes_len {
            if self.scopes[i].0 == scheme && same(self.scopes[i].1, scope) {
                return i;
            }
            i += 1;
        }
        if i == self.scopes.len() {
            self.problem = Some(Problem::TooManyScopes);
            return 0;
        }
        self.scopes[i] = (scheme, scope);
        self.scopes_len += 1;
        i
    }
}
