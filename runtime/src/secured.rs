use std::fmt;

use axum_core::extract::{FromRef, FromRequestParts};
use http::request::Parts;

use crate::graph::Operation;
use crate::refusal::Refusal;
use crate::token::Verifier;

/// A handler with `#[security]`.
pub trait Endpoint {
    /// What its first parameter receives; `()` where it takes nothing.
    type Value;
    /// What it requires of a caller.
    fn operation() -> &'static Operation;
}

/// An [`Endpoint`] that can be served by a router with the state `S`.
#[diagnostic::on_unimplemented(
    message = "the handler `{Self}` cannot be served with the router state `{S}`",
    label = "the state lacks something that its dependencies extract",
    note = "a security scheme needs `scopegate::Verifier: FromRef<{S}>`"
)]
pub trait Guard<S>: Endpoint {
    /// Resolves the handler's dependencies and enforces what they require.
    fn guard(
        parts: &mut Parts,
        state: &S,
    ) -> impl Future<Output = Result<Self::Value, Refusal>> + Send;
}

/// The first parameter of a handler with `#[security]`, as axum sees it: an extractor that runs
/// before every other, and so before the body is read.
pub struct Secured<F: Endpoint> {
    /// What the handler's dependency gave.
    pub value_of_dependency: F::Value,
}

impl<S, F> FromRequestParts<S> for Secured<F>
where
    S: Send + Sync,
    F: Guard<S>,
{
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        Ok(Self {
            value_of_dependency: F::guard(parts, state).await?,
        })
    }
}

impl<F: Endpoint> fmt::Debug for Secured<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Secured").finish_non_exhaustive()
    }
}

/// A router state that no program has.
///
/// With one implementation of `Verifier: FromRef<S>` in sight, the compiler would conclude that `S` is
/// `Verifier`, and report a state without a verifier as a mismatch of router types somewhere else.
#[derive(Debug)]
pub enum AnotherState {}

#[diagnostic::do_not_recommend]
impl FromRef<AnotherState> for Verifier {
    fn from_ref(state: &AnotherState) -> Self {
        match *state {}
    }
}
