//! The pieces of generated code that handlers and dependencies share.

mod checks;
mod doubts;
mod marker;
mod node;
mod provide;
mod scope;

pub(crate) use self::checks::{MoreChecks, checks, suggestion, type_checks};
pub(crate) use self::doubts::doubt;
pub(crate) use self::marker::{kind, marker};
pub(crate) use self::node::{FunctionNode, alternatives, edge, node, node_of, scope_lines};
pub(crate) use self::provide::{
    find_verifiers, only_target, provide, resolve_bounds, visit_verifiers,
};
pub(crate) use self::scope::{Target, in_scope_of_targets, path_span, scope, target_span, targets};
