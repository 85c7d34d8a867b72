//! OAuth2 scopes for axum, declared on functions and checked by the compiler.
//!
//! ```no_run
//! use axum::Router;
//! use axum::http::StatusCode;
//! use scopegate::routing::get;
//! use scopegate::{AccessToken, Denial, SecureRouter, SecurityScheme, TokenIssuer, Verifier};
//! use scopegate::{dependency, security};
//!
//! /// Log in with a username and a password.
//! #[derive(SecurityScheme)]
//! #[oauth2(
//!     password(token_url = "token"),
//!     scopes("me" = "Read your profile.", "items" = "Read items."),
//! )]
//! struct OAuth2PasswordBearer;
//!
//! struct User {
//!     username: &'static str,
//!     disabled: bool,
//! }
//!
//! /// Stands in for a database.
//! const USERS: [User; 2] = [
//!     User { username: "johndoe", disabled: false },
//!     User { username: "alice", disabled: true },
//! ];
//!
//! #[dependency(depends = OAuth2PasswordBearer)]
//! async fn get_current_user(token: AccessToken) -> Result<User, Denial> {
//!     let username = token.claims().sub.as_deref().unwrap_or_default();
//!     USERS.into_iter().find(|user| user.username == username).ok_or_else(|| token.deny())
//! }
//!
//! #[dependency(scopes = ["me"], depends = get_current_user)]
//! async fn get_current_active_user(user: User) -> Result<User, (StatusCode, &'static str)> {
//!     if user.disabled { Err((StatusCode::BAD_REQUEST, "Inactive user")) } else { Ok(user) }
//! }
//!
//! #[security(scopes = ["items"], depends = get_current_active_user)]
//! async fn read_own_items(user: User) -> String {
//!     // Only active users get here, with a token that grants `items` and `me`.
//!     format!("items of {}", user.username)
//! }
//!
//! #[security(public)]
//! async fn health() -> &'static str {
//!     "ok"
//! }
//!
//! fn app(verifier: Verifier) -> Router {
//!     SecureRouter::new()
//!         .route("/users/me/items/", get(read_own_items))
//!         .route("/health", get(health))
//!         .with_state(verifier)
//!         .into_router()
//! }
//!
//! #[tokio::main]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let secret = std::env::var("SECRET_KEY")?; // at least 32 bytes
//!     let token = TokenIssuer::hs256(&secret)?.issue("johndoe", ["me", "items"])?;
//!     println!("curl -H 'Authorization: Bearer {token}' http://127.0.0.1:8000/users/me/items/");
//!
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:8000").await?;
//!     axum::serve(listener, app(Verifier::hs256(&secret)?)).await?;
//!     Ok(())
//! }
//! ```
//!
//! A scope that the scheme does not declare, a scope that would not be checked, or a handler that is neither protected nor
//! `public` does not compile.
//!
//! # Overview
//!
//! * [`SecurityScheme`](derive@SecurityScheme) declares a security scheme with its scopes. [`macro@dependency`] marks a
//!   function whose value can be injected into others. [`macro@security`] protects a handler, and [`macro@level`] a whole
//!   router.
//! * [`AccessToken`], [`SecurityScopes`] and [`Denial`] are what these functions receive and return.
//! * A [`Verifier`] in the router's state verifies tokens; a [`VerifierFor`] is for one scheme only.
//! * [`TokenIssuer`], [`OAuth2PasswordRequestForm`] and [`TokenResponse`] are for services that log in their own users.
//! * [`SecureRouter`] denies by default and knows what each route requires; [`audit`] lists it.
//! * [`profile`] defines the format of refusals, and [`metadata`] tells clients where to get a token.
//!
//! The [README] has a tour. Each [guide] is one task from beginning to end.
//!
//! # How a request is processed
//!
//! 1. The scheme extracts the token and verifies it. If that fails, the request is refused.
//! 2. The function that depends on the scheme runs, and usually loads the user.
//! 3. The token's scopes are compared with the required ones, which the compiler merged along the chain from the handler to
//!    the scheme.
//! 4. The other dependencies run, then the handler's own extractors, and the one that reads the body last.
//!
//! # Features
//!
//! | feature | default | |
//! |---|---|---|
//! | `aws_lc_rs` | yes | verifies signatures with AWS-LC; needs a C compiler |
//! | `rust_crypto` | no | verifies signatures in pure Rust; if both are enabled, `aws_lc_rs` is used |
//! | `token_cache` | yes | [caches](VerifierBuilder::cache_tokens) verified tokens; without it, each request's signature is verified |
//! | `dpop` | no | proofs of possession (RFC 9449): a stolen token is useless without the client's key |
//! | `metrics` | no | [sends events](metrics::Facade) to the crate `metrics` |
//! | `openapi` | no | the OpenAPI document of a [`SecureRouter`], with utoipa |
//! | `operations` | no | [rules for the operations of a route](operations): MCP tools, methods of JSON-RPC and gRPC, fields of GraphQL; needs tokio ([guide](guide::mcp_server)) |
//! | `provider` | no | [verifiers that use a provider](provider): its keys, its metadata, introspection ([guide](guide::provider)) |
//! | `testing` | no | for `[dev-dependencies]`: a security snapshot, a coverage check, overrides and test tokens |
//!
//! [README]: https://github.com/scopegate/scopegate#a-tour

#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod audit;
pub mod bounds;
pub mod caller;
mod challenge;
mod clock;
mod const_str;
mod credentials;
mod crypto;
#[cfg(feature = "dpop")]
pub mod dpop;
mod expiring;
mod extract;
mod graph;
#[cfg(any(doc, doctest))]
pub mod guide;
mod issuer;
pub mod metadata;
pub mod metrics;
pub mod mtls;
#[cfg(feature = "openapi")]
pub mod openapi;
#[cfg(feature = "operations")]
pub mod operations;
pub mod password;
#[cfg(feature = "provider")]
pub mod provider;
mod refuse;
mod resolve;
pub mod revocation;
pub mod routing;
mod scheme;
#[cfg(feature = "testing")]
pub mod testing;
pub mod token;
mod url;
mod verify;

#[doc(hidden)]
pub mod __private;

#[doc = include_str!("../docs/security_scheme.md")]
pub use scopegate_macros::SecurityScheme;
#[doc = include_str!("../docs/dependency.md")]
pub use scopegate_macros::dependency;
#[doc = include_str!("../docs/level.md")]
pub use scopegate_macros::level;
#[doc = include_str!("../docs/security.md")]
pub use scopegate_macros::security;

pub use crate::audit::Audit;
pub use crate::crypto::Algorithm;
pub use crate::extract::{
    AccessToken, ApiKey, BasicCredentials, BearerToken, DeclaredScope, SecurityScopes,
};
pub use crate::issuer::TokenIssuer;
pub use crate::metadata::{ProtectedResource, ProtectedResourceError};
pub use crate::password::{OAuth2PasswordRequestForm, TokenResponse};
pub use crate::refuse::profile::{self, FastApi, Reject, Rfc6750};
pub use crate::refuse::{Denial, DenialReason, NotPermitted};
pub use crate::resolve::Level;
pub use crate::routing::SecureRouter;
pub use crate::scheme::{
    Flow, KeyLocation, Scheme, SchemeKind, ScopeInfo, SecurityScheme, TokenPlace,
};
pub use crate::token::{Claims, GrantedScopes, TokenError};
pub use crate::verify::{Verifier, VerifierBuilder, VerifierError, VerifierFor};
