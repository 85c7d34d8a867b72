//! What generated constants assert. A failed assertion is a compile error at the user's own words.
//!
//! Each function is `#[track_caller]`, so that the error shows the user's code and not these files.

mod access;
mod scope;
mod target;

pub use self::access::{
    check_credentials, check_guarded_chain, check_level, check_optional, check_public_chain,
};
pub use self::scope::{check_alternatives, check_scope, check_scopes_reach_a_scheme};
pub use self::target::{check_depends, check_parameter};
use super::cycle::has_cycle;
use super::node::{Kind, Node};
use super::text::Text;
use crate::scheme::Scheme;

/// Longer messages are cut: a compile error of this length is not read to its end.
pub(crate) type Message = Text<2048>;

/// Whether something at or below `node` is wrong already, so that no more can be said of it.
const fn is_unsound(node: &'static Node) -> bool {
    has_cycle(node) || is_broken(node)
}

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

/// The first scheme at or below `node`, or the first of those whose credentials carry scopes.
const fn first_scheme(node: &Node, with_scopes: bool) -> Option<&'static Scheme> {
    if let Kind::Scheme(scheme) = node.kind
        && (!with_scopes || scheme.verifies())
    {
        return Some(scheme);
    }
    let mut i = 0;
    while i < node.edges.len() {
        if let Some(scheme) = first_scheme(node.edges[i].to, with_scopes) {
            return Some(scheme);
        }
        i += 1;
    }
    None
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
