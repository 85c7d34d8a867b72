//! How a node of the graph gets its value: the traits that generated code implements and calls.

use axum_core::response::IntoResponse;
use http::request::Parts;
use serde::de::DeserializeOwned;

use crate::access_token::AccessToken;
use crate::denial::{Denial, DenialReason};
use crate::graph::At;
use crate::refusal::Refusal;
use crate::token::VerifiedToken;

/// What `depends = ...` may name.
pub trait Dependency {
    /// What the function returns, or [`VerifiedToken`] for a scheme.
    ///
    /// It is not an associated type of [`Resolve`], whose where-clauses would hide it from the
    /// bodies of its dependants.
    type Returned: Send;
}

/// A [`Dependency`] that can be resolved for a router with the state `S`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be resolved with the router state `{S}`",
    label = "the state lacks something that this dependency extracts",
    note = "a security scheme needs `scopegate::Verifier: FromRef<{S}>`",
    note = "an extractor `State<T>` needs `T: FromRef<{S}>`"
)]
pub trait Resolve<S>: Dependency {
    /// Resolves what the node depends on, then the node itself.
    fn resolve(
        parts: &mut Parts,
        state: &S,
        at: At,
    ) -> impl Future<Output = Result<Resolved<Self::Returned>, Refusal>> + Send;
}

/// A value on its way from a dependency to its dependant.
#[derive(Debug)]
#[must_use]
pub struct Resolved<R> {
    returned: R,
    verdict: Verdict,
    /// Whether the verdict waits for the dependant to run: see [`Pending`].
    deferred: bool,
}

/// Whether the scopes that a token grants are enough.
type Verdict = Option<Denial>;

/// The verdicts that are due when a function has run.
///
/// The function that a scheme feeds finds the user, and an unknown user is reported before a
/// missing scope. So its verdicts wait until it has returned. Nothing above it runs before.
#[derive(Debug, Default)]
#[must_use]
pub struct Pending(Verdict);

impl Pending {
    /// What a dependency's function returned, to be judged by its dependant.
    pub fn returned<R>(self, returned: R) -> Resolved<R> {
        Resolved {
            returned,
            verdict: self.0,
            deferred: false,
        }
    }

    /// Enforces what is due before a handler runs.
    ///
    /// # Errors
    /// The response to a request that lacks a scope.
    pub fn enforce(self) -> Result<(), Refusal> {
        match self.0 {
            None => Ok(()),
            Some(denial) => Err(Refusal::new(denial)),
        }
    }

    fn add(&mut self, verdict: Verdict) {
        self.0 = self.0.or(verdict);
    }
}

impl<R> Resolved<R> {
    /// A verified token, whose verdict waits for the function that takes it.
    pub(crate) fn deferred(returned: R, verdict: Verdict) -> Self {
        Self {
            returned,
            verdict,
            deferred: true,
        }
    }
}

/// What a dependency returned, as the type of the parameter that receives it.
#[diagnostic::on_unimplemented(
    message = "`{From}` returns `{Self}`, which is not the type `{Parameter}` of this parameter",
    label = "cannot receive `{Self}`",
    note = "from a function that returns `T` or `Result<T, E>`, take `T`, where `E` implements `IntoResponse`",
    note = "from a security scheme, take `AccessToken`"
)]
pub trait Feeds<Parameter, From>: Sized {
    /// The parameter's value.
    ///
    /// # Errors
    /// The response of a dependency that failed, or to a token whose claims do not fit.
    fn feed(self, at: At) -> Result<Parameter, Refusal>;

    /// Hands a resolved value to the function that depends on it.
    ///
    /// # Errors
    /// The response of a dependency that failed, or whose token lacks a scope.
    fn receive(
        resolved: Resolved<Self>,
        at: At,
        pending: &mut Pending,
    ) -> Result<Parameter, Refusal> {
        let value = resolved.returned.feed(at)?;
        if resolved.deferred {
            pending.add(resolved.verdict);
        } else {
            Pending(resolved.verdict).enforce()?;
        }
        Ok(value)
    }
}

/// A function with `#[dependency]` or a scheme, and so not
/// [`NotADependency`](crate::target::NotADependency).
pub trait Annotated {}

#[diagnostic::do_not_recommend]
impl<T, D: Annotated> Feeds<T, D> for T {
    fn feed(self, _: At) -> Result<T, Refusal> {
        Ok(self)
    }
}

impl<T, E: IntoResponse, D: Annotated> Feeds<T, D> for Result<T, E> {
    fn feed(self, _: At) -> Result<T, Refusal> {
        self.map_err(Refusal::new)
    }
}

#[diagnostic::do_not_recommend]
impl<C: DeserializeOwned, D: Annotated> Feeds<AccessToken<C>, D> for VerifiedToken {
    fn feed(self, at: At) -> Result<AccessToken<C>, Refusal> {
        match self.claims() {
            Ok(claims) => Ok(AccessToken::new(claims, self, at)),
            Err(error) => Err(Refusal::new(Denial::new(
                DenialReason::InvalidToken(error),
                at,
            ))),
        }
    }
}
