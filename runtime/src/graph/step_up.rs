//! Step-up authentication (RFC 9470): how, and how recently, the users of tokens must have been authenticated.
//!
//! What a step requires is merged on the path down to it, as scopes are: of several ages the smallest, and of several
//! lists of `acr` the values that are in all of them, since a token has one. The path itself is the merged value. So
//! nothing is stored for graphs that require none of it.

#[cfg(feature = "openapi")]
use super::Plan;
use super::carrier::is_same_place;
use super::plan::{Step, is_always_asked};
use super::{Edge, Kind, Node, Requirement};
use crate::const_str::same;

/// What is required of the authentication of a token's user.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct StepUp {
    /// The values of `acr` of which the token must have one, outermost first. `None` if any is enough, or none. Several
    /// lists may have no value in common: then no token is enough.
    pub(crate) acr: Option<Vec<&'static str>>,
    /// The maximum age in seconds, unless any is enough.
    pub(crate) max_age: Option<u32>,
}

impl StepUp {
    /// Whether no token is enough.
    pub(crate) fn is_impossible(&self) -> bool {
        self.acr.as_ref().is_some_and(Vec::is_empty)
    }

    /// What satisfies both.
    pub(crate) fn and(self, other: Self) -> Self {
        let acr = match (self.acr, other.acr) {
            (None, only) | (only, None) => only,
            (Some(own), Some(also)) => {
                let both = own.into_iter().filter(|value| also.contains(value));
                Some(both.collect())
            }
        };
        Self {
            acr,
            max_age: least(self.max_age, other.max_age),
        }
    }
}

/// The requirements of the edges on a path.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StepUpPath<'s> {
    steps: &'s [Step],
    /// Where the path starts. The edge to this step is not part of it.
    top: usize,
    end: usize,
}

impl<'s> StepUpPath<'s> {
    /// The path from the top of a merged graph.
    pub(super) const fn to(steps: &'s [Step], end: usize) -> Self {
        Self::between(steps, 0, end)
    }

    /// The path from `top` down to a step below it.
    pub(super) const fn between(steps: &'s [Step], top: usize, end: usize) -> Self {
        Self { steps, top, end }
    }

    /// The last edge, and the path without it.
    const fn split_last(self) -> Option<(&'static Edge, Self)> {
        if self.end == self.top {
            return None;
        }
        let Step { edge, parent, .. } = self.steps[self.end];
        match edge {
            Some(edge) => Some((
                edge,
                Self {
                    end: parent,
                    ..self
                },
            )),
            None => None,
        }
    }

    /// The outermost list of `acr`: all values that may satisfy the others are among these. Empty if there is no list.
    const fn candidates(mut self) -> &'static [&'static str] {
        let mut outermost: &'static [&'static str] = &[];
        while let Some((edge, above)) = self.split_last() {
            if !edge.acr.is_empty() {
                outermost = edge.acr;
            }
            self = above;
        }
        outermost
    }

    /// Whether all lists contain this value.
    const fn accepts(mut self, acr: &str) -> bool {
        while let Some((edge, above)) = self.split_last() {
            if !accepts(edge, acr) {
                return false;
            }
            self = above;
        }
        true
    }

    /// The maximum age in seconds.
    const fn max_age(mut self) -> Option<u32> {
        let mut max_age = None;
        while let Some((edge, above)) = self.split_last() {
            max_age = least(max_age, edge.max_age);
            self = above;
        }
        max_age
    }

    /// The merged requirement.
    pub(crate) fn merged(self) -> StepUp {
        let accepted = |candidates: &[&'static str]| {
            let candidates = candidates.iter().copied();
            candidates.filter(|acr| self.accepts(acr)).collect()
        };
        StepUp {
            acr: match self.candidates() {
                [] => None,
                candidates => Some(accepted(candidates)),
            },
            max_age: self.max_age(),
        }
    }

    /// Whether one of these values is in all lists.
    pub(super) const fn accepts_one_of(self, acr: &[&str]) -> bool {
        let mut i = 0;
        while i < acr.len() {
            if self.accepts(acr[i]) {
                return true;
            }
            i += 1;
        }
        acr.is_empty()
    }

    /// Whether every token that satisfies `other` satisfies this, too.
    pub(super) const fn covers(self, other: Self) -> bool {
        let is_as_old = match (self.max_age(), other.max_age()) {
            (None, _) => true,
            (Some(own), Some(theirs)) => own >= theirs,
            (Some(_), None) => false,
        };
        let own = self.candidates();
        let theirs = other.candidates();
        if own.is_empty() || !is_as_old {
            return is_as_old;
        }
        let mut i = 0;
        while i < theirs.len() {
            if other.accepts(theirs[i]) && !self.accepts(theirs[i]) {
                return false;
            }
            i += 1;
        }
        !theirs.is_empty()
    }

    /// Whether both require the same.
    pub(super) const fn is(self, other: Self) -> bool {
        self.covers(other) && other.covers(self)
    }
}

