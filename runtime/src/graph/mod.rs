//! The dependency graph at compile time.
//!
//! The macros describe every dependency and scheme as a static [`Node`], and what a handler requires as a type, a
//! [`Rule`]. The compiler computes the [`Requirements`] of a rule once: the requirement of each node below the handler,
//! as `&'static` data. A handler's [`Plan`] adds its name and place. Enforcement, challenges and
//! [`SecurityScopes`](crate::SecurityScopes) only read it.

mod alternatives;
mod buffer;
mod carrier;
mod challenge;
mod check;
mod cycle;
mod descendants;
mod levels;
mod merge;
mod node;
pub(crate) mod parameter_kind;
mod plan;
mod rule;
mod scope_sets;
mod set;
mod share;
mod step_up;
mod survey;
pub mod target_kind;
#[cfg(test)]
mod tests;

pub(crate) use self::alternatives::{Alternative, Demand};
pub use self::buffer::{PlanBuffer, plan_size};
#[cfg(feature = "testing")]
pub(crate) use self::carrier::is_same_place;
pub(crate) use self::check::REDIRECT;
pub use self::check::{
    assert_edge, assert_handler, assert_may_require, assert_only_edge, assert_scope,
    assert_step_up, check_alternatives, check_checks_scopes, check_credentials, check_depends,
    check_error, check_extractor, check_level, check_may_require, check_optional, check_parameter,
    check_scope, check_scopes_reach_a_scheme, check_step_up, check_type, check_whole,
};
pub use self::cycle::check_no_cycle;
#[cfg(feature = "testing")]
pub(crate) use self::descendants::leads_to_a_scheme;
pub use self::node::{Edge, Kind, Location, Node};
pub use self::plan::{Plan, Requirement, Requirements};
pub(crate) use self::plan::{Prepared, Slot};
pub use self::rule::{
    AsSchemesDo, IsEdge, IsEdges, IsRefusing, IsScope, IsScopes, Rule, RuleFacts, Scope,
};
pub(crate) use self::step_up::{StepUp, StepUpPath};
pub use self::survey::Seen;
