//! All rules about a handler. They are evaluated once for each [`Rule`](crate::graph::Rule); only where one is broken,
//! each handler asks which.

use super::message::report;
use super::{
    check_guarded_chain, check_public_chain, check_whole_handler, mixed_alternatives,
    never_granted, never_presented, not_a_dependency, unchecked_credentials, unchecked_scope,
    unchecked_step_up,
};
use crate::const_str::Message;
use crate::graph::{Edge, Node, RuleFacts};

/// Asserts that `depends` names a dependency, and that the rule with this only edge is right, apart from its scopes.
///
/// # Panics
/// If not, at compile time.
#[track_caller]
pub const fn assert_only_edge(rule: &RuleFacts, found: u8, path: &str) {
    report(not_a_dependency(found, path));
    assert_handler(rule);
}

/// Asserts that the rule is right, apart from its scopes.
///
/// # Panics
/// If not, at compile time.
#[track_caller]
pub const fn assert_handler(rule: &RuleFacts) {
    if !rule.is_sound {
        report(problem(rule.node, rule.is_public));
        if let Some(excess) = rule.excess {
            panic!("{}", excess);
        }
    }
}

/// Asserts that the edge with this index is right, apart from its scopes.
///
/// # Panics
/// If not, at compile time.
#[track_caller]
pub const fn assert_edge(rule: &RuleFacts, edge: usize) {
    if !rule.is_sound {
        report(problem_of_edge(&rule.node.edges[edge], rule.is_public));
    }
}

/// Asserts that the scope with this index, of the edge with this index, is declared and checked.
///
/// # Panics
/// If not, at compile time.
#[track_caller]
pub const fn assert_scope(rule: &RuleFacts, edge: usize, scope: usize) {
    if !rule.is_sound {
        let edge = &rule.node.edges[edge];
        if problem_of_target(edge).is_none() {
            report(problem_of_scope(edge, scope));
        }
    }
}

/// Asserts that what the edge with this index requires of the authentication of users is checked.
///
/// # Panics
/// If not, at compile time.
#[track_caller]
pub const fn assert_step_up(rule: &RuleFacts, edge: usize) {
    if !rule.is_sound {
        let edge = &rule.node.edges[edge];
        if problem_of_target(edge).is_none() {
            report(problem_of_step_up(edge));
        }
    }
}

/// Asserts that a scheme of the handler declares a scope that its function may require.
///
/// # Panics
/// If none does, at compile time.
#[track_caller]
pub const fn assert_may_require(rule: &RuleFacts, scope: &str) {
    if rule.is_sound {
        report(never_granted(rule.node, scope));
    }
}

pub(in crate::graph) const fn is_sound(handler: &'static Node, is_public: bool) -> bool {
    let mut edge = 0;
    while edge < handler.edges.len() {
        let mut scope = 0;
        while scope < handler.edges[edge].scopes.len() {
            if problem_of_scope(&handler.edges[edge], scope).is_some() {
                return false;
            }
            scope += 1;
        }
        if problem_of_step_up(&handler.edges[edge]).is_some() {
            return false;
        }
        edge += 1;
    }
    problem(handler, is_public).is_none()
}

const fn problem_of_scope(edge: &Edge, scope: usize) -> Option<Message> {
    let is_first = scope == 0;
    match unchecked_scope(edge.to, edge.scopes[scope], is_first) {
        None if is_first && !edge.any.is_empty() => mixed_alternatives(edge.to, edge.scopes),
        problem => problem,
    }
}

const fn problem_of_step_up(edge: &Edge) -> Option<Message> {
    if edge.steps_up() {
        unchecked_step_up(edge.to, edge.acr)
    } else {
        None
    }
}

const fn problem_of_target(edge: &Edge) -> Option<Message> {
    match unchecked_credentials(edge.to) {
        None if edge.optional => never_presented(edge.to),
        problem => problem,
    }
}

const fn problem_of_edge(edge: &Edge, is_public: bool) -> Option<Message> {
    match problem_of_target(edge) {
        None if is_public && !edge.optional => check_public_chain(edge.to),
        problem => problem,
    }
}

/// The first problem that is not one of a scope.
const fn problem(handler: &'static Node, is_public: bool) -> Option<Message> {
    let mut is_optional = false;
    let mut i = 0;
    while i < handler.edges.len() {
        let edge = &handler.edges[i];
        if let Some(problem) = problem_of_edge(edge, is_public) {
            return Some(problem);
        }
        is_optional |= edge.optional; // That says that anyone may call, too.
        i += 1;
    }
    if !is_public
        && !is_optional
        && let Some(problem) = check_guarded_chain(handler)
    {
        return Some(problem);
    }
    check_whole_handler(handler)
}
