//! Checks that somebody can be granted the scopes that functions require of some requests.

use super::message::{first_scheme, report};
use super::scope::{first_scheme_with_scopes, is_declared, push_advice};
use crate::const_str::Message;
use crate::graph::survey::Survey;
use crate::graph::{Kind, Node};

/// Asserts that a scheme below a function declares a scope that the function may require.
///
/// # Panics
/// If none does, at compile time.
#[track_caller]
pub const fn check_may_require(node: &'static Node, scope: &str) {
    report(never_granted(node, scope));
}

/// Why nobody could be granted a scope that a function may require.
pub(super) const fn never_granted(node: &'static Node, scope: &str) -> Option<Message> {
    let survey = Survey::of(node);
    if survey.is_unsound() {
        return None;
    }
    if is_declared(&survey, scope) {
        return undeclared_by_an_alternative(&survey, scope);
    }
    let mut message = Message::new();
    message.push("scope `");
    message.push(scope);
    let scheme = match first_scheme_with_scopes(&survey) {
        None => first_scheme(&survey, false),
        scheme => scheme,
    };
    if let Some(scheme) = scheme {
        message.push("` is not declared by the security scheme `");
        message.push(scheme.name);
        message.push("`\n\nhelp: ");
        push_advice(&mut message, scheme, scope);
    } else {
        message.push("` could never be granted: this function depends on no security scheme\n\nhelp: write \
                      `may_require` above the function that takes the token, or whose dependencies do");
    }
    Some(message)
}

/// Why a scope could never be granted to a caller whom one of several alternatives admits.
const fn undeclared_by_an_alternative(survey: &Survey, scope: &str) -> Option<Message> {
    let mut number = 0;
    while number < survey.len() {
        let node = survey.node(number);
        if matches!(node.kind, Kind::AnyOf) && is_declared(&Survey::of(node), scope) {
            let mut i = 0;
            while i < node.edges.len() {
                let below = Survey::of(node.edges[i].to);
                if !is_declared(&below, scope)
                    && let Some(scheme) = first_scheme(&below, false)
                {
                    let mut message = Message::new();
                    message.push("scope `");
                    message.push(scope);
                    message.push("` could never be granted to callers of `");
                    message.push(scheme.name);
                    message.push("`, which does not declare it\n\nhelp: declare it there too, or use a separate \
                                  parameter for each alternative");
                    return Some(message);
                }
                i += 1;
            }
        }
        number += 1;
    }
    None
}
