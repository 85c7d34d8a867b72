use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;

use axum_core::extract::{FromRef, FromRequestParts};
use http::request::Parts;

use super::dependency::depend;
use super::level::LevelsAbove;
use super::{Call, Dependency, FindVerifiers, Pending, Receive, Resolve, traced};
use crate::graph::{Plan, Requirement};
use crate::refuse::Refusal;
use crate::resolve::binding::Verifiers;
use crate::verify::{Verifier, VerifierFor};

/// A handler with `#[security]` that can be served with the router state `S`, and whose parameters receive a `V` from its
/// dependencies.
pub trait Guarded<S, V> {
    /// Its guard.
    fn guard() -> Guard<S, V>;
}

/// A handler whose attribute is wrong: a program with it does not compile.
#[derive(Debug)]
pub enum BrokenHandler {}

impl<S: RouterState> Guarded<S, ()> for BrokenHandler {
    fn guard() -> Guard<S, ()> {
        Guard::public(&Plan::BROKEN)
    }
}

/// A state that a router may have.
///
/// All that has a state requires this. The compiler waits until it knows the state, and then reports once what all bounds
/// on it have in common, such as a `Clone` that is missing.
pub trait RouterState: Clone + Send + Sync + 'static {}

impl<T: Clone + Send + Sync + 'static> RouterState for T {}

/// Admits requests to a handler, and resolves what it receives: a `V`, which is one value, or a tuple of several, or
/// `()` if it has no dependencies.
pub struct Guard<S, V> {
    pub(crate) plan: &'static Plan,
    admit: Admit<S, V>,
    /// Finds the verifiers of its security schemes.
    pub(crate) verifiers: FindVerifiers<S>,
}

/// How a request is admitted. The code behind the function is compiled once for all handlers that depend on the same,
/// which is why its future is boxed.
enum Admit<S, V> {
    Anyone(fn() -> V),
    Caller(AdmitFn<S, V>),
}

type AdmitFn<S, V> =
    for<'r> fn(&'r mut Parts, &'r S, Option<LevelsAbove<S>>, &'static Plan) -> Admitting<'r, V>;

/// A request that is being admitted.
pub type Admitting<'r, V> = Pin<Box<dyn Future<Output = Result<V, Refusal>> + Send + 'r>>;

impl<S: RouterState> Guard<S, ()> {
    /// Admits anyone.
    #[must_use]
    pub fn public(plan: &'static Plan) -> Self {
        Self {
            plan,
            admit: Admit::Anyone(|| ()),
            verifiers: |_, _| {},
        }
    }
}

impl<S: RouterState, V: Send + 'static> Guard<S, V> {
    /// The guard of a handler with one dependency.
    #[inline]
    pub(super) fn of<Target, Given>(plan: &'static Plan) -> Self
    where
        Target: Resolve<S> + Dependency<Returned = Given>,
        V: Receive<Given, Target>,
        Given: Send + 'static,
    {
        Self::new(
            plan,
            |parts, state, levels, plan| {
                Box::pin(admit::<Target, S, Given, V>(parts, state, levels, plan))
            },
            |state, verifiers| verifiers.visit::<Target, S>(state),
        )
    }

    /// A guard that `admit` implements.
    #[must_use]
    #[inline]
    pub fn new(plan: &'static Plan, admit: AdmitFn<S, V>, verifiers: FindVerifiers<S>) -> Self {
        Self {
            plan,
            admit: Admit::Caller(admit),
            verifiers,
        }
    }

    #[inline]
    pub(crate) fn admit<'r>(self, parts: &'r mut Parts, state: &'r S) -> Admission<'r, V> {
        // Removed, so that they do not apply to a handler to which this one forwards the request.
        let levels = parts.extensions.remove::<LevelsAbove<S>>();
        let admitting: Admitting<'r, V> = match (self.admit, levels) {
            (Admit::Anyone(value), None) => return Admission::Anyone(value),
            (Admit::Anyone(value), levels) => Box::pin(async move {
                Call::enter(parts, state, levels, self.plan).await?;
                Ok(value())
            }),
            (Admit::Caller(admit), levels) => admit(parts, state, levels, self.plan),
        };
        Admission::Caller(traced::guard(self.plan, admitting))
    }
}

/// A request on its way to a handler.
pub(crate) enum Admission<'r, V> {
    Anyone(fn() -> V),
    Caller(Admitting<'r, V>),
}

