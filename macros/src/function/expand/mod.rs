//! The pieces of generated code that handlers and dependencies share.

mod checks;
mod marker;
mod node;
mod provide;
mod scope;

pub(crate) use self::checks::{checks, type_checks};
pub(crate) use self::marker::{kind, marker};
pub(crate) use self::node::{edge, node, node_of};
pub(crate) use self::provide::{only_target, provide, receive, resolve_bounds, takes_proofs};
pub(crate) use self::scope::{in_scope_of_targets, scope};
