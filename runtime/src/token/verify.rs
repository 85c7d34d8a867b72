use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::Verification;

/// No client is told to wait for longer than this.
pub(crate) const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Says whether a token is good, and what it says: by a secret, by a provider's keys, or by asking the provider.
///
/// A [`Verifier`](super::Verifier) is made of one, and handlers do not know which. Those of this crate come from
/// [`Verifier::builder`](super::Verifier::builder). Write your own for tokens of another kind:
///
/// ```
/// use std::time::Duration;
///
/// use scopegate::token::{TokenError, Verification, VerifiedToken, Verifier, VerifyToken};
///
/// /// Tokens that are names in a table.
/// #[derive(Debug)]
/// struct Sessions;
///
/// impl VerifyToken for Sessions {
///     fn verify<'v>(&'v self, token: &'v str, at: Duration) -> Verification<'v> {
///         Verification::pending(async move {
///             if token != "a-session" {
///                 return Err(TokenError::Inactive);
///             }
///             let expiry = at.as_secs() + 60;
///             VerifiedToken::new(token, format!(r#"{{"sub":"johndoe","scope":"me","exp":{expiry}}}"#))
///         })
///     }
/// }
///
/// let verifier = Verifier::new(Sessions);
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// assert!(verifier.verify("a-session").await?.scopes().contains("me"));
/// assert_eq!(verifier.verify("another").await.err(), Some(TokenError::Inactive));
/// # Ok::<(), TokenError>(())
/// # }).unwrap();
/// ```
pub trait VerifyToken: fmt::Debug + Send + Sync + 'static {
    /// Verifies a token as of a time since 1970.
    ///
    /// It is on the way of every request: an answer that is known is [`Verification::ready`]. What cannot be found
    /// out is [`TokenError::Unavailable`](super::TokenError::Unavailable), and never a token.
    fn verify<'v>(&'v self, token: &'v str, at: Duration) -> Verification<'v>;

    /// The issuers whose tokens it accepts, for a verifier that chooses by `iss`. None means that it does not
    /// compare them.
    fn issuers(&self) -> &[String] {
        &[]
    }

    /// Issuers that cannot be listed, since each tenant has its own, with one placeholder in braces:
    /// `https://login.example/{tenant}/v2.0`. The name of a tenant is of letters, digits, `-`, `_` and `.`.
    ///
    /// A verifier that chooses by `iss` asks this one about tokens of all issuers of that form, whether they are allowed
    /// or not. A template counts as several issuers where security schemes have to say whom they mean.
    fn issuer_templates(&self) -> &[String] {
        &[]
    }

    /// Whether all its issuers are one authority under several names: the same keys, or the same provider, are good for
    /// all of them. Else a security scheme has to say which one it means.
    fn is_one_authority(&self) -> bool {
        self.issuer_templates().is_empty() && self.issuers().len() <= 1
    }

    /// After how long a token may be sent again that was answered with
    /// [`TokenError::Unavailable`](super::TokenError::Unavailable), if that is known: the `Retry-After` of the response.
    fn retry_after(&self, token: &str) -> Option<Duration> {
        let _ = token;
        None
    }

    /// Whether it verifies tokens that are no JWTs, and so name no issuer.
    fn takes_opaque_tokens(&self) -> bool {
        false
    }
}

impl<V: VerifyToken + ?Sized> VerifyToken for Arc<V> {
    fn verify<'v>(&'v self, token: &'v str, at: Duration) -> Verification<'v> {
        self.as_ref().verify(token, at)
    }

    fn issuers(&self) -> &[String] {
        self.as_ref().issuers()
    }

    fn issuer_templates(&self) -> &[String] {
        self.as_ref().issuer_templates()
    }

    fn is_one_authority(&self) -> bool {
        self.as_ref().is_one_authority()
    }

    fn retry_after(&self, token: &str) -> Option<Duration> {
        self.as_ref().retry_after(token)
    }

    fn takes_opaque_tokens(&self) -> bool {
        self.as_ref().takes_opaque_tokens()
    }
}
