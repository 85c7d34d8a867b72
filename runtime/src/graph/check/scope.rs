//! Checks that scopes are declared, and checked for every caller.

use super::checked::{Checked, checks_itself, takes_credentials_without_scopes};
use super::message::{first_scheme, report};
use crate::const_str::{Message, misspelling};
use crate::graph::survey::{Survey, scheme_of_chain};
use crate::graph::{Kind, Node};
use crate::scheme::{Scheme, ScopeInfo};

/// Asserts that a scheme or function below `target` checks scopes, and that `scope`, the first, is declared.
///
/// # Panics
/// If it does not, at compile time.
#[track_caller]
pub const fn check_scopes_reach_a_scheme(target: &'static Node, scope: &str) {
    report(unchecked_scope(target, scope, true));
}

/// Asserts that a scheme below `target` declares `scope`.
///
/// # Panics
/// If it does not, at compile time.
#[track_caller]
pub const fn check_scope(target: &'static Node, scope: &str) {
    report(unchecked_scope(target, scope, false));
}

/// Asserts that a function with `checks_scopes` takes credentials without scopes.
///
/// # Panics
/// If it does not, at compile time.
#[track_caller]
pub const fn check_checks_scopes(node: &'static Node) {
    let survey = Survey::of(node);
    if survey.is_unsound() || takes_credentials_without_scopes(node) {
        return;
    }
    let mut message = Message::new();
    message.push("`checks_scopes` has no effect here: `");
    message.push(node.name);
    message.push(match first_scheme(&survey, true) {
        Some(_) => "` receives no credentials itself, and scopegate checks the scopes of tokens",
        None => "` receives no credentials",
    });
    message.push("\n\nhelp: write it above the function that depends on a scheme with `#[api_key]`, `#[http_basic]` \
                  or `#[http_bearer]`");
    panic!("{}", message.as_str());
}

/// Asserts that the scopes of an `any(...)` belong to one scheme: no other scheme could check whether one of them is
/// granted.
///
/// # Panics
/// If a scheme below `target` declares some of them, but not all, at compile time.
#[track_caller]
pub const fn check_alternatives(target: &'static Node, scopes: &[&str]) {
    report(mixed_alternatives(target, scopes));
}

/// Why the scopes of an `any(...)` do not belong to one scheme.
pub(in crate::graph) const fn mixed_alternatives(
    target: &'static Node,
    scopes: &[&str],
) -> Option<Message> {
    let survey = Survey::of(target);
    if survey.is_unsound() || !are_declared(&survey, scopes) {
        return None;
    }
    if let Some(scheme) = declares_a_part(&survey, scopes) {
        let mut message = Message::new();
        message.push("the scopes of `any(...)` do not all belong to one security scheme: `");
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
        message.push("\n\nhelp: write `depends = any(...)` with one dependency for each scheme, and move the scopes \
                      to these dependencies");
        return Some(message);
    }
    None
}

/// Whether each is declared by some scheme. If not, that is reported separately.
const fn are_declared(survey: &Survey, scopes: &[&str]) -> bool {
    let mut i = 0;
    while i < scopes.len() {
        if !is_declared(survey, scopes[i]) {
            return false;
        }
        i += 1;
    }
    true
}

const fn declares_a_part(survey: &Survey, scopes: &[&str]) -> Option<&'static Scheme> {
    let mut number = 0;
    while number < survey.len() {
        if let Kind::Scheme(scheme) = survey.node(number).kind {
            let mut count = 0;
            let mut i = 0;
            while i < scopes.len() {
                if scheme.declares(scopes[i]) {
                    count += 1;
                }
                i += 1;
            }
            if count > 0 && count < scopes.len() {
                return Some(scheme);
            }
        }
        number += 1;
    }
    None
}

/// Why a scope is not declared, or not checked for every caller.
pub(in crate::graph) const fn unchecked_scope(
    target: &'static Node,
    scope: &str,
    is_first: bool,
) -> Option<Message> {
    if let Some(scheme) = scheme_of_chain(target)
        && scheme.verifies()
        && scheme.declares(scope)
    {
        return None;
    }
    let survey = Survey::of(target);
    if survey.is_unsound() {
        return None;
    }
    let checked = Checked::of(&survey, scope);
    let is_declared = is_declared(&survey, scope);
    if checked.at(target, &survey) && is_declared {
        return None;
    }
    let mut message = Message::new();
    match first_scheme_with_scopes(&survey) {
        Some(_) if is_declared => push_gap(&mut message, &survey, &checked, scope),
        Some(scheme) => {
            message.push("scope `");
            message.push(scope);
            message.push("` is not declared by the security scheme `");
            message.push(scheme.name);
            message.push("`\n\nhelp: ");
            push_advice(&mut message, scheme, scope);
        }
        // For the list, it is reported once.
        None if !is_first => return None,
        None => push_never_checked(&mut message, &survey),
    }
    Some(message)
}