/// Resolves the only dependency of a handler.
async fn admit<Target, S, Given, V>(
    parts: &mut Parts,
    state: &S,
    levels: Option<LevelsAbove<S>>,
    plan: &'static Plan,
) -> Result<V, Refusal>
where
    Target: Resolve<S> + Dependency<Returned = Given>,
    V: Receive<Given, Target>,
    Given: Send + 'static,
    S: RouterState,
{
    let mut call = Call::new(parts);
    let at = call.pass(state, levels, plan).await?;
    let mut pending = Pending::default();
    let value =
        depend::<Target, S, V>(&mut call, state, at.child(0), &mut pending, V::receive).await?;
    pending.enforce()?;
    Ok(value)
}

impl<'r> Call<'r> {
    /// Starts with a request that passes the levels around its handler, and returns the handler's place.
    ///
    /// # Errors
    /// The response to a request that a level refuses.
    pub async fn enter<S: RouterState>(
        parts: &'r mut Parts,
        state: &S,
        levels: Option<LevelsAbove<S>>,
        plan: &'static Plan,
    ) -> Result<(Self, Requirement), Refusal> {
        let mut call = Self::new(parts);
        let at = call.pass(state, levels, plan).await?;
        Ok((call, at))
    }

    /// Passes the levels around the handler, and returns its place.
    async fn pass<S: RouterState>(
        &mut self,
        state: &S,
        levels: Option<LevelsAbove<S>>,
        plan: &'static Plan,
    ) -> Result<Requirement, Refusal> {
        let Some(levels) = levels else {
            return Ok(plan.root());
        };
        levels.pass(self, state).await?;
        Ok(levels.plan.root())
    }
}

impl Verifiers {
    /// Adds the schemes at or below `Target`. Each node is visited once: the number of paths to it may be too large to
    /// walk them all.
    pub fn visit<Target, S>(&mut self, state: &S)
    where
        Target: Resolve<S>,
    {
        if self.is_new(Target::NODE) {
            Target::verifiers(state, self);
        }
    }
}

/// A router state with which the handler `H` can be served.
///
/// It is a bound on the state instead of the handler, so that the compiler waits until it knows the state. Otherwise it
/// would search for the bounds of all dependencies with a state to be inferred, once for each path to each of them, and
/// the number of paths doubles with each layer of a graph.
#[diagnostic::on_unimplemented(
    message = "the handler `{H}` cannot be served with the router state `{Self}`",
    label = "the state lacks something that its dependencies extract",
    note = "a security scheme needs `scopegate::Verifier: FromRef<{Self}>`"
)]
pub trait Serves<H, V>: Sized {
    /// The handler's guard.
    fn guard() -> Guard<Self, V>;
}

// The compiler reports the bound of `Guarded` that is not met, not `Serves`.
impl<S, H: Guarded<S, V>, V> Serves<H, V> for S {
    #[inline]
    fn guard() -> Guard<S, V> {
        H::guard()
    }
}

/// The type of a handler that can be served with the router state `S`.
///
/// The compiler shows the message of the first bound instead of that of the last one, if both are bounds on the same
/// type. Therefore a route requires this, and not [`Serves`].
#[diagnostic::on_unimplemented(
    message = "the handler `{Self}` cannot be served with the router state `{S}`"
)]
pub trait Served<S, V>: Sized {
    /// The handler's guard.
    #[doc(hidden)]
    fn guard_with() -> Guard<S, V>;
}

impl<S: RouterState, H: 'static, V: Send + 'static> Served<S, V> for H
where
    S: Serves<H, V>,
{
    #[inline]
    fn guard_with() -> Guard<S, V> {
        S::guard()
    }
}

/// The first parameter of the handler `H`, as axum sees it: an extractor that runs before all others, and therefore
/// before the body is read.
///
/// It has the value of the handler's dependencies. With one dependency, all that the compiler does for each handler is
/// here: the rest is the same for all handlers with that dependency.
pub struct Secured<H, V>(pub V, pub PhantomData<fn() -> H>);

impl<S, H, V> FromRequestParts<S> for Secured<H, V>
where
    S: Serves<H, V> + RouterState,
    V: Send + 'static,
{
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        // Nothing but this is compiled for each handler: `?` or `map` would be a function more.
        match S::guard().admit(parts, state) {
            Admission::Anyone(value) => Ok(Self(value(), PhantomData)),
            Admission::Caller(admitting) => match admitting.await {
                Ok(value) => Ok(Self(value, PhantomData)),
                Err(refusal) => Err(refusal),
            },
        }
    }
}

impl<S, V> fmt::Debug for Guard<S, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guard").finish_non_exhaustive()
    }
}

impl<H, V> fmt::Debug for Secured<H, V> {
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
