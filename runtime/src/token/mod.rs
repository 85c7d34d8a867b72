//! Access tokens: [`Verifier`] checks them, [`VerifiedToken`] is one that passed, [`TokenIssuer`] makes them for
//! the password flow.
//!
//! A token is a JWT ([RFC 7519](https://www.rfc-editor.org/rfc/rfc7519)), and these rules always hold
//! ([RFC 8725](https://www.rfc-editor.org/rfc/rfc8725)):
//!
//! * at most 16 KiB, three parts of base64url in their one spelling, JSON objects without repeated members;
//! * the algorithm is the key's and never the token's choice; there is no `none`;
//! * keys that come with the token (`jku`, `jwk`, `x5u`, `x5c`) are ignored, extensions (`crit`, `b64`, `zip`,
//!   `enc`) are refused;
//! * `exp` is required; every registered claim has the type that its specification gives it;
//! * a token with `aud` is accepted only by a service that goes by one of those names;
//! * a token that is bound to its sender (`cnf`) is refused, unless it is bound to a key and the verifier checks proofs
//!   of possession: `Verifier::with_dpop`, behind the feature `dpop`.
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

mod algorithm;
mod builder;
mod by_issuer;
mod claim_path;
mod claims;
mod compact;
#[cfg(feature = "dpop")]
mod confirmation;
mod crypto;
mod error;
mod header;
pub(crate) mod hmac;
mod issued_by;
mod issuer;
pub(crate) mod issuer_template;
mod json;
mod jwt;
mod keys;
mod kind;
#[cfg(feature = "provider")]
mod of_provider;
mod payload;
mod policy;
mod problem;
mod refused;
mod scope_source;
mod scopes;
mod values;
mod verification;
mod verified;
mod verifier;
mod verifier_for;
mod verify;

pub use algorithm::Algorithm;
pub use builder::VerifierBuilder;
pub use claims::Claims;
pub use error::TokenError;
pub use issuer::{IssueError, Jwks, TokenIssuer};
pub use problem::VerifierError;
pub use scopes::GrantedScopes;
pub use verification::Verification;
pub use verified::VerifiedToken;
pub use verifier::Verifier;
pub use verifier_for::VerifierFor;
pub use verify::VerifyToken;

pub(crate) use self::json::NumericDate;

/// What verifiers in other modules are made of.
#[cfg(feature = "provider")]
pub(crate) mod rules {
    pub(crate) use super::compact::MAX_LENGTH;
    pub(crate) use super::crypto::sha256;
    pub(crate) use super::jwt::{Refused, verify};
    pub(crate) use super::keys::Key;
    pub(crate) use super::policy::Policy;
    pub(crate) use super::problem::Problem;
}

/// What reads other signed JSON as strictly as tokens.
#[cfg(feature = "dpop")]
pub(crate) mod parts {
    pub(crate) use super::compact::{Compact, decode, decode_json, encode};
    pub(crate) use super::confirmation::Confirmation;
    pub(crate) use super::crypto::sha256;
    pub(crate) use super::json::{Blame, Members, NumericDate, Text, Unread, read, read_object};
    pub(crate) use super::keys::Key;
}

/// What makes tokens in tests.
#[cfg(any(
    all(feature = "dpop", any(test, feature = "testing")),
    all(feature = "provider", feature = "testing"),
))]
pub(crate) mod making {
    pub(crate) use super::compact::encode;
    pub(crate) use super::crypto::PrivateKey;
    pub(crate) use super::keys::{pem::read_private, public_jwk};
}

#[cfg(test)]
mod tests;
