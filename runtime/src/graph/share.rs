//! Nodes that are reached on several ways, and run once.

use super::cycle::has_cycle;
use super::measure::Scratch;
use super::node::{Kind, Node};
use super::step::Step;
use super::text::Text;

/// Whether no node at or below `node` has several edges, and no edge alternatives: then nothing is
/// reached twice.
pub(super) const fn is_chain(mut node: &'static Node) -> bool {
    loop {
        match node.edges {
            [] => return true,
            [edge] if edge.any.is_empty() => node = edge.to,
            _ => return false,
        }
    }
}

/// Whether a node's value may depend on the scopes merged on the way to it.
pub(super) const fn uses_scopes(node: &Node) -> bool {
    if node.takes_scopes || matches!(node.kind, Kind::Scheme(_)) {
        return true;
    }
    let mut i = 0;
    while i < node.edges.len() {
        if uses_scopes(node.edges[i].to) {
            return true;
        }
        i += 1;
    }
    false
}

/// Asserts that every value below `node` which several parameters receive can be cloned.
///
/// What is wrong below one of its dependencies already is said there.
///
/// # Panics
/// If one cannot, at compile time.
#[track_caller]
pub const fn check_shared_values(node: &'static Node) {
    if has_cycle(node) || is_chain(node) || all_can_be_cloned(node) {
        return;
    }
    let merged = Scratch::of(node);
    if !merged.fits() {
        return; // That is said of the handlers.
    }
    let mut i = 0;
    while i < merged.steps_len {
        let step = &merged.steps[i];
        let fails = step.same_as != i && !step.node.is_clone && merged.is_new(step.same_as, i);
        assert!(!fails, "{}", message(&merged, step.same_as, i).as_str());
        i += 1;
    }
}

/// Whether every value below `node` can be cloned: then it does not matter which are shared.
const fn all_can_be_cloned(node: &Node) -> bool {
    let mut i = 0;
    while i < node.edges.len() {
        let to = node.edges[i].to;
        if !to.is_clone || !all_can_be_cloned(to) {
            return false;
        }
        i += 1;
    }
    true
}

const fn message(merged: &Scratch, first: usize, second: usize) -> Text<2048> {
    let name = merged.steps[second].node.name;
    let mut message = Text::new();
    message.push("`");
    message.push(name);
    message.push("` runs once for `");
    message.push(merged.dependant(first).name);
    message.push("` and for `");
    message.push(merged.dependant(second).name);
    message.push(
        "`, and its value cannot be cloned for both\n\nhelp: add `#[derive(Clone)]` to what `",
    );
    message.push(name);
    message.push("` returns, or return an `Arc` of it; or write `depends = ");
    message.push(name);
    message.push(", cache = false` where it is to run anew");
    message
}

impl Scratch {
    /// The function whose parameter the step at `index` resolves.
    const fn dependant(&self, index: usize) -> &'static Node {
        let parent = &self.steps[self.steps[index].parent];
        match (parent.node.kind, parent.edge) {
            (Kind::AnyOf, Some(_)) => self.steps[parent.parent].node,
            _ => parent.node,
        }
    }

    /// Whether two steps with one value are so only when seen from here, and not from one of the nodes
    /// that both are below.
    const fn is_new(&self, first: usize, second: usize) -> bool {
        let below = self.child_of_root_above(first);
        if below != self.child_of_root_above(second) {
            return true;
        }
        uses_scopes(self.steps[second].node) && !self.adds_the_same(below, first, second)
    }

    /// The step below the root that a step is at or below.
    const fn child_of_root_above(&self, mut index: usize) -> usize {
        while self.steps[index].parent != 0 {
            index = self.steps[index].parent;
        }
        index
    }

    /// Whether the edges from `top` down to two steps add the same scopes.
    const fn adds_the_same(&self, top: usize, a: usize, b: usize) -> bool {
        self.adds_every(top, a, b) && self.adds_every(top, b, a)
    }

    const fn adds_every(&self, top: usize, of: usize, also: usize) -> bool {
        let mut index = of;
        while index != top {
            if let Some(edge) = self.steps[index].edge {
                let mut i = 0;
                while i < edge.scopes.len() {
                    if !self.adds(top, also, edge.scopes[i].name) {
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
                    if super::check::same(edge.scopes[i].name, scope) {
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
