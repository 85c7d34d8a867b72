//! The dependency graph as the compiler sees it.
//!
//! The macros describe every function and scheme as a constant [`Node`]. From a handler's node the
//! compiler computes one constant [`Operation`]: what each node below the handler has to require, as
//! `&'static` data. Enforcement, challenges and [`SecurityScopes`](crate::SecurityScopes) only read it.

mod challenge;
mod check;
mod cycle;
mod measure;
mod merge;
mod node;
mod operation;
mod requirement;
mod set;
mod share;
mod step;
mod suggest;
mod text;
mod ways;

pub(crate) use self::check::{Message, same};
pub use self::check::{
    check_alternatives, check_credentials, check_depends, check_guarded_chain, check_level,
    check_optional, check_parameter, check_public_chain, check_scope, check_scopes_reach_a_scheme,
};
pub use self::cycle::{check_no_cycle, unless_in_cycle};
pub use self::measure::measure;
pub use self::merge::{Merge, Merged};
pub use self::node::{Edge, Kind, Location, Node, ScopeUse};
pub(crate) use self::operation::Slot;
pub use self::operation::{At, Operation};
pub use self::requirement::{Alternative, Requirement};
pub use self::share::check_shared_values;
