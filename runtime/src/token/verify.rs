use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::Verification;

/// The maximum `Retry-After` for clients.
pub(crate) const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Verifies access tokens: with a shared secret, a provider's keys, or introspection.
///
/// A [`Verifier`](super::Verifier) contains one; handlers do not depend on which. Those of this crate come from
/// [`Verifier::builder`](super::Verifier::builder). Implement it for tokens of another kind:
///
/// ```
/// use std::time::{Duration, SystemTime};
///
/// use scopegate::token::{TokenError, Verification, VerifiedToken, Verifier, VerifyToken};
///
/// /// One token that is not a JWT, and when it expires.
/// #[derive(Debug)]
/// struct Session(&'static str, SystemTime);
///
/// impl VerifyToken for Session {
///     fn verify<'v>(&'v self, token: &'v str, at: SystemTime) -> Verification<'v> {
///         Verification::pending(async move {
///             if token != self.0 || at >= self.1 {
///                 return Err(TokenError::Inactive);
///             }
///             VerifiedToken::new(token, r#"{"sub":"johndoe","scope":"me"}"#)
///         })
///     }
/// }
///
/// let expiry = SystemTime::now() + Duration::from_secs(60);
/// let verifier = Verifier::new(Session("a-session", expiry));
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// assert!(verifier.verify("a-session").await?.scopes().contains("me"));
/// assert_eq!(verifier.verify("another").await.err(), Some(TokenError::Inactive));
/// # Ok::<(), TokenError>(())
/// # }).unwrap();
/// ```
pub trait VerifyToken: fmt::Debug + Send + Sync + 'static {
    /// Verifies a token as of this time.
    ///
    /// Called on every request. Return [`Verification::ready`] if the result is already known. If it cannot be
    /// determined, return [`TokenError::Unavailable`](super::TokenError::Unavailable), never a token.
    fn verify<'v>(&'v self, token: &'v str, at: SystemTime) -> Verification<'v>;

    /// The issuers whose tokens it accepts, for a verifier that selects by `iss`. Empty means that it does not check
    /// them.
    fn issuers(&self) -> &[String] {
        &[]
    }

    /// Issuers that cannot be listed, since each tenant has its own, with one placeholder in braces:
    /// `https://login.example/{tenant}/v2.0`. A tenant's name consists of letters, digits, `-`, `_` and `.`.
    ///
    /// A verifier that selects by `iss` sends tokens of all issuers of that form to this one, whether they are allowed
    /// or not. A template counts as several issuers where security schemes have to name the one that they accept.
    fn issuer_templates(&self) -> &[String] {
        &[]
    }

    /// Whether all its issuers are one authority under several names: the same keys, or the same provider, are valid
    /// for all of them. If not, a security scheme has to name the one that it accepts.
    fn is_one_authority(&self) -> bool {
        is_of_one_issuer(self)
    }

    /// How long to wait before a token is sent again that was refused with
    /// [`TokenError::Unavailable`](super::TokenError::Unavailable), if known: the `Retry-After` of the response.
    fn retry_after(&self, token: &str) -> Option<Duration> {
        let _ = token;
        None
    }

    /// Whether it verifies tokens that are not JWTs, and therefore name no issuer.
    fn takes_opaque_tokens(&self) -> bool {
        false
    }

    /// The same as `verify`, for a token that it has verified before and still knows. Any bytes may be sent as one.
    #[doc(hidden)]
    fn remembered<'v>(&'v self, token: &[u8], at: SystemTime) -> Option<Verification<'v>> {
        let _ = (token, at);
        None
    }
}

/// Whether a verifier accepts the tokens of one issuer only, or does not compare issuers.
pub(crate) fn is_of_one_issuer(verifier: &(impl VerifyToken + ?Sized)) -> bool {
    verifier.issuer_templates().is_empty() && verifier.issuers().len() <= 1
}

/// All methods of [`VerifyToken`] but `verify` and `remembered`, for a verifier that wraps another one. A wrapper that
/// misses one would change which tokens are accepted.
macro_rules! says_the_same {
    ($this:ident => $inner:expr) => {
        fn issuers(&$this) -> &[String] {
            $inner.issuers()
        }

        fn issuer_templates(&$this) -> &[String] {
            $inner.issuer_templates()
        }

        fn is_one_authority(&$this) -> bool {
            $inner.is_one_authority()
        }

        fn retry_after(&$this, token: &str) -> Option<Duration> {
            $inner.retry_after(token)
        }

        fn takes_opaque_tokens(&$this) -> bool {
            $inner.takes_opaque_tokens()
        }
    };
}

pub(crate) use says_the_same;

impl<V: VerifyToken + ?Sized> VerifyToken for Arc<V> {
    fn verify<'v>(&'v self, token: &'v str, at: SystemTime) -> Verification<'v> {
        self.as_ref().verify(token, at)
    }

    fn remembered<'v>(&'v self, token: &[u8], at: SystemTime) -> Option<Verification<'v>> {
        self.as_ref().remembered(token, at)
    }

    says_the_same!(self => self.as_ref());
}
