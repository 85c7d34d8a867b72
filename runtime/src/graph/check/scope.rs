//! Whether scopes are declared, and checked for every caller.

use super::{Message, first_scheme, is_unsound};
use crate::graph::node::{Kind, Node};
use crate::graph::suggest::misspelling;
use crate::scheme::{Scheme, ScopeInfo};

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

/// Asserts that the scopes of an `any(...)` are of one scheme: no other could tell whether one of them
/// is granted.
///
/// # Panics
/// If a scheme below `target` declares some of them, and not all, at compile time.
#[track_caller]
pub const fn check_alternatives(target: &'static Node, scopes: &[&str]) {
    if is_unsound(target) || !are_declared(target, scopes) {
        return;
    }
    if let Some(scheme) = declares_a_part(target, scopes) {
        let mut message = Message::new();
        message.push("the scopes of `any(...)` are not all of one security scheme: `");
        message.push(scheme.name);
        message.push("` declares only ");
        let mut is_first = true;
        let mut i = 0;
        while i < scopes.len() {
            if scheme.declares(scopes[i]) {
                message.push(if is_first { "`" } else { ", `" });
                message.push(scopes[i]);
                message.push("`");
                is_first = false;
            }
            i += 1;
        }
        message.push("\n\nhelp: write `depends = any(...)` with a dependency for each scheme, whose scopes stand there");
        panic!("{}", message.as_str());
    }
}

/// Whether each is declared by some scheme. If not, that is an error of its own.
const fn are_declared(target: &Node, scopes: &[&str]) -> bool {
    let mut i = 0;
    while i < scopes.len() {
        if !is_declared(target, scopes[i]) {
            return false;
        }
        i += 1;
    }
    true
}

const fn declares_a_part(node: &Node, scopes: &[&str]) -> Option<&'static Scheme> {
    if let Kind::Scheme(scheme) = node.kind {
        let mut count = 0;
        let mut i = 0;
        while i < scopes.len() {
            if scheme.declares(scopes[i]) {
                count += 1;
            }
            i += 1;
        }
        return if count == 0 || count == scopes.len() {
            None
        } else {
            Some(scheme)
        };
    }
    let mut i = 0;
    while i < node.edges.len() {
        if let Some(scheme) = declares_a_part(node.edges[i].to, scopes) {
            return Some(scheme);
        }
        i += 1;
    }
    None
}

#[track_caller]
const fn check(target: &'static Node, scope: &str, is_first: bool) {
    if is_unsound(target) || is_enforced(target, scope) {
        return;
    }
    let mut message = Message::new();
    match first_scheme(target, true) {
        Some(_) if is_declared(target, scope) => {
            let Some((gap, why)) = gap(target, scope) else {
                return;
            };
            message.push("scope `");
            message.push(scope);
            message.push("` would not be checked for every caller: `");
            message.push(gap.name);
            message.push(why[0]);
            message.push("\n\nhelp: ");
            message.push(why[1]);
        }
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
            message.push(match first_scheme(target, false) {
                Some(_) => "` depends on no security scheme whose credentials carry scopes",
                None => "` depends on no security scheme",
            });
            message.push("\n\nhelp: let `");
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

/// Whether no request gets through `node` unless a scheme has looked for `scope`.
const fn is_enforced(node: &Node, scope: &str) -> bool {
    if let Kind::Scheme(scheme) = node.kind {
        return scheme.declares(scope);
    }
    let is_any_of = matches!(node.kind, Kind::AnyOf);
    let mut declared = false;
    let mut i = 0;
    while i < node.edges.len() {
        let edge = &node.edges[i];
        let enforced = !edge.optional && is_enforced(edge.to, scope);
        declared |= enforced;
        // An alternative whose credentials carry no scopes may look at them itself.
        if is_any_of && !enforced && !takes_scopes(edge.to) {
            return false;
        }
        i += 1;
    }
    declared
}

const fn takes_scopes(node: &Node) -> bool {
    if node.takes_scopes {
        return true;
    }
    let mut i = 0;
    while i < node.edges.len() {
        if !node.edges[i].optional && takes_scopes(node.edges[i].to) {
            return true;
        }
        i += 1;
    }
    false
}

/// Where a request gets through although no scheme has looked for `scope`, and why.
const fn gap(node: &'static Node, scope: &str) -> Option<(&'static Node, [&'static str; 2])> {
    let is_any_of = matches!(node.kind, Kind::AnyOf);
    let mut i = 0;
    while i < node.edges.len() {
        let edge = &node.edges[i];
        if is_any_of && !is_enforced(edge.to, scope) && !takes_scopes(edge.to) {
            return Some((edge.to, ALTERNATIVE));
        }
        if edge.optional && is_enforced(edge.to, scope) {
            return Some((node, OPTIONAL));
        }
        if let Some(found) = gap(edge.to, scope) {
            return Some(found);
        }
        i += 1;
    }
    None
}

/// Behind the name of the node, and the help.
const ALTERNATIVE: [&str; 2] = [
    "` is an alternative without a scheme that declares it",
    "let it take `SecurityScopes` and check them, or give each alternative a parameter of its own",
];

const OPTIONAL: [&str; 2] = [
    "` lets requests without credentials pass",
    "depend on what insists on credentials, or write `optional` beside these scopes",
];

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
