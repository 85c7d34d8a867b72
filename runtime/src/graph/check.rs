//! What generated constants assert. A failed assertion is a compile error at the user's own words.
//!
//! Each function is `#[track_caller]`, so that the error shows the user's code and not this file.

use super::cycle::has_cycle;
use super::node::{Edge, Kind, Node};
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

/// Asserts that a handler without `public` asks for credentials.
///
/// # Panics
/// If nothing below `handler` does, or nothing insists on them, at compile time.
#[track_caller]
pub const fn check_guarded_chain(handler: &'static Node) {
    if has_cycle(handler) || is_broken(handler) || !lets_anyone_pass(handler) {
        return;
    }
    let mut message = Message::new();
    message.push("anyone may call this handler: ");
    push_targets(&mut message, handler.edges);
    message.push(match (first_scheme(handler), handler.edges.len()) {
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
    if has_cycle(target) || is_broken(target) || !lets_anyone_pass(target) {
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

/// Asserts that the scopes of an `any(...)` are of one scheme: no other could tell whether one of them
/// is granted.
///
/// # Panics
/// If a scheme below `target` declares some of them, and not all, at compile time.
#[track_caller]
pub const fn check_alternatives(target: &'static Node, scopes: &[&str]) {
    if has_cycle(target) || is_broken(target) || !are_declared(target, scopes) {
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

/// Asserts that a handler with `public` asks for no token.
///
/// # Panics
/// If something below `target` does, at compile time.
#[track_caller]
pub const fn check_public_chain(target: &'static Node) {
    if has_cycle(target) || is_broken(target) || lets_anyone_pass(target) {
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
    if has_cycle(target) || is_broken(target) || is_enforced(target, scope) {
        return;
    }
    let mut message = Message::new();
    match first_scheme_with_scopes(target) {
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
            message.push(match first_scheme(target) {
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

const fn first_scheme_with_scopes(node: &Node) -> Option<&'static Scheme> {
    if let Kind::Scheme(scheme) = node.kind {
        return if scheme.verifies() {
            Some(scheme)
        } else {
            None
        };
    }
    let mut i = 0;
    while i < node.edges.len() {
        if let Some(scheme) = first_scheme_with_scopes(node.edges[i].to) {
            return Some(scheme);
        }
        i += 1;
    }
    None
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
