//! Nodes that are reached on several ways, and run once.

use super::cycle::has_cycle;
use super::measure::Scratch;
use super::merge::Merged;
use super::node::{Kind, Node};
use super::set::is_same_set;
use super::step::{Span, Step};
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

impl<const STEPS: usize, const SCOPES: usize, const TEXT: usize, const WAYS: usize>
    Merged<STEPS, SCOPES, TEXT, WAYS>
{
    /// Whether the value of the node at `index` is that of an earlier step, and then remembers it.
    ///
    /// Steps are in the order in which they run: the value is there when it is asked for.
    pub(super) const fn is_shared(&mut self, index: usize) -> bool {
        let Some(edge) = self.steps[index].edge else {
            return false;
        };
        if !edge.cache || matches!(edge.to.kind, Kind::AnyOf | Kind::Broken) {
            return false;
        }
        let line = edge.to.location.line;
        let mut earlier = 1;
        while earlier < index {
            // The line tells nearly all apart, and this is where large graphs cost the compiler its time.
            if self.steps[earlier].line_to_share == line && self.is_same(earlier, index, edge.to) {
                self.steps[index].same_as = earlier;
                if self.steps[earlier].slot == Step::NO_SLOT {
                    self.steps[earlier].slot = self.slots;
                    self.slots += 1;
                }
                return true;
            }
            earlier += 1;
        }
        self.steps[index].line_to_share = line;
        false
    }

    /// Whether the steps at two places have one value, if the later one is `node`'s.
    const fn is_same(&self, earlier: usize, index: usize, node: &Node) -> bool {
        self.steps[earlier].node.is(node)
            && (self.requires_the_same(earlier, index) || !uses_scopes(node))
    }

    /// Whether two nodes see the same set of scopes, with the same alternatives.
    const fn requires_the_same(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.steps[a], &self.steps[b]);
        is_same_set(&self.scopes, a.scopes, b.scopes)
            && a.ways.len() == b.ways.len()
            && self.has_every_way(a.ways, b.ways)
    }

    const fn has_every_way(&self, of: Span, among: Span) -> bool {
        let mut i = of.start;
        while i < of.end {
            let mut found = false;
            let mut j = among.start;
            while j < among.end {
                found |= is_same_set(&self.scopes, self.ways[i].scopes, self.ways[j].scopes);
                j += 1;
            }
            if !found {
                return false;
            }
            i += 1;
        }
        true
    }

    /// Gives the steps of one scheme a place for its verified token, where there are several.
    pub(super) const fn share_tokens(&mut self) {
        if self.is_chain || !self.fits() {
            return;
        }
        let mut i = 0;
        while i < self.steps_len {
            if self.steps[i].has_token_of_its_own(i) && self.steps[i].token == Step::NO_SLOT {
                let mut is_shared = false;
                let mut j = i + 1;
                while j < self.steps_len {
                    if self.steps[j].has_token_of_its_own(j)
                        && self.steps[j].node.is(self.steps[i].node)
                    {
                        self.steps[j].token = self.slots;
                        is_shared = true;
                    }
                    j += 1;
                }
                if is_shared {
                    self.steps[i].token = self.slots;
                    self.slots += 1;
                }
            }
            i += 1;
        }
    }
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
