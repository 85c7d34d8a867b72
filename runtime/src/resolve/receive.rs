//! What a parameter makes of the value of its dependency.

use serde::de::DeserializeOwned;

use super::{Dependency, Guard, Pending, Resolve, Resolved, RouterState};
use crate::extract::AccessToken;
use crate::graph::{Plan, Requirement};
use crate::refuse::{Denial, DenialReason, Refusal};
use crate::token::VerifiedToken;

/// The type of a parameter that receives the value of the dependency `From`.
#[diagnostic::on_unimplemented(
    message = "expected `{Given}` (returned by `{From}`), found `{Self}`",
    label = "not what `{From}` returns",
    note = "a function that returns `T` or `Result<T, E>` provides a `T`; with `optional` beside `depends`, an \
            `Option<T>`",
    note = "a security scheme provides an `AccessToken<C>`: write `#[derive(serde::Deserialize)]` above `C`",
    note = "without an attribute at a parameter, the first one receives the value, before all extractors"
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
    #[inline]
    fn receive(
        resolved: Resolved<Given>,
        at: Requirement,
        pending: &mut Pending,
    ) -> Result<Self, Refusal> {
        let (given, due) = resolved.split();
        let value = Self::from_given(given, at)?;
        due.settle(pending)?;
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
    #[inline]
    fn from_given(given: T, _: Requirement) -> Result<T, Refusal> {
        Ok(given)
    }
}

#[diagnostic::do_not_recommend]
impl<C: DeserializeOwned + 'static, D: Annotated> Receive<VerifiedToken, D> for AccessToken<C> {
    #[inline]
    fn from_given(given: VerifiedToken, at: Requirement) -> Result<Self, Refusal> {
        Self::of(given, at)
            .map_err(|error| Refusal::new(Denial::new(DenialReason::InvalidToken(error), at)))
    }
}
