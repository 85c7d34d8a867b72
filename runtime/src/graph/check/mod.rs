//! The assertions in generated constants. A failed assertion is a compile error in the user's code.
//!
//! Each function is `#[track_caller]`, so that the error points to the user's code instead of these files.

mod access;
mod checked;
mod error;
mod scope;
mod shared;
mod target;
mod whole;

pub use self::access::{
    check_credentials, check_guarded_chain, check_level, check_optional, check_public_chain,
};
pub(crate) use self::error::REDIRECT;
pub use self::error::check_error;
#[cfg(test)]
pub(super) use self::scope::is_checked;
pub use self::scope::{
    check_alternatives, check_checks_scopes, check_scope, check_scopes_reach_a_scheme,
};
pub use self::target::{check_depends, check_parameter};
pub(super) use self::whole::contradiction;
pub use self::whole::{check_whole, check_whole_handler};
use crate::graph::Kind;
use crate::graph::survey::Survey;
use crate::scheme::Scheme;

/// The first scheme at or below the top, or the first of those whose credentials carry scopes.
const fn first_scheme(survey: &Survey, with_scopes: bool) -> Option<&'static Scheme> {
    let mut number = 0;
    while number < survey.len() {
        if let Kind::Scheme(scheme) = survey.node(number).kind
            && (!with_scopes || scheme.verifies())
        {
            return Some(scheme);
        }
        number += 1;
    }
    None
}
