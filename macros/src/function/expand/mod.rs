//! The pieces of generated code that handlers and dependencies share.

mod checks;
mod marker;
mod node;
mod provide;
mod scope;

pub(crate) use self::checks::{MoreChecks, checks, type_checks};
pub(crate) use self::marker::{kind, marker};
pub(crate) use self::node::{FunctionNode, edge, node, node_of};
pub(crate) use self::provide::{find_verifiers, only_target, provide, receive, resolve_bounds};
pub(crate) use self::scope::{in_scope_of_targets, scope};
