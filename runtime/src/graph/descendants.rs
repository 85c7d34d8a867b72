//! Questions about a node and all nodes that it leads to.

use std::collections::HashSet;

use super::plan::Step;
#[cfg(feature = "testing")]
use super::survey::Survey;
use super::{Kind, Node, Requirement};

impl Requirement {
    /// Whether `holds` is true for this node or any that it leads to.
    ///
    /// If `holds` returns an answer for a node, the nodes that this one leads to are skipped. Each node is visited once, for any
    /// number of paths to it.
    pub(crate) fn any_descendant(
        self,
        mut holds: impl FnMut(&'static Node) -> Option<bool>,
    ) -> bool {
        let steps = self.plan().requirements().steps;
        let (mut was_met, mut parts) = (Vec::new(), Vec::new());
        let mut next = Some(self.index());
        while let Some(part) = next {
            let (mut step, end) = (part, part + steps[part].width);
            while step < end {
                let Step {
                    node,
                    width,
                    same_as,
                    ..
                } = steps[step];
                match holds(node) {
                    Some(true) => return true,
                    Some(false) => step += width,
                    None => {
                        let is_elsewhere = same_as < part;
                        if is_elsewhere && !was_met.contains(&same_as) {
                            was_met.push(same_as);
                            parts.push(same_as);
                        }
                        step += 1;
                    }
                }
            }
            next = parts.pop();
        }
        false
    }

    /// The first scheme at or below it.
    pub(crate) fn first_scheme(self) -> Option<Self> {
        self.first_scheme_beside(&mut HashSet::new())
    }

    /// Each node is visited once, for any number of paths to it.
    fn first_scheme_beside(self, was_met: &mut HashSet<usize>) -> Option<Self> {
        if matches!(self.node().kind, Kind::Scheme(_)) {
            return Some(self);
        }
        if !was_met.insert(self.index()) {
            return None;
        }
        let mut children = self.children();
        children.find_map(|(_, below)| below.first_scheme_beside(was_met))
    }

    /// Whether the value is shared with paths that have other scopes.
    #[cfg(feature = "testing")]
    pub(crate) fn is_shared_regardless_of_scopes(self) -> bool {
        self.slot().is_some() && !Survey::of(self.node()).top().uses_scopes
    }
}

/// Whether a node is a scheme, or leads to one.
#[cfg(feature = "testing")]
pub(crate) fn leads_to_a_scheme(node: &'static Node) -> bool {
    Survey::of(node).has_schemes()
}
