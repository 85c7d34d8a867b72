//! The access rules of every route of a [`SecureRouter`](crate::SecureRouter), for people and for tools.
//!
//! [`SecureRouter::audit`](crate::SecureRouter::audit) reads the same constants that are used for enforcement, so what
//! it shows is what is enforced. It needs no state and no key.
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
//! assert_eq!(audit.routes[0].rule(), "public");
//! assert!(audit.routes[0].security.is_open());
//! ```
//!
//! # What is listed
//!
//! Everything that may handle a request:
//!
//! * a row for each path and method, `ANY` for [`any`](crate::routing::any). GET handlers also handle HEAD, as in axum,
//!   with the same guard;
//! * `ANY /files/*` for a service added with [`unprotected`](crate::SecureRouter::unprotected);
//! * `ANY /*` for a [`fallback`](crate::SecureRouter::fallback), and `OTHER /*` for a
//!   [`method_not_allowed_fallback`](crate::SecureRouter::method_not_allowed_fallback).
//!
//! # The rule of a route
//!
//! The credentials come first, then `via` and the functions that may refuse a caller who has them, in the order in
//! which they run: all dependencies that return a `Result`, each once.
//!
//! | rule | |
//! |---|---|
//! | `OAuth2[items me]` | a token with both scopes; no function may refuse it |
//! | `OAuth2[items me] via auth::get_user, auth::owner` | both functions may refuse it; paths start in the handler's crate |
//! | `(OAuth2[items] or ApiKey) via any(by_token, by_key[items])` | one of them, as in `depends = any(...)`; `by_key` receives scopes that no scheme checks |
//! | `OAuth2 via own_note(note:owner)` | the function decides about an object, and declares that as `permission`; with `not_found`, it shows `(note:owner or 404)` |
//! | `OAuth2(acr=phr\|phrh, max_age=15min)[items]` | the token's user was authenticated with one of these values of `acr`, and at most 15 minutes ago |
//! | `public via not_too_often` | any caller that the function admits |
//! | `(OAuth2 or anyone) via optional(get_user)` | the function runs if there are credentials |
//! | `Session(cross_site)[me]` | a token or key in a cookie that also counts for pages of other sites |
//! | `OAuth2[items]; may require archive` | a function requires `archive` of some requests |
//! | `OAuth2 via any(owner, -)` | `owner` runs, and the other alternative has no check of its own |
//!
//! A check that is removed, or replaced by another function, therefore changes the rule. If there is a choice of
//! credentials, the rule does not show which check belongs to which: the [graph](crate::Audit::to_mermaid) does.
//! Refusals by the extractors of dependencies and handlers are not part of it, nor is what a function does.

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
mod step_up;
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
#[cfg(feature = "openapi")]
pub(crate) use self::step_up::Age;
