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

mod collect;
mod json;
mod mermaid;
mod model;
mod order;
mod security;
mod table;
#[cfg(test)]
mod tests;

pub use self::model::{
    Audit, Credential, Declaration, Dependency, DependencyKind, Handler, Route, Scheme, Scope,
    Security, UnusedScope,
};
#[cfg(feature = "testing")]
pub(crate) use self::order::position;
