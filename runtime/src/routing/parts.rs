//! What a [`SecureRouter`] is made of.
//!
//! Each is a trait of one type, so that the compiler says what to write where another type is given.

use axum::Router;

use super::{SecureMethodRouter, SecureRouter};
use crate::resolve::Level;

/// The handlers of a path: a [`SecureMethodRouter`].
#[diagnostic::on_unimplemented(
    message = "the handlers of a route are those of `scopegate::routing`",
    label = "not a `SecureMethodRouter`",
    note = "write `use scopegate::routing::get;` in place of `axum::routing`, and `get(handler)` in place of `handler`",
    note = "routes of axum without `#[security]` are added as a whole: `.unprotected(\"/\", axum_router)`"
)]
pub trait Methods<S> {
    #[doc(hidden)]
    fn into_methods(self) -> SecureMethodRouter<S>;
}

impl<S> Methods<S> for SecureMethodRouter<S> {
    fn into_methods(self) -> Self {
        self
    }
}

/// Routes for another router: a [`SecureRouter`].
#[diagnostic::on_unimplemented(
    message = "only a `SecureRouter` can be part of a `SecureRouter`",
    label = "not a `SecureRouter`",
    note = "add a router of axum with `.unprotected(\"/path\", router)`, or create it with `SecureRouter::new()`"
)]
pub trait Routes<S> {
    #[doc(hidden)]
    fn into_routes(self) -> SecureRouter<S>;
}

impl<S> Routes<S> for SecureRouter<S> {
    fn into_routes(self) -> Self {
        self
    }
}

/// What scopegate does not guard: an [`axum::Router`].
#[diagnostic::on_unimplemented(
    message = "`unprotected` takes an `axum::Router`",
    label = "not an `axum::Router`",
    note = "add a `SecureRouter` with `.nest(\"/path\", router)` or `.merge(router)`",
    note = "put anything else into a router: `axum::Router::new().route(\"/path\", method_router)` or `.fallback_service(service)`"
)]
pub trait Unguarded<S> {
    #[doc(hidden)]
    fn into_axum(self) -> Router<S>;
}

impl<S> Unguarded<S> for Router<S> {
    fn into_axum(self) -> Self {
        self
    }
}

/// A requirement for all routes: a [`Level`].
#[diagnostic::on_unimplemented(
    message = "`requires` takes a `level!(...)`",
    label = "not a `level!(...)`",
    note = "write `.requires(level!(scopes = [\"...\"], depends = get_current_user))`"
)]
pub trait Requires<S> {
    #[doc(hidden)]
    fn into_level(self) -> Level<S>;
}

impl<S> Requires<S> for Level<S> {
    fn into_level(self) -> Self {
        self
    }
}
