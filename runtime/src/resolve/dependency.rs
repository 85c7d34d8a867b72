//! How a node of the graph is resolved: the traits that generated code implements and calls.

use std::marker::PhantomData;

use super::{Call, Nesting};
use crate::graph::{Edge, IsEdge, IsScopes, Node, Requirement};
use crate::refuse::{Denial, Offered, Refusal};
use crate::resolve::binding::Verifiers;
use crate::resolve::specialize::CloneFn;

/// A target of `depends = ...`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a dependency",
    label = "neither a function with `#[dependency]` nor a security scheme"
)]
pub trait Dependency: 'static {
    /// The value that the function returns, or [`VerifiedToken`](crate::token::VerifiedToken) for a scheme.
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
///
/// Functions implement it for every `Unused`, with bounds on what they depend on for one. Where a bound is on a type that
/// is in error, the compiler takes it for a bound on any type. If it were also one on the same trait as that of the
/// function, the compiler would find two of these, and report the faultless function.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be resolved with the router state `{S}`",
    label = "the state lacks something that this dependency extracts",
    note = "a security scheme needs `scopegate::Verifier: FromRef<{S}>`",
    note = "an extractor `State<T>` needs `T: FromRef<{S}>`"
)]
pub trait Resolve<S, Unused = ()>: Dependency {
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
}

/// The scopes that a token lacks, if any.
type MissingScopes = Option<Box<Lack>>;

/// The scopes that a token lacks.
#[derive(Debug, Clone)]
struct Lack {
    denial: Denial,
    /// The challenges of other alternatives.
    offered: Offered,
    /// Whether the dependant runs before they are denied: see [`Pending`].
    is_deferred: bool,
}

impl Lack {
    #[cold]
    fn refuse(self) -> Refusal {
        let mut refusal = Refusal::new(self.denial);
        refusal.offer(self.offered);
        refusal
    }
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
    #[inline]
    pub fn returned<R>(self, returned: R) -> Resolved<R> {
        let missing = self.0.map(|mut lack| {
            lack.is_deferred = false;
            lack
        });
        Resolved { returned, missing }
    }

    /// Enforces the denials that are due before a handler runs.
    ///
    /// # Errors
    /// The response to a request that lacks a scope.
    #[inline]
    pub fn enforce(self) -> Result<(), Refusal> {
        match self.0 {
            None => Ok(()),
            Some(lack) => Err(lack.refuse()),
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
    #[inline]
    pub(crate) fn deferred(returned: R, lacking: Option<Denial>) -> Self {
        let lack = |denial| {
            Box::new(Lack {
                denial,
                offered: Offered::default(),
                is_deferred: true,
            })
        };
        Self {
            returned,
            missing: lacking.map(lack),
        }
    }

    /// The value, and the denial of missing scopes, which is still due.
    #[inline]
    pub(super) fn split(self) -> (R, Resolved<()>) {
        let rest = Resolved {
            returned: (),
            missing: self.missing,
        };
        (self.returned, rest)
    }

    /// Denies missing scopes, and drops the value.
    pub(crate) fn enforce(self) -> Result<(), Refusal> {
        Pending(self.missing).enforce()
    }

    pub(crate) fn duplicate(&self, clone: fn(&R) -> R) -> Self {
        Self {
            returned: clone(&self.returned),
            missing: self.missing.clone(),
        }
    }
}

impl Resolved<()> {
    /// Denies missing scopes, or leaves that to `pending`.
    #[inline]
    pub(super) fn settle(self, pending: &mut Pending) -> Result<(), Refusal> {
        match self.missing {
            None => Ok(()),
            Some(lack) if lack.is_deferred => {
                pending.add(Pending(Some(lack)));
                Ok(())
            }
            missing => Pending(missing).enforce(),
        }
    }
}

/// [`Receive::receive`](super::Receive::receive), named at the parameter's type.
pub(crate) type ReceiveFn<Given, Value> =
    fn(Resolved<Given>, Requirement, &mut Pending) -> Result<Value, Refusal>;

/// Resolves the dependency of one parameter.
///
/// # Errors
/// The response to a request that is refused.
#[expect(
    clippy::manual_async_fn,
    reason = "an `async fn` has room for each argument twice"
)]
pub(crate) fn depend<Target, S, T>(
    call: &mut Call<'_>,
    state: &S,
    at: Requirement,
    pending: &mut Pending,
    receive: impl FnOnce(Resolved<Target::Returned>, Requirement, &mut Pending) -> Result<T, Refusal>,
) -> impl Future<Output = Result<T, Refusal>>
where
    Target: Resolve<S>,
    S: Sync,
{
    async move {
        let resolved = if let Some(known) = call.known::<Target>(at)? {
            known
        } else {
            let new = Target::Nesting::resolve::<Target, S>(call, state, at).await;
            call.keep::<Target>(at, new)?
        };
        receive(resolved, at, pending)
    }
}
