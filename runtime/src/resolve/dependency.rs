//! How a node of the graph is resolved: the traits that generated code implements and calls.

use std::marker::PhantomData;

use serde::de::DeserializeOwned;

use super::{Call, Guard, Nesting, RouterState};
use crate::extract::AccessToken;
use crate::graph::{Edge, IsEdge, IsScopes, Node, Plan, Requirement};
use crate::refuse::{Denial, DenialReason, Offered, Refusal};
use crate::resolve::binding::Verifiers;
use crate::resolve::specialize::CloneFn;
use crate::token::VerifiedToken;

/// A target of `depends = ...`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a dependency",
    label = "neither a function with `#[dependency]` nor a security scheme"
)]
pub trait Dependency: 'static {
    /// The value that the function returns, or [`VerifiedToken`] for a scheme.
    ///
    /// It is not an associated type of [`Resolve`], whose where-clauses would hide it from the
    /// bodies of its dependants.
    type Returned: Send + 'static;

    /// How the value is cloned for several dependants, if it can be.
    const CLONE: CloneFn<Self::Returned> = None;

    /// How its future is stored in that of a dependant: a `Nested`.
    type Nesting: Nesting;

    /// Its place in the graph: a static.
    const NODE: &'static Node;
}

/// An edge to a dependency, with scopes that are all required.
#[derive(Debug)]
pub struct To<Target, Scopes = ()>(PhantomData<(Target, Scopes)>);

impl<T: Dependency, S: IsScopes> IsEdge for To<T, S> {
    const EDGE: Edge = Edge {
        scopes: S::SCOPES,
        ..Edge::to(T::NODE)
    };
}

/// A [`Dependency`] that can be resolved for a router with the state `S`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be resolved with the router state `{S}`",
    label = "the state lacks something that this dependency extracts",
    note = "a security scheme needs `scopegate::Verifier: FromRef<{S}>`",
    note = "an extractor `State<T>` needs `T: FromRef<{S}>`"
)]
pub trait Resolve<S>: Dependency {
    /// Resolves the node's dependencies, then the node itself.
    fn resolve(
        call: &mut Call<'_>,
        state: &S,
        at: Requirement,
    ) -> impl Future<Output = Result<Resolved<Self::Returned>, Refusal>> + Send;

    // `Call`, which keeps results, `Nesting`, which boxes futures, and overrides with what they share with
    // `authenticate` import this file, and it imports them.
    /// Adds the security schemes at and below it, with their verifiers.
    fn verifiers(_state: &S, _verifiers: &mut Verifiers) {}
}

/// A value that a dependency passes to its dependant.
#[derive(Debug)]
#[must_use]
pub struct Resolved<R> {
    returned: R,
    missing: MissingScopes,
    /// Whether the dependant runs before they are denied: see [`Pending`].
    deferred: bool,
}

/// The scopes that a token lacks, if any.
type MissingScopes = Option<Box<Lack>>;

/// The scopes that a token lacks.
#[derive(Debug, Clone)]
struct Lack {
    denial: Denial,
    /// The challenges of other alternatives.
    offered: Offered,
}

/// The denials that are due when a function has run.
///
/// The function that takes a scheme's value finds the user, and an unknown user is reported before a missing scope. So
/// the scheme's denial waits until it has returned. Its dependants do not run before.
#[derive(Debug, Default)]
#[must_use]
pub struct Pending(MissingScopes);

impl Pending {
    /// The return value of a dependency's function, for its dependant to check.
    pub fn returned<R>(self, returned: R) -> Resolved<R> {
        Resolved {
            returned,
            missing: self.0,
            deferred: false,
        }
    }

    /// Enforces the denials that are due before a handler runs.
    ///
    /// # Errors
    /// The response to a request that lacks a scope.
    pub fn enforce(self) -> Result<(), Refusal> {
        match self.0 {
            None => Ok(()),
            Some(lack) => {
                let mut refusal = Refusal::new(lack.denial);
                refusal.offer(lack.offered);
                Err(refusal)
            }
        }
    }

    /// Adds the challenges of other alternatives, in case scopes are missing.
    pub(crate) fn offer(&mut self, offered: Offered) {
        if let Some(lack) = &mut self.0 {
            lack.offered.add(offered);
        }
    }

    /// The alternative credentials that a client may present if scopes are missing.
    pub(crate) fn offered(&self) -> Offered {
        let mut offered = Offered::default();
        if let Some(lack) = &self.0 {
            offered.add_challenges(lack.denial.challenges());
            offered.add(lack.offered.clone());
        }
        offered
    }

