use std::fmt;

use axum_core::extract::{FromRef, FromRequestParts};
use http::request::Parts;

use super::dependency::{ReceiveFn, depend};
use super::level::LevelsAbove;
use super::{Call, Pending, Resolve};
use crate::graph::{Node, Plan, PlanBuffer, Requirement};
use crate::refuse::Refusal;
use crate::resolve::binding::Verifiers;
use crate::verify::{Verifier, VerifierFor};

/// A handler with `#[security]`.
///
/// Its dependencies are not an associated type: a public handler may depend on a private function.
pub trait Endpoint: Sized {
    /// The values that its parameters receive from dependencies: one value, or a tuple of several; `()` if there are
    /// none.
    type Value: Send;

    /// Its node in the dependency graph.
    const NODE: &'static Node;

    /// A [`PlanBuffer`](crate::graph::PlanBuffer) that is large enough for its requirements.
    type Buffer: HoldsPlan<Self>;

    /// The handler's plan.
    ///
    /// The compiler computes it during code generation, not in `cargo check`: mistakes in it are checked elsewhere.
    #[must_use]
    fn plan() -> &'static Plan {
        <Self::Buffer as HoldsPlan<Self>>::PLAN
    }
}

/// A [`PlanBuffer`] for the handler `F`.
pub trait HoldsPlan<F: Endpoint> {
    /// The plan in it.
    const PLAN: &'static Plan;
}

impl<const STEPS: usize, const SCOPES: usize, const TEXT: usize, const WAYS: usize, F: Endpoint>
    HoldsPlan<F> for PlanBuffer<STEPS, SCOPES, TEXT, WAYS>
{
    const PLAN: &'static Plan = &const { &Self::of(F::NODE) }.plan();
}

impl Verifiers {
    /// Adds the schemes at or below `Target`. Each node is visited once: the number of paths to it may be too large to
    /// walk them all.
    pub fn visit<Target, S>(&mut self, state: &S)
    where
        Target: Resolve<S>,
    {
        if self.is_new(Target::node()) {
            Target::verifiers(state, self);
        }
    }
}

/// An [`Endpoint`] that can be served by a router with the state `S`.
#[diagnostic::on_unimplemented(
    message = "the handler `{Self}` cannot be served with the router state `{S}`",
    label = "the state lacks something that its dependencies extract",
    note = "a security scheme needs `scopegate::Verifier: FromRef<{S}>`"
)]
pub trait Guard<S>: Endpoint {
    /// Resolves the handler's dependencies and enforces their requirements.
    fn guard(
        call: &mut Call<'_>,
        state: &S,
        at: Requirement,
    ) -> impl Future<Output = Result<Self::Value, Refusal>> + Send;

    /// Adds the handler's security schemes, with their verifiers.
    fn verifiers(_state: &S, _verifiers: &mut Verifiers) {}
}

/// A router state with which the handler `E` can be served.
///
/// It is a bound on the state instead of the handler, so that the compiler waits until it knows the state. Otherwise it
/// would search for the bounds of all dependencies with a state to be inferred, once for each path to each of them, and
/// the number of paths doubles with each layer of a graph.
#[diagnostic::on_unimplemented(
    message = "the handler `{E}` cannot be served with the router state `{Self}`",
    label = "the state lacks something that its dependencies extract",
    note = "a security scheme needs `scopegate::Verifier: FromRef<{Self}>`"
)]
pub trait Serves<E>: Sized {
    /// Resolves the handler's dependencies and enforces their requirements.
    fn guard(
        &self,
        call: &mut Call<'_>,
        at: Requirement,
    ) -> impl Future<Output = Result<E::Value, Refusal>> + Send
    where
        E: Endpoint;

    /// Adds the handler's security schemes, with their verifiers.
    fn find_verifiers(&self, verifiers: &mut Verifiers);
}