/// Several requirements that one token has to satisfy.
pub(super) const fn have_a_value_in_common(paths: &[StepUpPath<'_>]) -> bool {
    let mut with_list = 0;
    while with_list < paths.len() && paths[with_list].candidates().is_empty() {
        with_list += 1;
    }
    if with_list == paths.len() {
        return true;
    }
    let candidates = paths[with_list].candidates();
    let mut i = 0;
    while i < candidates.len() {
        let mut path = 0;
        while path < paths.len() && paths[path].accepts(candidates[i]) {
            path += 1;
        }
        if path == paths.len() {
            return true;
        }
        i += 1;
    }
    false
}

/// The values on a chain below a node, for which nothing is merged: whether one of `acr` is in all lists.
pub(super) const fn chain_accepts_one_of(acr: &[&str], node: &'static Node) -> bool {
    let mut i = 0;
    while i < acr.len() {
        let (mut below, mut is_accepted) = (node, true);
        while let [edge, ..] = below.edges {
            is_accepted &= accepts(edge, acr[i]);
            below = edge.to;
        }
        if is_accepted {
            return true;
        }
        i += 1;
    }
    acr.is_empty()
}

const fn accepts(edge: &Edge, acr: &str) -> bool {
    let mut i = 0;
    while i < edge.acr.len() {
        if same(edge.acr[i], acr) {
            return true;
        }
        i += 1;
    }
    edge.acr.is_empty()
}

const fn least(a: Option<u32>, b: Option<u32>) -> Option<u32> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if a < b { a } else { b }),
        (Some(only), None) | (None, Some(only)) => Some(only),
        (None, None) => None,
    }
}

#[cfg(feature = "openapi")]
impl Plan {
    /// Whether something is required of the authentication of any token's user.
    pub(crate) fn steps_up(&self) -> bool {
        self.requirements().steps_up
    }
}

/// Whether one of these steps requires something of it.
pub(super) const fn one_steps_up(steps: &[Step]) -> bool {
    let mut i = 0;
    while i < steps.len() && !steps[i].steps_up {
        i += 1;
    }
    i < steps.len()
}

impl Requirement {
    /// What is required of the authentication of the user of a scheme's token, if anything is.
    pub(crate) fn step_up(self) -> Option<StepUpPath<'static>> {
        let steps_up = self.step().steps_up;
        steps_up.then(|| StepUpPath::to(self.steps(), self.index()))
    }

    /// The same, with what all others require who always read the same token: what the next one needs.
    pub(crate) fn step_up_of_token(self) -> Option<StepUp> {
        // Few handlers require anything.
        let steps_up = self.requirements().steps_up;
        steps_up.then(|| self.merged_with_others()).flatten()
    }

    #[inline(never)]
    fn merged_with_others(self) -> Option<StepUp> {
        let own = self.step_up().map(StepUpPath::merged);
        if !self.scheme().verifies() {
            return own;
        }
        let steps = self.steps();
        let others = (0..steps.len()).filter(|&index| {
            let reads_it = match steps[index].node.kind {
                Kind::Scheme(other) => is_same_place(other.place, self.scheme().place),
                _ => false,
            };
            steps[index].steps_up && reads_it && is_always_asked(steps, index)
        });
        let others = others.map(|index| StepUpPath::to(steps, index).merged());
        let all = own.clone().into_iter().chain(others).reduce(StepUp::and)?;
        if all.is_impossible() {
            return own; // An alternative that the others exclude.
        }
        Some(all)
    }
}

impl Node {
    /// Whether it is no scheme, or one whose tokens say how their user was authenticated.
    pub(super) const fn may_be_of_a_user(&self) -> bool {
        match self.kind {
            Kind::Scheme(scheme) => scheme.authenticates_users(),
            Kind::Handler | Kind::Dependency | Kind::AnyOf | Kind::Broken => true,
        }
    }
}

impl Edge {
    /// Whether it requires anything of the authentication of a token's user.
    pub(crate) const fn steps_up(&self) -> bool {
        !self.acr.is_empty() || self.max_age.is_some()
    }
}
