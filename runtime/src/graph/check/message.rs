//! What messages about rules have in common.

use crate::const_str::Message;
use crate::graph::survey::Survey;
use crate::graph::{Kind, Node};
use crate::scheme::Scheme;

/// Panics with the message about a problem, at compile time.
#[track_caller]
pub(super) const fn report(problem: Option<Message>) {
    if let Some(message) = problem {
        panic!("{}", message.as_str());
    }
}

/// Writes the name of a function. Of a handler, only the place of the error is known: its graph is that of all handlers
/// with the same rule.
pub(super) const fn push_function(message: &mut Message, node: &Node) {
    if node.name.is_empty() {
        message.push("this handler");
    } else {
        message.push("`");
        message.push(node.name);
        message.push("`");
    }
}

/// The first scheme at or below the top, or the first of those whose credentials carry scopes.
pub(super) const fn first_scheme(survey: &Survey, with_scopes: bool) -> Option<&'static Scheme> {
    let mut number = 0;
    while number < survey.len() {
        if let Kind::Scheme(scheme) = survey.node(number).kind
            && (!with_scopes || scheme.verifies())
        {
            return Some(scheme);
        }
        number += 1;
    }
    None
}
