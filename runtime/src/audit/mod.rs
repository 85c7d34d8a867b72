//! Who may call what: every route of a [`SecureRouter`](crate::SecureRouter) with what it requires, for
//! people and for tools.
//!
//! [`SecureRouter::audit`](crate::SecureRouter::audit) reads the constants that requests are judged by,
//! so what it shows is what is enforced. It needs no state and no key.
//!
//! ```
//! use scopegate::routing::get;
//! use scopegate::{SecureRouter, security};
//!
//! #[security(public)]
//! async fn health() -> &'static str {
//!     "ok"
//! }
//!
//! let audit = SecureRouter::<()>::new().route("/health", get(health)).audit();
//!
//! println!("{audit}");              // a table of 80 columns; `audit.table(width)` for others
//! println!("{}", audit.to_json());  // for jq
//! println!("{}", audit.to_mermaid()); // a graph: routes, handlers, dependencies, schemes
//! assert_eq!(audit.routes[0].security.to_string(), "public");
//! ```
//!
//! # What is listed
//!
//! Everything that may answer a request:
//!
//! * a row for each path and method, `ANY` for [`any`](crate::routing::any). GET handlers also answer
//!   HEAD, as in axum, behind the same guard;
//! * `ANY /files/*` for what went in through [`unprotected`](crate::SecureRouter::unprotected);
//! * `ANY /*` for a [`fallback`](crate::SecureRouter::fallback), and `OTHER /*` for a
//!   [`method_not_allowed_fallback`](crate::SecureRouter::method_not_allowed_fallback).
//!
//! # The rule of a route
//!
//! The credentials come first, then `via` and the functions that may refuse whoever has them, in the order in which
//! they run: all dependencies that return a `Result`, each once.
//!
//! | rule | |
//! |---|---|
//! | `OAuth2[items me]` | a token with both scopes, and nobody refuses it |
//! | `OAuth2[items me] via auth::get_user, auth::owner` | both functions may refuse it; paths start in the handler's crate |
//! | `(OAuth2[items] or ApiKey) via any(by_token, by_key[items])` | one of them, as in `depends = any(...)`; `by_key` gets scopes that no scheme checks |
//! | `public via not_too_often` | anyone whom the function lets through |
//! | `(OAuth2 or anyone) via optional(get_user)` | the function is asked if there are credentials |
//! | `OAuth2 via any(owner, -)` | `owner` is asked, and the other alternative has no check of its own |
//!
//! So a check that is lost, or replaced by another function, changes the rule. Where there is a choice of credentials, it
//! does not say which check comes with which: the [graph](crate::Audit::to_mermaid) does. What extractors of dependencies and
//! handlers refuse is no part of it, nor is what a function does.

mod checks;
mod collect;
mod handler;
mod json;
mod mermaid;
mod model;
mod order;
mod refusing;
mod router;
mod security;
mod table;
#[cfg(test)]
mod tests;

pub use self::checks::Check;
#[cfg(feature = "openapi")]
pub(crate) use self::checks::listed;
pub use self::handler::Handler;
pub use self::model::{
    Audit, Credential, Declaration, Dependency, DependencyKind, Route, Scheme, Scope, Security,
    UnusedScope,
};
#[cfg(feature = "testing")]
pub(crate) use self::order::position;
#[cfg(feature = "openapi")]
pub(crate) use self::refusing::checks;
