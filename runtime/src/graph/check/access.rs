//! Checks which requests are admitted.

use super::message::{first_scheme, report};
use crate::const_str::Message;
use crate::graph::survey::{Survey, scheme_of_chain};
use crate::graph::{Edge, Kind, Node};

/// Why a handler without `public` requires no credentials: no dependency does, or all of them are optional.
pub(in crate::graph) const fn check_guarded_chain(handler: &'static Node) -> Option<Message> {
    if scheme_of_chain(handler).is_some() {
        return None;
    }
    let survey = Survey::of(handler);
    if survey.is_unsound() || !survey.top().lets_anyone_pass {
        return None;
    }
    let mut message = Message::new();
    message.push("anyone may call this handler: ");
    if let Some((any_of, open)) = open_alternative(&survey) {
        message.push("`");
        message.push(open.name);
        message.push("` is an alternative of `");
        message.push(any_of.name);
        message.push("` that requires no credentials");
    } else {
        push_targets(&mut message, handler.edges);
        message.push(match (first_scheme(&survey, false), handler.edges.len()) {
            (Some(_), 1) => " accepts requests without credentials",
            (Some(_), _) => " accept requests without credentials",
            (None, 1) => " depends on no security scheme",
            (None, _) => " depend on no security scheme",
        });
    }
    message.push("\n\nhelp: if that is intended, mark it `public");
    if handler.edges.len() == 1 {
        message.push(", depends = ");
        message.push(handler.edges[0].to.name);
    }
    message.push(
        "`; otherwise depend on something that leads to a type with `#[derive(SecurityScheme)]`",
    );
    Some(message)
}

/// An `any(...)`, and one of its alternatives that admits any request.
const fn open_alternative(survey: &Survey) -> Option<(&'static Node, &'static Node)> {
    let mut number = 0;
    while number < survey.len() {
        let node = survey.node(number);
        let mut i = 0;
        while matches!(node.kind, Kind::AnyOf) && i < node.edges.len() {
            if survey.facts(node.edges[i].to).lets_anyone_pass {
                return Some((node, node.edges[i].to));
            }
            i += 1;
        }
        number += 1;
    }
    None
}

const fn push_targets(message: &mut Message, edges: &[Edge]) {
    let mut i = 0;
    while i < edges.len() {
        if i > 0 {
            message.push(if i + 1 == edges.len() { " and " } else { ", " });
        }
        message.push("`");
        message.push(edges[i].to.name);
        message.push("`");
        i += 1;
    }
}

/// Asserts that a router's requirement can refuse a request.
///
/// # Panics
/// If `target` admits any request, at compile time.
#[track_caller]
pub const fn check_level(target: &'static Node) {
    let survey = Survey::of(target);
    if survey.is_unsound() || !survey.top().lets_anyone_pass {
        return;
    }
    let mut message = Message::new();
    message.push("a router that requires `");
    message.push(target.name);
    message.push(match first_scheme(&survey, false) {
        Some(_) => "` lets anyone pass: its credentials are optional",
        None => "` lets anyone pass: it depends on no security scheme",
    });
    message
        .push("\n\nhelp: depend on something that leads to a type with `#[derive(SecurityScheme)]`, or remove the \
               level");
    panic!("{}", message.as_str());
}

/// Asserts that the credentials that a handler requires are checked.
///
/// # Panics
/// If `target` is a scheme whose credentials are not verified, at compile time.
#[track_caller]
pub const fn check_credentials(target: &'static Node) {
    report(unchecked_credentials(target));
}

/// Why the credentials that a handler requires are not checked.
pub(in crate::graph) const fn unchecked_credentials(target: &'static Node) -> Option<Message> {
    if let Kind::Scheme(scheme) = target.kind
        && !scheme.verifies()
    {
        let mut message = Message::new();
        message.push("these credentials are never checked: `");
        message.push(scheme.name);
        message.push("` only extracts them\n\nhelp: depend on a function that checks them: `#[dependency(depends = ");
        message.push(scheme.name);
        message.push(")]`");
        return Some(message);
    }
    if matches!(target.kind, Kind::AnyOf) {
        let mut i = 0;
        while i < target.edges.len() {
            if let Some(message) = unchecked_credentials(target.edges[i].to) {
                return Some(message);
            }
            i += 1;
        }
    }
    None
}

/// Asserts that an `optional` dependency reads credentials at all.
///
/// # Panics
/// If nothing at or below `target` does, at compile time.
#[track_caller]
pub const fn check_optional(target: &'static Node) {
    report(never_presented(target));
}

/// Why `optional` has no effect.
pub(in crate::graph) const fn never_presented(target: &'static Node) -> Option<Message> {
    let survey = Survey::of(target);
    if survey.is_unsound() || !survey.top().lets_anyone_pass {
        return None;
    }
    let mut message = Message::new();
    message.push("`optional` has no effect here: `");
    message.push(target.name);
    message.push(
        "` lets anyone pass\n\nhelp: remove `optional`: it is for dependencies that lead to a security scheme",
    );
    Some(message)
}

/// Why a handler with `public` requires credentials: a dependency does.
pub(in crate::graph) const fn check_public_chain(target: &'static Node) -> Option<Message> {
    let survey = Survey::of(target);
    if survey.is_unsound() || survey.top().lets_anyone_pass {
        return None;
    }
    if let Some(scheme) = first_scheme(&survey, false) {
        let mut message = Message::new();
        message.push("`public` contradicts `depends`: `");
        message.push(target.name);
        message.push("` leads to the security scheme `");
        message.push(scheme.name);
        message.push(
            "`, which requires a token\n\nhelp: remove `public`, or depend on something else",
        );
        return Some(message);
    }
    None
}
