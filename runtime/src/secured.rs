use std::fmt;

use axum_core::extract::{FromRef, FromRequestParts};
use http::request::Parts;

use crate::dependency::{Annotated, Dependency, Pending, Resolve, Resolved};
use crate::graph::{At, Merge, Node, Operation};
use crate::refusal::Refusal;
use crate::token::Verifier;

/// A handler with `#[security]`.
///
/// Nothing here is generic over the router's state: what is, is written once below, and not in every
/// handler's expansion.
pub trait Endpoint: Sized {
    /// What its first parameter receives; `()` where it takes nothing.
    type Value: Send;

    /// What the value comes from; [`Public`] where anyone may call.
    type Target: Dependency;

    /// Its node in the dependency graph.
    const NODE: &'static Node;

    /// A [`Merged`](crate::graph::Merged) that has room for its requirements.
    type Room: Merge<Self>;

    /// Makes the first parameter's value of what the target gave.
    ///
    /// # Errors
    /// The response of a dependency that failed, or whose token lacks a scope.
    fn receive(
        resolved: Resolved<<Self::Target as Dependency>::Returned>,
        at: At,
        pending: &mut Pending,
    ) -> Result<Self::Value, Refusal>;

    /// What it requires of a caller.
    ///
    /// The compiler computes it when it generates code and not when it checks: what can be wrong
    /// about it is checked elsewhere.
    #[must_use]
    fn operation() -> &'static Operation {
        <Self::Room as Merge<Self>>::OPERATION
    }
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

impl<S, F> Guard<S> for F
where
    S: Sync,
    F: Endpoint<Target: Resolve<S>>,
{
    async fn guard(parts: &mut Parts, state: &S) -> Result<F::Value, Refusal> {
        let at = F::operation().root().child(0);
        let resolved = <F::Target as Resolve<S>>::resolve(parts, state, at).await?;
        let mut pending = Pending::default();
        let value = F::receive(resolved, at, &mut pending)?;
        pending.enforce()?;
        Ok(value)
    }
}

/// What a handler with `#[security(public)]` depends on.
#[derive(Debug)]
pub enum Public {}

impl Dependency for Public {
    type Returned = ();
}

impl<S: Sync> Resolve<S> for Public {
    async fn resolve(_: &mut Parts, _: &S, _: At) -> Result<Resolved<()>, Refusal> {
        Ok(Pending::default().returned(()))
    }
}

impl Annotated for Public {}

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
