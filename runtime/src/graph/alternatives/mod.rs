//! The alternatives of a handler: credentials that a request must have together.
//!
//! The compiler counts them, and refuses a handler that no request can satisfy, or with more alternatives than a person
//! can review. Documents and audits read the same alternatives.

mod candidate;
mod finder;
mod list;
mod numbers;
mod of_plan;
mod problem;
mod step_ups;

pub(super) use self::candidate::{Candidate, Found, Pool};
pub(super) use self::finder::Finder;
pub(super) use self::problem::Problem;
use super::StepUp;
use crate::scheme::Scheme;

/// An alternative of a handler: what it requires of the credentials for each scheme.
pub(crate) type Alternative = Vec<Demand>;

/// Credentials for a scheme.
#[derive(Debug, Clone)]
pub(crate) struct Demand {
    pub(crate) scheme: &'static Scheme,
    /// Outermost first.
    pub(crate) scopes: Vec<&'static str>,
    pub(crate) step_up: StepUp,
}
