//! Verifies tokens.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::compact::{Compact, decode, decode_json};
use super::header::Header;
use super::keys::Key;
use super::payload::Payload;
use super::policy::Policy;
use super::{GrantedScopes, TokenError, VerifiedToken, VerifierBuilder, VerifierError, keys};

/// Verifies access tokens in JWT form. Clones share one set of keys and rules.
///
/// ```
/// use std::time::Duration;
/// use scopegate::token::{TokenIssuer, Verifier};
///
/// let secret = b"at least 32 bytes that nobody knows";
/// let issuer = TokenIssuer::hs256(secret)?.issuer("https://issuer.example").audience("items");
/// let verifier = Verifier::builder()
///     .hs256(secret)
///     .issuer("https://issuer.example")
///     .audience("items")
///     .leeway(Duration::from_secs(30))
///     .build()?;
///
/// let token = verifier.verify(&issuer.issue("johndoe", ["me", "items"])?)?;
/// assert!(token.scopes().contains("items"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Verifier {
    inner: Arc<Inner>,
}

struct Inner {
    keys: Vec<Key>,
    policy: Policy,
}

impl Verifier {
    /// A verifier of HS256 tokens with no rules beside those that always hold.
    ///
    /// # Errors
    /// [`VerifierError`] if the secret is shorter than 32 bytes
    /// ([RFC 7518 section 3.2](https://www.rfc-editor.org/rfc/rfc7518#section-3.2)).
    pub fn hs256(secret: impl AsRef<[u8]>) -> Result<Self, VerifierError> {
        Self::builder().hs256(secret).build()
    }

    /// Starts a verifier without keys.
    pub fn builder() -> VerifierBuilder {
        VerifierBuilder::default()
    }

    pub(super) fn new(keys: Vec<Key>, policy: Policy) -> Self {
        Self {
            inner: Arc::new(Inner { keys, policy }),
        }
    }

    /// Verifies a token as of now.
    ///
    /// # Errors
    /// [`TokenError`]: the first thing found wrong. Nothing of the payload is read before the signature is
    /// known to be good ([RFC 8725 section 3.3](https://www.rfc-editor.org/rfc/rfc8725#section-3.3)).
    pub fn verify(&self, token: &str) -> Result<VerifiedToken, TokenError> {
        // A clock before 1970 is broken, and no token is valid by it.
        let since_epoch = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        self.verify_at(token, since_epoch.unwrap_or(Duration::MAX))
    }

    /// Verifies a token as of `now`, counted from 1970.
    pub(crate) fn verify_at(
        &self,
        token: &str,
        now: Duration,
    ) -> Result<VerifiedToken, TokenError> {
        let Inner { keys, policy } = &*self.inner;
        let compact = Compact::parse(token)?;

        let json = decode_json(compact.header)?;
        let header = Header::parse(&json)?;
        policy.check_type(&header)?;
        keys::verify(
            keys,
            &header,
            compact.signed.as_bytes(),
            &decode(compact.signature)?,
        )?;

        let json = decode_json(compact.payload)?;
        let payload = Payload::parse(&json)?;
        policy.check_claims(&payload, now)?;
        let scopes = GrantedScopes::from_payload(&payload);
        Ok(VerifiedToken::new(token, json, scopes))
    }
}

/// Shows no key.
impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let algorithms: Vec<_> = self.inner.keys.iter().map(Key::algorithm).collect();
        f.debug_struct("Verifier")
            .field("algorithms", &algorithms)
            .field("policy", &self.inner.policy)
            .finish_non_exhaustive()
    }
}
