//! Revoking tokens before they expire.
//!
//! A JWT is valid until `exp`. A verifier with a [`Revocation`] also checks each token that is otherwise valid against
//! it: [`RevokedTokens`] in memory, or your own list in a database that all instances share. [The
//! guide](crate::guide::revocation) has one in Redis.
//!
//! ```
//! # #[cfg(feature = "testing")]
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # use scopegate::testing::TestTokens;
//! use scopegate::revocation::RevokedTokens;
//! use scopegate::{TokenError, Verifier};
//!
//! let revoked = RevokedTokens::new();
//! let verifier = Verifier::builder()
//!     .hs256(b"at least 32 bytes that nobody knows")
//!     .revocation(revoked.clone())
//!     .build()?;
//!
//! # let tokens = TestTokens::with_secret(b"at least 32 bytes that nobody knows");
//! # let token = tokens.token().claim("jti", "a-name").issue();
//! assert!(verifier.verify(&token).await.is_ok());
//! revoked.revoke("a-name", std::time::SystemTime::now() + std::time::Duration::from_secs(600))?;
//! assert_eq!(verifier.verify(&token).await.err(), Some(TokenError::Revoked));
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "testing"))]
//! # fn main() {}
//! ```

mod memory;

use std::error::Error;
use std::pin::Pin;
use std::sync::Arc;
use std::time::SystemTime;

pub use self::memory::{RevokedTokens, TooManyRevoked};

/// A source of revocation status, such as a list in a database.
///
/// ```
/// use scopegate::revocation::{Revocation, RevocationUnknown, RevocationClaims};
///
/// /// A shared list, for example a table in a database.
/// struct Table;
///
/// impl Table {
///     async fn has(&self, _name: &str) -> std::io::Result<bool> {
///         Ok(false)
///     }
/// }
///
/// impl Revocation for Table {
///     async fn is_revoked(&self, token: RevocationClaims<'_>) -> Result<bool, RevocationUnknown> {
///         match token.jti {
///             Some(name) => self.has(name).await.map_err(RevocationUnknown::new),
///             None => Ok(true), // It could never be revoked.
///         }
///     }
/// }
/// ```
pub trait Revocation: Send + Sync + 'static {
    /// Whether a token that is otherwise valid was revoked.
    ///
    /// # Errors
    /// [`RevocationUnknown`] if that cannot be determined: the token is not accepted then (503).
    fn is_revoked(
        &self,
        token: RevocationClaims<'_>,
    ) -> impl Future<Output = Result<bool, RevocationUnknown>> + Send;
}

impl<R: Revocation> Revocation for Arc<R> {
    async fn is_revoked(&self, token: RevocationClaims<'_>) -> Result<bool, RevocationUnknown> {
        self.as_ref().is_revoked(token).await
    }
}

/// The claims of a verified token that identify it. In tests of a [`Revocation`], start from its default.
///
/// See [`Revocation`] for an example.
#[derive(Clone, Copy, Default)]
#[non_exhaustive]
pub struct RevocationClaims<'t> {
    /// The token's identifier (RFC 7519 section 4.1.7). It is unique for one issuer.
    pub jti: Option<&'t str>,
    /// The issuer.
    pub iss: Option<&'t str>,
    /// The subject.
    pub sub: Option<&'t str>,
    /// When it was issued: usually a whole second, within which it may have been issued at any time.
    pub iat: Option<SystemTime>,
    /// When it expires, without the leeway.
    pub exp: Option<SystemTime>,
}

/// Whether a token was revoked could not be determined.
///
/// See [`Revocation`] for an example.
#[derive(Debug, thiserror::Error)]
#[error("whether a token was revoked could not be determined")]
pub struct RevocationUnknown {
    source: Box<dyn Error + Send + Sync>,
}

impl RevocationUnknown {
    /// An error with its cause. The cause is logged, so it must not contain secrets.
    pub fn new(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self {
            source: source.into(),
        }
    }
}

/// Shows nothing: these are claims.
impl std::fmt::Debug for RevocationClaims<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RevocationClaims").finish_non_exhaustive()
    }
}

type Asking<'r> = Pin<Box<dyn Future<Output = Result<bool, RevocationUnknown>> + Send + 'r>>;

/// A [`Revocation`] as a trait object.
pub(crate) trait DynRevocation: Send + Sync {
    fn is_revoked_boxed<'r>(&'r self, token: RevocationClaims<'r>) -> Asking<'r>;
}

impl<R: Revocation> DynRevocation for R {
    fn is_revoked_boxed<'r>(&'r self, token: RevocationClaims<'r>) -> Asking<'r> {
        Box::pin(self.is_revoked(token))
    }
}
