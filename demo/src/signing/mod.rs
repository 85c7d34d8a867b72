//! The keys that sign access tokens: the secret key alone, as in the tutorial, or key pairs that replace each other, whose
//! public halves other services read.
//!
//! A key pair is published for some time before it signs, and until its last token has expired. All replicas use those in
//! the database.

mod endpoints;
mod rotating;
mod schedule;
mod sealed;

use std::sync::Arc;

use scopegate::token::{IssueError, Jwks};
use scopegate::{TokenIssuer, Verifier, VerifierError};
use serde_json::json;

use self::rotating::RotatingVerifier;

pub use self::endpoints::routes;
pub use self::rotating::{Provider, RotatingKeys, SigningError};

use crate::sessions::Revoked;

/// The name of the only client in tokens for other services (RFC 9068 section 2.2).
const CLIENT: &str = "demo";

/// What signs access tokens.
#[derive(Debug, Clone)]
pub enum Signing {
    /// The secret key, which verifies as well.
    Secret(TokenIssuer),
    /// Key pairs, for other services.
    KeyPairs(Arc<RotatingKeys>),
}

impl Signing {
    /// Issues an access token with these scopes.
    ///
    /// # Errors
    /// If no verifier would accept it.
    pub fn issue(&self, subject: &str, scopes: &[String]) -> Result<String, IssueError> {
        match self {
            Self::Secret(issuer) => issuer.issue(subject, scopes),
            Self::KeyPairs(keys) => {
                let client = json!({ "client_id": CLIENT });
                keys.issuer().issue_with(subject, scopes, &client)
            }
        }
    }

    /// What verifies the tokens.
    ///
    /// # Errors
    /// If the key is too short.
    pub fn verifier(&self, secret_key: &[u8], revoked: Revoked) -> Result<Verifier, VerifierError> {
        match self {
            Self::Secret(_) => {
                let verifier = Verifier::builder().hs256(secret_key);
                verifier.revocation(revoked).build()
            }
            Self::KeyPairs(keys) => Ok(Verifier::new(RotatingVerifier::new(Arc::clone(keys)))),
        }
    }

    /// What other services read, if they can verify the tokens.
    #[must_use]
    pub fn published(&self) -> Option<(Provider, Jwks)> {
        match self {
            Self::Secret(_) => None,
            Self::KeyPairs(keys) => Some((keys.provider().clone(), keys.issuer().jwks())),
        }
    }
}
