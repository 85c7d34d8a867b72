//! What generated constants assert. A failed assertion is a compile error at the user's own words.
//!
//! Each function is `#[track_caller]`, so that the error shows the user's code and not this file.

use super::cycle::has_cycle;
use super::node::{Kind, Node};
use super::suggest::misspelling;
use super::text::Text;
use crate::scheme::{Scheme, ScopeInfo};
use crate::target::what;

/// Longer messages are cut: a compile error of this length is not read to its end.
type Message = Text<2048>;

/// Asserts that `depends` names something with `#[dependency]` or `#[derive(SecurityScheme)]`.
///
/// # Panics
/// If it does not, at compile time.
#[track_caller]
pub const fn check_depends(found: u8, path: &str, name: &str) {
    let [before, after, help] = match found {
        what::DEPENDENCY | what::BROKEN => return,
        what::HANDLER => HANDLER,
        what::FUNCTION => FUNCTION,
        _ => TYPE,
    };
    let mut message = Message::new();
    message.push("`");
    message.push(path);
    message.push(before);
    message.push("\n\nhelp: ");
    message.push(after);
    message.push(name);
    message.push(help);
    panic!("{}", message.as_str());
}

/// Around the path and its last name.
const FUNCTION: [&str; 3] = [
    "` is a function without `#[dependency]`",
    "write `#[dependency]` above `fn ",
    "`",
];
const HANDLER: [&str; 3] = [
    "` is a handler: functions depend on functions with `#[dependency]`",
    "write `#[dependency(...)]` instead of `#[security(...)]` above `fn ",
    "`, or move what both need into a dependency",
];
const TYPE: [&str; 3] = [
    "` is a type, and not a security scheme",
    "name the function that returns it, or make it a scheme: `#[derive(SecurityScheme)]` above `",
    "`",
];

/// Asserts that a parameter's type has no meaning of ours that its name hides.
///
/// # Panics
/// If it has, at compile time.
#[track_caller]
pub const fn check_parameter(found: u8, ty: &str) {
    let mut message = Message::new();
    message.push("`");
    message.push(ty);
    match found {
        what::SECURITY_SCOPES => message.push(
            "` is `SecurityScopes`, which is recognised by its name\n\nhelp: write `SecurityScopes`",
        ),
        what::DEPENDENCY | what::HANDLER => {
            message.push("` is no extractor: an attribute names what a function depends on");
            message.push("\n\nhelp: write `depends = ");
            message.push(ty);
            message.push("`, and take what it gives as the first parameter");
        }
        _ => return,
    }
    panic!("{}", message.as_str());
}

/// Asserts that something below `target` checks scopes, and that it declares `scope`, the first.
///
/// # Panics
/// If it does not, at compile time.
#[track_caller]
pub const fn check_scopes_reach_a_scheme(target: &'static Node, scope: &str) {
    check(target, scope, true);
}

/// Asserts that a scheme below `target` declares `scope`.
///
/// # Panics
/// If it does not, at compile time.
#[track_caller]
pub const fn check_scope(target: &'static Node, scope: &str) {
    check(target, scope, false);
}

/// Asserts that a handler without `public` asks for a token.
///
/// # Panics
/// If nothing below `target` does, at compile time.
#[track_caller]
pub const fn check_guarded_chain(target: &'static Node) {
    if has_cycle(target) || is_broken(target) || first_scheme(target).is_some() {
        return;
    }
    let mut message = Message::new();
    message.push("anyone may call this handler: `");
    message.push(target.name);
    message.push("` depends on no security scheme\n\nhelp: say it out loud: `public, depends = ");
    message.push(target.name);
    message.push("`; or depend on what leads to a type with `#[derive(SecurityScheme)]`");
    panic!("{}", message.as_str());
}

/// Asserts that a handler with `public` asks for no token.
///
/// # Panics
/// If something below `target` does, at compile time.
#[track_caller]
pub const fn check_public_chain(target: &'static Node) {
    if has_cycle(target) || is_broken(target) {
        return;
    }
    if let Some(scheme) = first_scheme(target) {
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

#[track_caller]
const fn check(target: &'static Node, scope: &str, is_first: bool) {
    if has_cycle(target) || is_broken(target) {
        return;
    }
    let mut message = Message::new();
    match first_scheme(target) {
        Some(_) if is_declared(target, scope) => return,
        Some(scheme) => {
            message.push("scope `");
            message.push(scope);
            message.push("` is not declared by the security scheme `");
            message.push(scheme.name);
            message.push("`\n\nhelp: ");
            push_advice(&mut message, scheme, scope);
        }
        // For the list it is said once.
        None if !is_first => return,
        None => {
            message.push("these scopes would never be checked: `");
            message.push(target.name);
            message.push("` depends on no security scheme\n\nhelp: let `");
            message.push(target.name);
            message
                .push("` depend on a type with `#[derive(SecurityScheme)]`, or remove the scopes");
        }
    }
    panic!("{}", message.as_str());
}

const fn push_advice(message: &mut Message, scheme: &Scheme, scope: &str) {
    if let Some(nearest) = nearest(scheme.scopes, scope) {
        message.push("did you mean `");
        message.push(nearest);
        message.push("`?");
    } else if scheme.scopes.is_empty() {
        message.push("it declares none; add them to its `#[oauth2(...)]`: `scopes(\"");
        message.push(scope);
        message.push("\" = \"What it allows.\")`");
    } else {
        message.push("it declares ");
        let mut i = 0;
        while i < scheme.scopes.len() {
            message.push(if i == 0 { "`" } else { ", `" });
            message.push(scheme.scopes[i].name);
            message.push("`");
            i += 1;
        }
    }
}

const fn nearest(declared: &'static [ScopeInfo], scope: &str) -> Option<&'static str> {
    let mut best: Option<(usize, &'static str)> = None;
    let mut i = 0;
    while i < declared.len() {
        if let Some(distance) = misspelling(scope, declared[i].name) {
            match best {
                Some((least, _)) if least <= distance => {}
                _ => best = Some((distance, declared[i].name)),
            }
        }
        i += 1;
    }
    match best {
        Some((_, name)) => Some(name),
        None => None,
    }
}

/// Whether something below `node` is wrong already, so that nothing can be said of its schemes.
const fn is_broken(node: &Node) -> bool {
    if matches!(node.kind, Kind::Broken) {
        return true;
    }
    let mut i = 0;
    while i < node.edges.len() {
        if is_broken(node.edges[i].to) {
            return true;
        }
        i += 1;
    }
    false
}

const fn first_scheme(node: &Node) -> Option<&'static Scheme> {
    if let Kind::Scheme(scheme) = node.kind {
        return Some(scheme);
    }
    let mut i = 0;
    while i < node.edges.len() {
        if let Some(scheme) = first_scheme(node.edges[i].to) {
            return Some(scheme);
        }
        i += 1;
    }
    None
}

const fn is_declared(node: &Node, scope: &str) -> bool {
    if let Kind::Scheme(scheme) = node.kind {
        return scheme.declares(scope);
    }
    let mut i = 0;
    while i < node.edges.len() {
        if is_declared(node.edges[i].to, scope) {
            return true;
        }
        i += 1;
    }
    false
}

/// `a == b`, which is not yet available to constants.
pub(crate) const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    true
}
