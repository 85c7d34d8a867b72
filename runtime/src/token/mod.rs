//! Access tokens: [`Verifier`] verifies them, [`VerifiedToken`] is the result, [`TokenIssuer`] issues them for the
//! password flow.
//!
//! A token is a JWT ([RFC 7519](https://www.rfc-editor.org/rfc/rfc7519)), and these rules always hold
//! ([RFC 8725](https://www.rfc-editor.org/rfc/rfc8725)):
//!
//! * at most 16 KiB, three parts in canonical base64url, JSON objects without repeated members;
//! * the algorithm is that of the key, never the token's choice; `none` is not supported;
//! * keys that come with the token (`jku`, `jwk`, `x5u`, `x5c`) are ignored, extensions (`crit`, `b64`, `zip`, `enc`)
//!   are refused;
//! * `exp` is required; every registered claim must have the type that its specification requires;
//! * a token with an `aud` is accepted only if one of its values is a configured audience;
//! * a token that is bound to its sender (`cnf`) is refused, unless the verifier checks how it is bound: to a client
//!   certificate ([`Verifier::with_mtls`]), or to a key (`Verifier::with_dpop`, with the feature `dpop`).
//!
//! ```
//! use scopegate::token::{Claims, TokenIssuer, Verifier};
//!
//! let secret = b"at least 32 bytes that nobody knows";
//! let token = TokenIssuer::hs256(secret)?.issue("johndoe", ["me", "items"])?;
//!
//! let token = Verifier::hs256(secret)?.verify(&token).now()?;
//! assert!(token.scopes().contains("me") && !token.scopes().contains("admin"));
//! assert_eq!(token.claims::<Claims>()?.sub.as_deref(), Some("johndoe"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod authentication;
pub(crate) mod cache;
pub(crate) mod claim_path;
mod claims;
pub(crate) mod compact;
mod confirmation;
mod error;
pub(crate) mod header;
pub(crate) mod issuer_template;
pub(crate) mod json;
pub(crate) mod jwt;
pub(crate) mod keys;
mod kind;
mod known_header;
#[cfg(feature = "provider")]
mod of_provider;
pub(crate) mod payload;
pub(crate) mod policy;
mod proofs;
mod refused;
mod registered;
pub(crate) mod scope_source;
mod scopes;
#[cfg(feature = "provider")]
mod tenants;
pub(crate) mod values;
mod verification;
mod verified;
mod verify;

pub use self::claims::Claims;
pub(crate) use self::confirmation::Confirmation;
pub use self::error::TokenError;
pub(crate) use self::proofs::Proofs;
pub(crate) use self::scopes::is_scope_token;
pub use self::scopes::{GrantedScopes, Scopes};
#[cfg(feature = "provider")]
pub(crate) use self::tenants::TenantIssuers;
#[cfg(feature = "provider")]
pub use self::tenants::Tenants;
pub use self::verification::Verification;
pub use self::verified::VerifiedToken;
pub use self::verify::VerifyToken;
pub(crate) use self::verify::{LONGEST_WAIT, is_of_one_issuer, says_the_same};
// Items of higher modules, reexported for their public paths.
pub use crate::crypto::{Algorithm, UnknownAlgorithm};
pub use crate::issuer::{IssueError, Jwks, TokenIssuer};
pub use crate::verify::{Verifier, VerifierBuilder, VerifierError, VerifierFor};
