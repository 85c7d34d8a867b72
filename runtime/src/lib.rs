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

mod access_token;
pub mod audit;
mod authenticate;
mod binding;
mod call;
#[cfg(feature = "dpop")]
mod challenge;
mod clock;
mod clone;
mod credentials;
mod denial;
mod dependency;
#[cfg(feature = "dpop")]
pub mod dpop;
mod errors;
mod expiring;
mod first_of;
mod graph;
#[cfg(any(doc, doctest))]
pub mod guide;
mod level;
mod loopback;
pub mod metadata;
pub mod metrics;
mod nesting;
#[cfg(feature = "openapi")]
pub mod openapi;
mod outcome;
pub mod password;
mod possession;
pub mod profile;
#[cfg(feature = "provider")]
pub mod provider;
mod refusal;
pub mod revocation;
pub mod routing;
mod scheme;
mod secured;
mod security_scopes;
mod target;
#[cfg(feature = "testing")]
pub mod testing;
pub mod token;

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

pub use crate::access_token::AccessToken;
pub use crate::audit::Audit;
pub use crate::credentials::{ApiKey, BasicCredentials, BearerToken};
pub use crate::denial::{Denial, DenialReason};
pub use crate::level::Level;
pub use crate::metadata::{ProtectedResource, ProtectedResourceError};
pub use crate::password::{OAuth2PasswordRequestForm, TokenResponse};
pub use crate::profile::{FastApi, Rejection, Rfc6750};
pub use crate::routing::SecureRouter;
pub use crate::scheme::{Flow, KeyLocation, Scheme, SchemeKind, ScopeInfo, SecurityScheme};
pub use crate::security_scopes::SecurityScopes;
pub use crate::token::{
    Algorithm, Claims, GrantedScopes, TokenError, TokenIssuer, Verifier, VerifierBuilder,
    VerifierError, VerifierFor,
};

/// The README's examples, which use the feature.
#[cfg(all(doctest, feature = "testing"))]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
