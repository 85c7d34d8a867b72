//! The rules of the graph. A broken rule is a compile error in the user's code.
//!
//! A function returns the message about a broken rule, if it is one for all handlers that have the same
//! [`Rule`](super::Rule). Generated code calls the functions that panic. They are `#[track_caller]`, so that the error
//! points to the user's code instead of these files.

mod access;
mod checked;
mod error;
mod scope;
mod shared;
mod target;
mod whole;

pub use self::access::{check_credentials, check_level, check_optional};
pub(super) use self::access::{
    check_guarded_chain, check_public_chain, never_presented, unchecked_credentials,
};
pub(crate) use self::error::REDIRECT;
pub use self::error::check_error;
#[cfg(test)]
pub(super) use self::scope::is_checked;
pub use self::scope::{
    check_alternatives, check_checks_scopes, check_scope, check_scopes_reach_a_scheme,
};
pub(super) use self::scope::{mixed_alternatives, unchecked_scope};
pub(super) use self::target::not_a_dependency;
pub use self::target::{check_depends, check_parameter};
pub use self::whole::check_whole;
pub(super) use self::whole::check_whole_handler;
pub(super) use self::whole::contradiction;
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
const fn push_function(message: &mut Message, node: &Node) {
    if node.name.is_empty() {
        message.push("this handler");
    } else {
        message.push("`");
        message.push(node.name);
        message.push("`");
    }
}

/// The first scheme at or below the top, or the first of those whose credentials carry scopes.
const fn first_scheme(survey: &Survey, with_scopes: bool) -> Option<&'static Scheme> {
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
