//! What a dependency's function returned: a value, or a `Result` with one.
//!
//! An inherent constant tells `Result` from everything else, also under another name. So a
//! dependency's error is judged where it is declared, and dependants see only the value.

use std::convert::Infallible;
use std::marker::PhantomData;

use axum_core::response::IntoResponse;

use crate::graph::At;
use crate::refuse::Refusal;

const VALUE: u8 = 0;
const RESULT: u8 = 1;

/// `Outcome::<R>::KIND` says whether `R` is a `Result`.
#[derive(Debug)]
pub struct Outcome<R>(PhantomData<R>);

/// Says of every type that it is no `Result`. An inherent constant of this name comes first.
pub trait PlainOutcome {
    /// What [`OfKind`] takes.
    const KIND: u8 = VALUE;
}

impl<R> PlainOutcome for Outcome<R> {}

impl<T, E> Outcome<Result<T, E>> {
    /// What [`OfKind`] takes.
    pub const KIND: u8 = RESULT;
}

/// See [`Split`].
#[derive(Debug)]
pub enum OfKind<const KIND: u8> {}

/// Splits what a function returned into a value and an error.
pub trait Split<R> {
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

impl<T> Split<T> for OfKind<VALUE> {
    type Value = T;
    type Error = Infallible;

    fn split(returned: T) -> Result<T, Infallible> {
        Ok(returned)
    }
}

impl<T, E> Split<Result<T, E>> for OfKind<RESULT> {
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
    fn refuse(self, at: At) -> Refusal;
}

#[diagnostic::do_not_recommend]
impl<E: IntoResponse> DependencyError for E {
    fn refuse(self, at: At) -> Refusal {
        Refusal::by(self, at)
    }
}
