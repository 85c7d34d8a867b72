//! Who gets through.

use super::{Message, first_scheme, is_unsound};
use crate::graph::node::{Edge, Kind, Node};

/// Asserts that a handler without `public` asks for credentials.
///
/// # Panics
/// If nothing below `handler` does, or nothing insists on them, at compile time.
#[track_caller]
pub const fn check_guarded_chain(handler: &'static Node) {
    if is_unsound(handler) || !lets_anyone_pass(handler) {
        return;
    }
    let mut message = Message::new();
    message.push("anyone may call this handler: ");
    push_targets(&mut message, handler.edges);
    message.push(match (first_scheme(handler, false), handler.edges.len()) {
        (Some(_), 1) => " asks for credentials only if there are some",
        (Some(_), _) => " ask for credentials only if there are some",
        (None, 1) => " depends on no security scheme",
        (None, _) => " depend on no security scheme",
    });
    message.push("\n\nhelp: say it out loud: `public");
    if handler.edges.len() == 1 {
        message.push(", depends = ");
        message.push(handler.edges[0].to.name);
    }
    message.push("`; or depend on what leads to a type with `#[derive(SecurityScheme)]`");
    panic!("{}", message.as_str());
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

/// Asserts that what a router requires keeps somebody out.
///
/// # Panics
/// If `target` lets anyone pass, at compile time.
#[track_caller]
pub const fn check_level(target: &'static Node) {
    check_credentials(target);
    if is_unsound(target) || !lets_anyone_pass(target) {
        return;
    }
    let mut message = Message::new();
    message.push("a router that requires `");
    message.push(target.name);
    message.push(match first_scheme(target, false) {
        Some(_) => "` lets anyone pass: it asks for credentials only if there are some",
        None => "` lets anyone pass: it depends on no security scheme",
    });
    message
        .push("\n\nhelp: depend on what leads to a type with `#[derive(SecurityScheme)]`, or remove the level");
    panic!("{}", message.as_str());
}

/// Asserts that somebody looks at the credentials that a handler asks for.
///
/// # Panics
/// If `target` is a scheme whose credentials are not verified, at compile time.
#[track_caller]
pub const fn check_credentials(target: &'static Node) {
    if let Kind::Scheme(scheme) = target.kind
        && !scheme.verifies()
    {
        let mut message = Message::new();
        message.push("nobody looks at these credentials: `");
        message.push(scheme.name);
        message.push("` only finds them\n\nhelp: depend on a function that checks them: `#[dependency(depends = ");
        message.push(scheme.name);
        message.push(")]`");
        panic!("{}", message.as_str());
    }
    if matches!(target.kind, Kind::AnyOf) {
        let mut i = 0;
        while i < target.edges.len() {
            check_credentials(target.edges[i].to);
            i += 1;
        }
    }
}

/// Asserts that what is `optional` asks for credentials at all.
///
/// # Panics
/// If nothing at or below `target` does, at compile time.
#[track_caller]
pub const fn check_optional(target: &'static Node) {
    if is_unsound(target) || !lets_anyone_pass(target) {
        return;
    }
    let mut message = Message::new();
    message.push("`optional` says nothing here: `");
    message.push(target.name);
    message.push(
        "` lets anyone pass\n\nhelp: remove `optional`: it is for what leads to a security scheme",
    );
    panic!("{}", message.as_str());
}

/// Asserts that a handler with `public` asks for no token.
///
/// # Panics
/// If something below `target` does, at compile time.
#[track_caller]
pub const fn check_public_chain(target: &'static Node) {
    if is_unsound(target) || lets_anyone_pass(target) {
        return;
    }
    if let Some(scheme) = first_scheme(target, false) {
        let mut message = Message::new();
        message.push("`public` contradicts `depends`: `");
        message.push(target.name);
        message.push("` leads to the security scheme `");
        message.push(scheme.name);
        message.push(
            "`, which asks for a token\n\nhelp: remove `public`, or depend on something else",
        );
        panic!("{}", message.as_str());
    }
}

/// Whether a request without credentials gets through.
const fn lets_anyone_pass(node: &Node) -> bool {
    let is_any_of = matches!(node.kind, Kind::AnyOf);
    if matches!(node.kind, Kind::Scheme(_)) {
        return false;
    }
    let mut i = 0;
    while i < node.edges.len() {
        let edge = &node.edges[i];
        let passes = edge.optional || lets_anyone_pass(edge.to);
        if passes == is_any_of {
            return is_any_of;
        }
        i += 1;
    }
    !is_any_of
}
