//! Shared by `#[security]` and `#[dependency]`: a function with edges to its dependencies.

mod above;
mod attributes;
mod check;
mod conditional;
mod expand;
mod known;
mod named;
mod parse;
mod required;
mod scanner;
mod source;
mod surroundings;

pub(crate) use self::above::attributes_above;
pub(crate) use self::attributes::{is_known, metas};
pub(crate) use self::check::{
    Doubt, Edge, EdgeOptions, EdgesOptions, Parameter, StepUp, TypeCheck, borrows,
    check_extractors, check_first_parameter, check_function, check_may_require,
    check_only_attribute, check_received_values, check_safe, doubted_extractors, doubted_values,
    extracted_types, first_argument, mentions, mentions_parameter, name_of_no_extractor, optional,
    optional_value, parameter_type, places, short, take_attributes, takes_scopes, typed_parameters,
};
pub(crate) use self::conditional::split_at_condition;
pub(crate) use self::expand::{
    FunctionNode, MoreChecks, Target, alternatives, checks, doubt, edge, find_verifiers,
    in_scope_of_targets, kind, marker, node, node_of, only_target, path_span, provide,
    resolve_bounds, scope, scope_lines, suggestion, target_span, targets, type_checks,
    visit_verifiers,
};
pub(crate) use self::known::{Given, remember};
pub(crate) use self::parse::Function;
pub(crate) use self::required::{if_declared, with_declared};
