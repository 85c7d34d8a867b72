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

pub(super) use self::candidate::{Candidate, Found, Pool};
pub(super) use self::finder::Finder;
pub(super) use self::problem::Problem;
use crate::scheme::Scheme;

/// An alternative of a handler: credentials for each scheme, with their scopes, outermost first.
pub(crate) type Alternative = Vec<(&'static Scheme, Vec<&'static str>)>;
