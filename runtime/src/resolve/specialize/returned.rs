//! The return value of a dependency's function: a value, or a `Result` with one.
//!
//! An inherent constant distinguishes `Result` from everything else, also under another name. A dependency's error is
//! therefore checked where it is declared, and dependants see only the value.

use std::convert::Infallible;
use std::marker::PhantomData;

use axum_core::response::IntoResponse;

use crate::graph::Requirement;
use crate::refuse::{NotPermitted, Refusal};

const VALUE: u8 = 0;
const RESULT: u8 = 1;

/// `ReturnType::<R>::KIND` is the kind of `R`: a `Result` or not.
#[derive(Debug)]
pub struct ReturnType<R>(PhantomData<R>);

/// Fallback for types that are not a `Result`. An inherent constant with this name takes precedence.
pub trait NotAResult {
    /// The parameter of [`ReturnKind`].
    const KIND: u8 = VALUE;
}

impl<R> NotAResult for ReturnType<R> {}

impl<T, E> ReturnType<Result<T, E>> {
    /// The parameter of [`ReturnKind`].
    pub const KIND: u8 = RESULT;
}

/// See [`SplitReturn`].
#[derive(Debug)]
pub enum ReturnKind<const KIND: u8> {}

/// Splits the return value of a function into a value and an error.
pub trait SplitReturn<R> {
    /// The value for dependants.
    type Value;
    /// The error, which becomes a response.
    type Error;
    /// Splits it.
    ///
    /// # Errors
    /// If the function returned an error.
    fn split(returned: R) -> Result<Self::Value, Self::Error>;
}

impl<T> SplitReturn<T> for ReturnKind<VALUE> {
    type Value = T;
    type Error = Infallible;

    fn split(returned: T) -> Result<T, Infallible> {
        Ok(returned)
    }
}

impl<T, E> SplitReturn<Result<T, E>> for ReturnKind<RESULT> {
    type Value = T;
    type Error = E;

    fn split(returned: Result<T, E>) -> Result<T, E> {
        returned
    }
}

/// The error of a dependency.
#[diagnostic::on_unimplemented(
    message = "the error type `{Self}` of this dependency is not a response",
    label = "`{Self}` does not implement `IntoResponse`",
    note = "implement `axum::response::IntoResponse` for `{Self}`, or return `Denial` or a `StatusCode`"
)]
pub trait DependencyError {
    /// The response of the function at `at`.
    fn refuse(self, at: Requirement) -> Refusal;
}

#[diagnostic::do_not_recommend]
impl DependencyError for NotPermitted {
    fn refuse(self, at: Requirement) -> Refusal {
        Refusal::by(self.response(), at)
    }
}

/// The error of a function with `permission = "..."`.
#[diagnostic::on_unimplemented(
    message = "a function with `permission` refuses callers with `NotPermitted`, and `{Self}` cannot be made of it",
    label = "the function returns another error, or none",
    note = "return `Result<..., NotPermitted>`, and `Err(NotPermitted)` for a caller who may not access the object",
    note = "an error type of your own implements `From<NotPermitted>`, and returns `NotPermitted::response` in its `IntoResponse`"
)]
pub trait RefusesPermission {}

#[diagnostic::do_not_recommend]
impl<E: From<NotPermitted>> RefusesPermission for E {}

/// Requires that a function can refuse a permission.
pub const fn refuses_permission<E: RefusesPermission>() {}

#[diagnostic::do_not_recommend]
impl<E: IntoResponse> DependencyError for E {
    fn refuse(self, at: Requirement) -> Refusal {
        Refusal::by(self, at)
    }
}
