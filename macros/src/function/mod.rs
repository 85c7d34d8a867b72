//! What `#[security]` and `#[dependency]` have in common: a function with an edge to a dependency.

mod check;
mod edge;
mod edges;
mod expand;
mod parameters;
mod parse;
mod scopes;
mod target;

pub(crate) use self::check::{check_function, check_safe};
pub(crate) use self::edge::{Edge, EdgeOptions, places};
pub(crate) use self::edges::{EdgesOptions, take_attributes};
pub(crate) use self::expand::{
    FunctionNode, MoreChecks, checks, edge, find_verifiers, in_scope_of_targets, kind, marker,
    node, node_of, only_target, provide, receive, resolve_bounds, scope, type_checks,
};
pub(crate) use self::parameters::{
    Parameter, borrows, check_extractors, check_first_parameter, check_received_values,
    extracted_types, mentions, parameter_type, takes_scopes, typed_parameters,
};
pub(crate) use self::parse::Function;
