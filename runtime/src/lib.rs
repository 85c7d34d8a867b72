//! OAuth2 scopes for axum, declared on functions and checked by the compiler.
//!
//! * [`SecurityScheme`](derive@SecurityScheme) declares a scheme with its scopes, [`macro@dependency`] a
//!   function that others take a value from, [`macro@security`] who may call a handler, and [`macro@level`]
//!   what a whole router requires.
//! * [`AccessToken`], [`SecurityScopes`] and [`Denial`] are what such functions take and return.
//! * [`Verifier`] in the router's state checks tokens, or a [`VerifierFor`] those of one scheme; [`TokenIssuer`], [`OAuth2PasswordRequestForm`] and
//!   [`TokenResponse`] make them, for a service that logs in its own users.
//! * [`profile`] says how refusals look, and [`metadata`] tells clients where to get a token.
//! * [`SecureRouter`] denies by default and knows what each route requires; [`audit`] shows it.
//!
//! The README has a tour, and each [guide] one task from the beginning to the end.
//!
//! # How a request is judged
//!
//! 1. The scheme finds the bearer token and verifies it. Failing that, the request is refused.
//! 2. The function that the scheme feeds runs: it finds the user.
//! 3. The token's scopes are compared with those that the compiler merged on the way from the handler
//!    down to the scheme.
//! 4. Everything above runs, up to the handler, whose own extractors come last, and the body last of all.
//!
//! # Features
//!
//! | feature | default | what it does |
//! |---|---|---|
//! | `aws_lc_rs` | yes | checks signatures by AWS-LC; needs a C compiler |
//! | `rust_crypto` | no | checks signatures in pure Rust; `aws_lc_rs` wins where both are enabled |
//! | `dpop` | no | checks proofs of possession (RFC 9449): a token that was stolen alone is worth nothing |
//! | `openapi` | no | the OpenAPI document of a [`SecureRouter`], on utoipa |
//! | `provider` | no | [verifiers that ask a provider](provider): its keys, its metadata, introspection ([guide](guide::provider)) |
//! | `testing` | no | in [dev-dependencies]: a security snapshot, a coverage check, overrides and tokens for tests |

#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod audit;
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
#[cfg(feature = "openapi")]
pub mod openapi;
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
pub use crate::extract::{AccessToken, ApiKey, BasicCredentials, BearerToken, SecurityScopes};
pub use crate::issuer::TokenIssuer;
pub use crate::metadata::{ProtectedResource, ProtectedResourceError};
pub use crate::password::{OAuth2PasswordRequestForm, TokenResponse};
pub use crate::refuse::profile::{self, FastApi, Reject, Rfc6750};
pub use crate::refuse::{Denial, DenialReason};
pub use crate::resolve::Level;
pub use crate::routing::SecureRouter;
pub use crate::scheme::{Flow, KeyLocation, Scheme, SchemeKind, ScopeInfo, SecurityScheme};
pub use crate::token::{Claims, GrantedScopes, TokenError};
pub use crate::verify::{Verifier, VerifierBuilder, VerifierError, VerifierFor};

/// The README's examples, which use the feature.
#[cfg(all(doctest, feature = "testing"))]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
