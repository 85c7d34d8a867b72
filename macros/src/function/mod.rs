//! What `#[security]` and `#[dependency]` have in common: a function with an edge to a dependency.

mod edge;
mod expand;
mod parameters;
mod parse;

pub(crate) use self::edge::{CRATE, DEPENDS, Edge, EdgeOptions, SCOPES};
pub(crate) use self::expand::{
    call_check, checks, kind, marker, node, node_of, receive, scope, target, type_checks,
};
pub(crate) use self::parameters::{
    Parameter, borrows, check_extractors, check_first_parameter, extracted_types, mentions,
    suspicious_types, typed_parameters,
};
pub(crate) use self::parse::{Function, check_safe};
