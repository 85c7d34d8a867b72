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
use serde_json::Map;

use self::rotating::RotatingVerifier;

pub use self::endpoints::routes;
pub use self::rotating::{Provider, RotatingKeys, SigningError};

use crate::sessions::Revoked;
use crate::users::UserInDb;

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
    /// Issues an access token of this user with these scopes.
    ///
    /// # Errors
    /// If no verifier would accept it.
    pub fn issue(&self, user: &UserInDb, scopes: &[String]) -> Result<String, IssueError> {
        let mut claims = Map::new();
        // A token of the tutorial has no more than it needs.
        if user.user.generation != 0 {
            claims.insert("generation".to_owned(), user.user.generation.into());
        }
        let issuer = match self {
            Self::Secret(issuer) => issuer.clone(),
            Self::KeyPairs(keys) => {
                claims.insert("client_id".to_owned(), CLIENT.into());
                keys.issuer()
            }
        };
        issuer.issue_with(&user.user.username, scopes, &claims)
    }

    /// Whether other services accept the tokens.
    #[must_use]
    pub const fn is_for_others(&self) -> bool {
        matches!(self, Self::KeyPairs(_))
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
