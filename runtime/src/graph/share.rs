//! Nodes that are reached on several paths, and run once.

use super::merge::{Merger, NO_STEP};
use super::plan::Step;
use super::set::Set;
use super::survey::Survey;
use super::{Edge, Kind, Node, StepUpPath};

impl Merger<'_> {
    /// Lets the step at `index` share the value of an earlier step of its node that has the same requirement.
    ///
    /// Steps are in the order in which they run: the value exists when it is needed.
    pub(super) const fn share(&mut self, index: usize, edge: &Edge, survey: &Survey) {
        if !edge.cache || matches!(edge.to.kind, Kind::AnyOf | Kind::Broken) {
            return;
        }
        let number = survey.number(edge.to);
        let uses_scopes = survey.facts(edge.to).uses_scopes;
        let mut earlier = self.last[number];
        while earlier != NO_STEP {
            let known = earlier as usize;
            if !uses_scopes || self.requires_the_same(known, index) {
                self.steps[index].same_as = known;
                if self.steps[known].slot == Step::NO_SLOT {
                    self.steps[known].slot = self.slots;
                    self.slots += 1;
                }
                return;
            }
            earlier = self.notes[known].previous;
        }
        self.notes[index].previous = self.last[number];
        #[allow(clippy::cast_possible_truncation, reason = "there are fewer steps")]
        let step = index as u16;
        self.last[number] = step;
    }

    /// Whether two steps have the same set of scopes, with the same alternatives.
    const fn requires_the_same(&self, a: usize, b: usize) -> bool {
        let count = self.steps[a].scope_sets.len();
        if count != self.steps[b].scope_sets.len() {
            return false;
        }
        let mut i = 0;
        while i == 0 || i < count {
            if !self.has_set(b, self.set(a, i)) {
                return false;
            }
            i += 1;
        }
        self.steps_up_the_same(a, b)
    }

    const fn steps_up_the_same(&self, a: usize, b: usize) -> bool {
        let steps = &*self.steps;
        match (steps[a].steps_up, steps[b].steps_up) {
            (false, false) => true,
            (true, true) => StepUpPath::to(steps, a).is(StepUpPath::to(steps, b)),
            _ => false,
        }
    }

    const fn has_set(&self, step: usize, set: Set) -> bool {
        let mut i = 0;
        while i == 0 || i < self.steps[step].scope_sets.len() {
            if self.set(step, i).is(set) {
                return true;
            }
            i += 1;
        }
        false
    }

    /// Reserves a slot for the verified token of a scheme that has several steps.
    pub(super) const fn share_tokens(&mut self) {
        let Some(survey) = self.survey else {
            return;
        };
        let mut first = [NO_STEP; super::survey::MAX_NODES];
        let mut i = 0;
        while i < self.used.steps {
            if self.steps[i].has_token_of_its_own(i) {
                let number = survey.number(self.steps[i].node);
                if first[number] == NO_STEP {
                    #[allow(clippy::cast_possible_truncation, reason = "there are fewer steps")]
                    let step = i as u16;
                    first[number] = step;
                } else {
                    let known = first[number] as usize;
                    if self.steps[known].token == Step::NO_SLOT {
                        self.steps[known].token = self.slots;
                        self.slots += 1;
                    }
                    self.steps[i].token = self.steps[known].token;
                }
            }
            i += 1;
        }
    }

    /// The function whose parameter the step at `index` resolves.
    pub(super) const fn dependant(&self, index: usize) -> &'static Node {
        let parent = &self.steps[self.steps[index].parent];
        match (parent.node.kind, parent.edge) {
            (Kind::AnyOf, Some(_)) => self.steps[parent.parent].node,
            _ => parent.node,
        }
    }
}
