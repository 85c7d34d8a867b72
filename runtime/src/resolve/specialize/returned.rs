//! What a dependency's function returned: a value, or a `Result` with one.
//!
//! An inherent constant tells `Result` from everything else, also under another name. So a
//! dependency's error is judged where it is declared, and dependants see only the value.

use std::convert::Infallible;
use std::marker::PhantomData;

use axum_core::response::IntoResponse;

use crate::graph::Requirement;
use crate::refuse::Refusal;

const VALUE: u8 = 0;
const RESULT: u8 = 1;

/// `ReturnType::<R>::KIND` says whether `R` is a `Result`.
#[derive(Debug)]
pub struct ReturnType<R>(PhantomData<R>);

/// Says of every type that it is no `Result`. An inherent constant of this name comes first.
pub trait NotAResult {
    /// What [`ReturnKind`] takes.
    const KIND: u8 = VALUE;
}

impl<R> NotAResult for ReturnType<R> {}

impl<T, E> ReturnType<Result<T, E>> {
    /// What [`ReturnKind`] takes.
    pub const KIND: u8 = RESULT;
}

/// See [`SplitReturn`].
#[derive(Debug)]
pub enum ReturnKind<const KIND: u8> {}

/// Splits what a function returned into a value and an error.
pub trait SplitReturn<R> {
    /// What dependants receive.
    type Value;
    /// What becomes a response.
    type Error;
    /// Splits it.
    ///
    /// # Errors
    /// If the function returned one.
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
    message = "the error `{Self}` of this dependency is no response",
    label = "`{Self}` does not implement `IntoResponse`",
    note = "implement `axum::response::IntoResponse` for `{Self}`, or return `Denial` or a `StatusCode`"
)]
pub trait DependencyError {
    /// The response of the function at `at`.
    fn refuse(self, at: Requirement) -> Refusal;
}

#[diagnostic::do_not_recommend]
impl<E: IntoResponse> DependencyError for E {
    fn refuse(self, at: Requirement) -> Refusal {
        Refusal::by(self, at)
    }
}