// An error names what the handler lacks, instead of this.
impl<S, E: Guard<S>> Serves<E> for S {
    fn guard(
        &self,
        call: &mut Call<'_>,
        at: Requirement,
    ) -> impl Future<Output = Result<E::Value, Refusal>> + Send {
        E::guard(call, self, at)
    }

    fn find_verifiers(&self, verifiers: &mut Verifiers) {
        E::verifiers(self, verifiers);
    }
}

/// Resolves a handler's dependencies and enforces their requirements.
///
/// It is here instead of in every handler's expansion, so that the compiler checks it only once.
///
/// # Errors
/// The response to a request that does not reach the handler.
pub async fn guard<F, Target, S>(
    call: &mut Call<'_>,
    state: &S,
    at: Requirement,
    receive: ReceiveFn<Target::Returned, F::Value>,
) -> Result<F::Value, Refusal>
where
    F: Endpoint,
    Target: Resolve<S>,
    S: Sync,
{
    let at = at.child(0);
    let mut pending = Pending::default();
    let value = depend::<Target, S, F::Value>(call, state, at, &mut pending, receive).await?;
    pending.enforce()?;
    Ok(value)
}

/// The first parameter of a handler with `#[security]`, as axum sees it: an extractor that runs before all others, and
/// therefore before the body is read.
pub struct Secured<F: Endpoint> {
    /// The value of the handler's dependencies.
    pub value_of_dependency: F::Value,
}

impl<S, F> FromRequestParts<S> for Secured<F>
where
    S: Serves<F> + Send + Sync + 'static,
    F: Endpoint,
{
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        // Removed, so that it does not apply to a handler to which this one forwards the request.
        let below = parts.extensions.remove::<LevelsAbove<S>>();
        let call = &mut Call::new(parts);
        let plan = match below {
            None => F::plan(),
            Some(below) => {
                below.pass(call, state).await?;
                below.plan
            }
        };
        Ok(Self {
            value_of_dependency: state.guard(call, plan.root()).await?,
        })
    }
}

impl<F: Endpoint> fmt::Debug for Secured<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Secured").finish_non_exhaustive()
    }
}

/// A router state with a [`Verifier`].
///
/// With a bound on `Verifier: FromRef<S>` itself, the compiler, which sees only one implementation if the state has
/// none, would conclude that `S` is `Verifier`, and report a mismatch of router types elsewhere.
#[diagnostic::on_unimplemented(
    message = "the router state `{Self}` has no `Verifier`",
    label = "the security scheme needs one to check tokens",
    note = "give the state a field `verifier: scopegate::Verifier`, and `#[derive(axum::extract::FromRef)]`",
    note = "if `{Self}` is not the router's state: something takes a `State<{Self}>`, and the state has no field of that type"
)]
pub trait HasVerifier {
    /// The verifier.
    fn verifier(&self) -> Verifier;
}

#[diagnostic::do_not_recommend]
impl<S> HasVerifier for S
where
    Verifier: FromRef<S>,
{
    fn verifier(&self) -> Verifier {
        Verifier::from_ref(self)
    }
}

/// A router state with the verifier of one scheme, which the scheme names as `Of`: see [`HasVerifier`].
#[diagnostic::on_unimplemented(
    message = "the router state `{Self}` has no verifier for the security scheme `{Scheme}`",
    label = "`{Scheme}` needs one to check tokens: its attribute says `verifier = {Of}`",
    note = "give the state a field of the type `scopegate::VerifierFor<{Of}>`, and `#[derive(axum::extract::FromRef)]`"
)]
pub trait HasVerifierFor<Scheme, Of> {
    /// The verifier.
    fn verifier_for(&self) -> Verifier;
}

#[diagnostic::do_not_recommend]
impl<S, Scheme, Of> HasVerifierFor<Scheme, Of> for S
where
    VerifierFor<Of>: FromRef<S>,
{
    fn verifier_for(&self) -> Verifier {
        VerifierFor::from_ref(self).into_verifier()
    }
}