    /// Adds denials that are due elsewhere: the first missing scope is the one that is reported.
    pub(crate) fn add(&mut self, Self(missing): Self) {
        self.0 = self.0.take().or(missing);
    }

    /// Whether no denial is due.
    pub(crate) fn is_none(&self) -> bool {
        self.0.is_none()
    }
}

impl<R> Resolved<R> {
    /// A verified token. Missing scopes are denied once the function that takes it has run.
    pub(crate) fn deferred(returned: R, lacking: Option<Denial>) -> Self {
        let lack = |denial| {
            let offered = Offered::default();
            Box::new(Lack { denial, offered })
        };
        Self {
            returned,
            missing: lacking.map(lack),
            deferred: true,
        }
    }

    /// Denies missing scopes, and drops the value.
    pub(crate) fn enforce(self) -> Result<(), Refusal> {
        Pending(self.missing).enforce()
    }

    pub(crate) fn duplicate(&self, clone: fn(&R) -> R) -> Self {
        Self {
            returned: clone(&self.returned),
            missing: self.missing.clone(),
            deferred: self.deferred,
        }
    }
}

/// [`Receive::receive`], named at the parameter's type.
pub(crate) type ReceiveFn<Given, Value> =
    fn(Resolved<Given>, Requirement, &mut Pending) -> Result<Value, Refusal>;

/// Resolves the dependency of one parameter.
///
/// # Errors
/// The response to a request that is refused.
pub(crate) async fn depend<Target, S, T>(
    call: &mut Call<'_>,
    state: &S,
    at: Requirement,
    pending: &mut Pending,
    receive: ReceiveFn<Target::Returned, T>,
) -> Result<T, Refusal>
where
    Target: Resolve<S>,
    S: Sync,
{
    let resolved = if let Some(known) = call.known::<Target>(at)? {
        known
    } else {
        let new = Target::Nesting::resolve::<Target, S>(call, state, at).await;
        call.keep::<Target>(at, new)?
    };
    receive(resolved, at, pending)
}

/// The type of a parameter that receives the value of the dependency `From`.
#[diagnostic::on_unimplemented(
    message = "expected `{Given}` (returned by `{From}`), found `{Self}`",
    label = "not what `{From}` returns",
    note = "a function that returns `T` or `Result<T, E>` provides a `T`; with `optional` beside `depends`, an \
            `Option<T>`",
    note = "a security scheme provides an `AccessToken<C>`, with any `C` that `serde` can deserialize"
)]
pub trait Receive<Given, From>: Sized {
    /// The parameter's value.
    ///
    /// # Errors
    /// The response to a token whose claims do not match.
    fn from_given(given: Given, at: Requirement) -> Result<Self, Refusal>;

    /// Converts a resolved value for the function that depends on it.
    ///
    /// # Errors
    /// The response to a token that lacks a scope, or whose claims do not match.
    fn receive(
        resolved: Resolved<Given>,
        at: Requirement,
        pending: &mut Pending,
    ) -> Result<Self, Refusal> {
        let value = Self::from_given(resolved.returned, at)?;
        if resolved.deferred {
            pending.add(Pending(resolved.missing));
        } else {
            Pending(resolved.missing).enforce()?;
        }
        Ok(value)
    }

    /// The guard of a handler whose only dependency is `From`.
    ///
    /// It is a method of the parameter's type, so that an error about the type shows all of it.
    #[must_use]
    fn guard<S>(plan: &'static Plan) -> Guard<S, Self>
    where
        S: RouterState,
        From: Resolve<S> + Dependency<Returned = Given>,
        Given: Send + 'static,
        Self: Send + 'static,
    {
        Guard::of::<From, Given>(plan)
    }
}

/// A function with `#[dependency]` or a scheme, and therefore not [`NotADependency`](super::NotADependency).
pub trait Annotated {}

#[diagnostic::do_not_recommend]
impl<T, D: Annotated> Receive<T, D> for T {
    fn from_given(given: T, _: Requirement) -> Result<T, Refusal> {
        Ok(given)
    }
}

#[diagnostic::do_not_recommend]
impl<C: DeserializeOwned, D: Annotated> Receive<VerifiedToken, D> for AccessToken<C> {
    fn from_given(given: VerifiedToken, at: Requirement) -> Result<Self, Refusal> {
        match given.claims() {
            Ok(claims) => Ok(Self::new(claims, given, at)),
            Err(error) => Err(Refusal::new(Denial::new(
                DenialReason::InvalidToken(error),
                at,
            ))),
        }
    }
}