const fn push_never_checked(message: &mut Message, survey: &Survey) {
    let target = survey.node(0).name;
    message.push("these scopes would never be checked: `");
    message.push(target);
    if let Some(scheme) = first_scheme(survey, false) {
        message.push("` depends on no security scheme whose credentials carry scopes\n\nhelp: check them in the \
                      function that takes the credentials: write `checks_scopes` beside its `depends = ");
        message.push(scheme.name);
        message.push("`, or remove the scopes");
    } else {
        message.push("` depends on no security scheme\n\nhelp: let `");
        message.push(target);
        message.push("` depend on a type with `#[derive(SecurityScheme)]`, or remove the scopes");
    }
}

pub(super) const fn push_advice(message: &mut Message, scheme: &Scheme, scope: &str) {
    if let Some(nearest) = nearest(scheme.scopes, scope) {
        message.push("did you mean `");
        message.push(nearest);
        message.push("`?");
    } else if scheme.scopes.is_empty() {
        message.push("it declares none; add them to its attribute: `scopes(\"");
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

/// Whether no request passes `target` unless `scope` was checked.
#[cfg(test)]
pub(in crate::graph) fn is_checked(target: &'static Node, scope: &str) -> bool {
    let survey = Survey::of(target);
    Checked::of(&survey, scope).at(target, &survey)
}

/// The first scheme whose credentials carry scopes, or which declares some for a function to check.
pub(super) const fn first_scheme_with_scopes(survey: &Survey) -> Option<&'static Scheme> {
    let mut number = 0;
    while number < survey.len() {
        let node = survey.node(number);
        if checks_itself(node)
            && let Some(scheme) = first_scheme(survey, false)
        {
            return Some(scheme);
        }
        if let Kind::Scheme(scheme) = node.kind
            && (scheme.verifies() || !scheme.scopes.is_empty())
        {
            return Some(scheme);
        }
        number += 1;
    }
    None
}

/// Describes where a request passes although `scope` was not checked.
const fn push_gap(message: &mut Message, survey: &Survey, checked: &Checked, scope: &str) {
    message.push("scope `");
    message.push(scope);
    message.push("` would not be checked for every caller");
    let mut number = 0;
    while number < survey.len() {
        let node = survey.node(number);
        let mut i = 0;
        while i < node.edges.len() {
            let edge = &node.edges[i];
            let is_checked = checked.at(edge.to, survey);
            if matches!(node.kind, Kind::AnyOf) && (edge.optional || !is_checked) {
                push_open_alternative(message, survey, edge.to);
                return;
            }
            if edge.optional && is_checked {
                message.push(": `");
                message.push(node.name);
                message.push("` lets requests without credentials pass\n\nhelp: depend on something that requires \
                              credentials, or write `optional` beside these scopes");
                return;
            }
            i += 1;
        }
        number += 1;
    }
    message.push("\n\nhelp: write `checks_scopes` above the function that takes the credentials, and check them there");
}

/// Describes why an alternative does not check scopes, and how to fix it.
const fn push_open_alternative(message: &mut Message, survey: &Survey, to: &'static Node) {
    message.push(": `");
    message.push(to.name);
    let below = Survey::of(to);
    if survey.facts(to).lets_anyone_pass {
        message.push("` is an alternative that requires no credentials\n\nhelp: remove `");
        message.push(to.name);
        message.push("` from `any(...)`, or let it depend on a security scheme");
    } else if let Some(scheme) = first_scheme(&below, true) {
        message.push("` is an alternative whose scheme `");
        message.push(scheme.name);
        message.push("` does not declare it\n\nhelp: declare it there too, or use a separate parameter for each \
                      alternative");
    } else {
        message.push("` is an alternative whose credentials carry no scopes\n\nhelp: write `checks_scopes` above \
                      the function that takes its credentials, and check them there; or use a separate parameter \
                      for each alternative");
    }
}

pub(super) const fn is_declared(survey: &Survey, scope: &str) -> bool {
    let mut number = 0;
    while number < survey.len() {
        if let Kind::Scheme(scheme) = survey.node(number).kind
            && scheme.declares(scope)
        {
            return true;
        }
        number += 1;
    }
    false
}
