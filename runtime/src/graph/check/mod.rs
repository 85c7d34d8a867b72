//! The rules of the graph. A broken rule is a compile error in the user's code.
//!
//! A function returns the message about a broken rule, if it is one for all handlers that have the same
//! [`Rule`](super::Rule). Generated code calls the functions that panic. They are `#[track_caller]`, so that the error
//! points to the user's code instead of these files.

mod access;
mod checked;
mod error;
mod handler;
mod may_require;
mod message;
mod scope;
mod shared;
mod step_up;
mod target;
mod whole;

pub use self::access::{check_credentials, check_level, check_optional};
use self::access::{
    check_guarded_chain, check_public_chain, never_presented, unchecked_credentials,
};
pub(crate) use self::error::REDIRECT;
pub use self::error::check_error;
pub(super) use self::handler::is_sound;
pub use self::handler::{
    assert_edge, assert_handler, assert_may_require, assert_only_edge, assert_scope, assert_step_up,
};
pub use self::may_require::check_may_require;
use self::may_require::never_granted;
#[cfg(test)]
pub(super) use self::scope::is_checked;
pub use self::scope::{
    check_alternatives, check_checks_scopes, check_scope, check_scopes_reach_a_scheme,
};
use self::scope::{mixed_alternatives, unchecked_scope};
pub use self::step_up::check_step_up;
pub(super) use self::step_up::no_acr_in_levels;
use self::step_up::unchecked_step_up;
#[cfg(test)]
pub(super) use self::step_up::{asks_all_users, is_contradicted_below};
use self::target::not_a_dependency;
pub use self::target::{check_depends, check_extractor, check_parameter, check_type};
pub use self::whole::check_whole;
use self::whole::check_whole_handler;
pub(super) use self::whole::contradiction;
