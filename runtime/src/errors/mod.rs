//! An error is never a success.
//!
//! What a caller is refused with must not read as an answer: the compiler refuses errors whose type says
//! that axum answers with a success, and a request is never answered with one that only turns out to be one.

mod check;
mod guard;
mod success;

pub use self::check::check_error;
pub(crate) use self::guard::{Guarded, never_a_success};
pub use self::success::{AlwaysSuccess, ErrorOf, OtherError};

#[cfg(test)]
mod tests;
