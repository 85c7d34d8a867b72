//! For each node of a graph, whether a scope is checked below it for every request.

use crate::graph::survey::{MAX_NODES, Survey};
use crate::graph::{Kind, Node};

/// For each node, whether no request passes it unless a scope was checked, or how the user was authenticated.
pub(super) struct Checked([bool; MAX_NODES]);

impl Checked {
    pub(super) const fn of(survey: &Survey, scope: &str) -> Self {
        Self::by(survey, Some(scope))
    }

    /// The same for how the user was authenticated, of whom only tokens that scopegate verifies say anything.
    pub(super) const fn users(survey: &Survey) -> Self {
        Self::by(survey, None)
    }

    const fn by(survey: &Survey, scope: Option<&str>) -> Self {
        let mut checked = Self([false; MAX_NODES]);
        let mut i = 0;
        while i < survey.len() {
            let number = survey.upwards(i);
            let node = survey.node(number);
            checked.0[number] = match node.kind {
                Kind::Scheme(scheme) => match scope {
                    Some(scope) => scheme.verifies() && scheme.declares(scope),
                    None => scheme.authenticates_users(),
                },
                Kind::AnyOf => checked.on_all_edges(node, survey),
                Kind::Handler | Kind::Dependency | Kind::Broken => {
                    checked.on_an_edge(node, survey) || (scope.is_some() && checks_itself(node))
                }
            };
            i += 1;
        }
        checked
    }

    pub(super) const fn at(&self, node: &Node, survey: &Survey) -> bool {
        self.0[survey.number(node)]
    }

    const fn on_an_edge(&self, node: &Node, survey: &Survey) -> bool {
        let mut i = 0;
        while i < node.edges.len() {
            let edge = &node.edges[i];
            if !edge.optional && self.at(edge.to, survey) {
                return true;
            }
            i += 1;
        }
        false
    }

    const fn on_all_edges(&self, node: &Node, survey: &Survey) -> bool {
        let mut i = 0;
        while i < node.edges.len() {
            let edge = &node.edges[i];
            if edge.optional || !self.at(edge.to, survey) {
                return false;
            }
            i += 1;
        }
        !node.edges.is_empty()
    }
}

/// Whether the function declares that it checks the scopes itself, for credentials without scopes.
///
/// Taking `SecurityScopes` is not sufficient: the function may only log them.
pub(super) const fn checks_itself(node: &Node) -> bool {
    node.checks_scopes && takes_credentials_without_scopes(node)
}

/// Whether one of the parameters receives such credentials, and requires them.
pub(super) const fn takes_credentials_without_scopes(node: &Node) -> bool {
    let mut i = 0;
    while i < node.edges.len() {
        if !node.edges[i].optional && are_without_scopes(node.edges[i].to) {
            return true;
        }
        i += 1;
    }
    false
}

/// Whether a node is a scheme whose credentials carry no scopes, or `any(...)` of such schemes.
const fn are_without_scopes(node: &Node) -> bool {
    match node.kind {
        Kind::Scheme(scheme) => !scheme.verifies(),
        Kind::AnyOf => {
            let mut i = 0;
            while i < node.edges.len() {
                match node.edges[i].to.kind {
                    Kind::Scheme(scheme) if !scheme.verifies() => {}
                    _ => return false,
                }
                i += 1;
            }
            !node.edges.is_empty()
        }
        Kind::Handler | Kind::Dependency | Kind::Broken => false,
    }
}
