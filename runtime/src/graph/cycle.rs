//! Cycles of dependencies, which would never end to resolve.
//!
//! Nodes are statics, and statics may refer to each other, so a cycle reaches us as data. Every walk
//! over a graph asks [`has_cycle`] first.

use super::node::Node;
use super::text::Text;
use crate::target::what;

/// The nodes from the start of a walk to the current one, innermost first.
struct Trail<'a> {
    node: &'static Node,
    parent: Option<&'a Trail<'a>>,
}

impl Trail<'_> {
    const fn has(&self, node: &Node) -> bool {
        let mut trail = self;
        loop {
            if trail.node.is(node) {
                return true;
            }
            match trail.parent {
                Some(parent) => trail = parent,
                None => return false,
            }
        }
    }

    /// Writes the names on the trail, outermost first.
    const fn push_names<const N: usize>(&self, message: &mut Text<N>) {
        if let Some(parent) = self.parent {
            parent.push_names(message);
        }
        message.push("`");
        message.push(self.node.name);
        message.push("` -> ");
    }
}

/// Asserts that `node` does not depend on itself. The node that is declared first speaks for all of
/// its cycle.
///
/// # Panics
/// If it does, at compile time.
#[track_caller]
pub const fn check_no_cycle(node: &'static Node) {
    let mut message = Text::<2048>::new();
    message.push("dependencies in a cycle: ");
    if way_back(node, &Trail { node, parent: None }, &mut message) {
        message.push("`");
        message.push(node.name);
        message.push("`\n\nhelp: let one of them depend on something else, or on nothing");
        panic!("{}", message.as_str());
    }
}

/// What a path leads to, given its node: nothing that can be resolved if that would not end.
#[must_use]
pub const fn unless_in_cycle(node: &'static Node) -> u8 {
    if has_cycle(node) {
        what::BROKEN
    } else {
        what::DEPENDENCY
    }
}

/// Whether a way leads from the trail's end back to its start past no node that is declared before
/// the start, and then writes it.
const fn way_back<const N: usize>(
    start: &'static Node,
    trail: &Trail<'_>,
    message: &mut Text<N>,
) -> bool {
    let edges = trail.node.edges;
    let mut i = 0;
    while i < edges.len() {
        let node = edges[i].to;
        if node.is(start) {
            trail.push_names(message);
            return true;
        }
        // A cycle that does not pass through the start is reported where it does.
        let further = Trail {
            node,
            parent: Some(trail),
        };
        if !is_before(node, start) && !trail.has(node) && way_back(start, &further, message) {
            return true;
        }
        i += 1;
    }
    false
}

/// Whether `a` is declared before `b`, in any order that is the same for all nodes.
const fn is_before(a: &Node, b: &Node) -> bool {
    match compare(a.location.file, b.location.file) {
        0 if a.location.line == b.location.line => compare(a.name, b.name) < 0,
        0 => a.location.line < b.location.line,
        order => order < 0,
    }
}

/// Below, at or above zero, as `a` is before, at or behind `b`.
const fn compare(a: &str, b: &str) -> isize {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut i = 0;
    while i < a.len() && i < b.len() {
        if a[i] != b[i] {
            return if a[i] < b[i] { -1 } else { 1 };
        }
        i += 1;
    }
    if a.len() == b.len() {
        0
    } else if a.len() < b.len() {
        -1
    } else {
        1
    }
}

/// Whether a walk down from `node` would not end.
pub(crate) const fn has_cycle(node: &'static Node) -> bool {
    is_deep(node, 0) && walks_in_a_circle(&Trail { node, parent: None })
}

/// No way down that a person has written is longer.
const DEEP: usize = 64;

/// Whether a way down is so long that it may never end. This asks much less of the compiler than to
/// look for cycles, and nearly every graph has none.
const fn is_deep(node: &Node, depth: usize) -> bool {
    if depth == DEEP {
        return true;
    }
    let mut i = 0;
    while i < node.edges.len() {
        if is_deep(node.edges[i].to, depth + 1) {
            return true;
        }
        i += 1;
    }
    false
}

const fn walks_in_a_circle(trail: &Trail<'_>) -> bool {
    let edges = trail.node.edges;
    let mut i = 0;
    while i < edges.len() {
        let node = edges[i].to;
        if trail.has(node)
            || walks_in_a_circle(&Trail {
                node,
                parent: Some(trail),
            })
        {
            return true;
        }
        i += 1;
    }
    false
}
