//! Detects dependency cycles, whose resolution would never end.
//!
//! Nodes are statics, and statics may refer to each other, so a cycle can exist as data.

use super::survey::{MAX_NODES, Survey};
use super::{Kind, Node, Seen, target_kind};
use crate::const_str::Text;

/// Asserts that `node` does not depend on itself. Each cycle is reported for the node that is declared first in it.
///
/// # Panics
/// If it does, at compile time.
#[track_caller]
pub const fn check_no_cycle(node: &'static Node, seen: Seen) {
    if seen.edges_lead_to == target_kind::DEPENDENCY {
        return;
    }
    let survey = Survey::of(node);
    if !survey.is_cyclic() || survey.is_too_large() {
        return;
    }
    let mut message = Text::<2048>::new();
    message.push("dependencies in a cycle: ");
    if push_path_back(&survey, &mut message) {
        message.push("`");
        message.push(node.name);
        message.push(
            "`\n\nhelp: remove `depends` from one of them, or let it depend on something else",
        );
        panic!("{}", message.as_str());
    }
}

/// Writes the names on a path from the top of a graph back to it, without nodes that are declared before the top: a
/// cycle that does not contain the top is reported at its own first node.
///
/// Returns whether there is one.
const fn push_path_back<const N: usize>(survey: &Survey, message: &mut Text<N>) -> bool {
    let top = survey.node(0);
    let mut was_met = [false; MAX_NODES];
    // The current path, with the number of edges of each node that were followed.
    let mut path = [(0, 0); MAX_NODES];
    let mut depth = 1;
    while depth > 0 {
        let (number, edge) = path[depth - 1];
        let edges = survey.node(number).edges;
        if edge == edges.len() {
            depth -= 1;
            continue;
        }
        path[depth - 1].1 += 1;
        let node = edges[edge].to;
        let number = survey.number(node);
        if number == 0 {
            let mut i = 0;
            while i < depth {
                message.push("`");
                message.push(survey.node(path[i].0).name);
                message.push("` -> ");
                i += 1;
            }
            return true;
        }
        // No one reports a cycle for `any(...)`, which is declared before its function.
        let may_pass = matches!(node.kind, Kind::AnyOf) || !is_before(node, top);
        if !was_met[number] && may_pass {
            was_met[number] = true;
            path[depth] = (number, 0);
            depth += 1;
        }
    }
    false
}

/// Whether `a` is declared before `b`, in a consistent total order.
const fn is_before(a: &Node, b: &Node) -> bool {
    match compare(a.location.file, b.location.file) {
        0 if a.location.line == b.location.line => compare(a.name, b.name) < 0,
        0 => a.location.line < b.location.line,
        order => order < 0,
    }
}

/// Negative, zero or positive, as `a` is before, equal to or after `b`.
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
