//! Checks that the values of shared dependencies can be cloned.

use super::message::push_function;
use crate::const_str::{Message, same};
use crate::graph::buffer::LargeBuffer;
use crate::graph::plan::Step;
use crate::graph::survey::Survey;
use crate::graph::{Kind, Node, StepUpPath};

/// Why a value below `node` that several parameters receive cannot be cloned for them.
///
/// An error that already exists below one of its dependencies is reported there.
pub(super) const fn check_shared_values(merged: &LargeBuffer, survey: &Survey) -> Option<Message> {
    let graph = Graph {
        steps: merged.steps(),
        survey,
    };
    let mut i = 0;
    while i < graph.steps.len() {
        let step = &graph.steps[i];
        let fails = step.same_as != i && !step.node.is_clone && graph.is_new(step.same_as, i);
        if fails {
            return Some(graph.message(step.same_as, i));
        }
        i += 1;
    }
    None
}

/// A merged graph.
struct Graph<'g> {
    steps: &'g [Step],
    survey: &'g Survey,
}

impl Graph<'_> {
    const fn message(&self, first: usize, second: usize) -> Message {
        let name = self.steps[second].node.name;
        let mut message = Message::new();
        message.push("`");
        message.push(name);
        message.push("` runs once for ");
        push_function(&mut message, self.dependant(first));
        message.push(" and for ");
        push_function(&mut message, self.dependant(second));
        message.push(
            ", and its value cannot be cloned for both\n\nhelp: add `#[derive(Clone)]` to what `",
        );
        message.push(name);
        message.push("` returns, or return an `Arc` of it; or write `depends = ");
        message.push(name);
        message.push(", cache = false` where it should run again");
        message
    }

    /// The function whose parameter the step at `index` resolves.
    const fn dependant(&self, index: usize) -> &'static Node {
        let parent = &self.steps[self.steps[index].parent];
        match (parent.node.kind, parent.edge) {
            (Kind::AnyOf, Some(_)) => self.steps[parent.parent].node,
            _ => parent.node,
        }
    }

    /// Whether two steps share a value only in this graph, and not already in that of a node which both are below.
    const fn is_new(&self, first: usize, second: usize) -> bool {
        let below = self.child_of_root_above(first);
        if below != self.child_of_root_above(second) {
            return true;
        }
        self.survey.facts(self.steps[second].node).uses_scopes
            && !self.adds_the_same(below, first, second)
    }

    /// The child of the root that a step is at or below.
    const fn child_of_root_above(&self, mut index: usize) -> usize {
        while self.steps[index].parent != 0 {
            index = self.steps[index].parent;
        }
        index
    }

    /// Whether the edges from `top` down to two steps add the same requirement.
    const fn adds_the_same(&self, top: usize, a: usize, b: usize) -> bool {
        let step_up = StepUpPath::between(self.steps, top, a);
        self.adds_every(top, a, b)
            && self.adds_every(top, b, a)
            && step_up.is(StepUpPath::between(self.steps, top, b))
    }

    const fn adds_every(&self, top: usize, of: usize, also: usize) -> bool {
        let mut index = of;
        while index != top {
            if let Some(edge) = self.steps[index].edge {
                let mut i = 0;
                while i < edge.scopes.len() {
                    if !self.adds(top, also, edge.scopes[i]) {
                        return false;
                    }
                    i += 1;
                }
            }
            index = self.steps[index].parent;
        }
        true
    }

    const fn adds(&self, top: usize, mut index: usize, scope: &str) -> bool {
        while index != top {
            let Step { edge, parent, .. } = self.steps[index];
            if let Some(edge) = edge {
                let mut i = 0;
                while i < edge.scopes.len() {
                    if same(edge.scopes[i], scope) {
                        return true;
                    }
                    i += 1;
                }
            }
            index = parent;
        }
        false
    }
}
