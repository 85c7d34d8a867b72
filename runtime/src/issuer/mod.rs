//! Issuing tokens: for the password flow, and with key pairs for other services.

mod claims;
mod error;
mod jwks;
mod signer;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum_core::extract::FromRef;
use serde::Serialize;

use self::claims::{Registered, whole};
pub use self::error::IssueError;
pub use self::jwks::Jwks;
use self::signer::Signer;
use crate::crypto::{Algorithm, KeyProblem};
use crate::token::compact::{MAX_LENGTH, encode};
use crate::token::is_scope_token;
use crate::verify::VerifierError;
use crate::verify::problem::Problem;

/// As in the FastAPI tutorial: half an hour.
const DEFAULT_LIFETIME: Duration = Duration::from_secs(30 * 60);

/// Issues tokens with the claims `sub`, `scopes` (a list), `exp`, `iat` and `jti`, and `iss` and `aud` if set.
///
/// Use a [secret](Self::hs256) for a service that is its own authorization server, as in the password flow. Everyone
/// who can verify such a token can also issue one, so tokens for other services need a [key pair](Self::key_pair): they
/// get its public half from [`jwks`](Self::jwks). See the [guide](crate::guide::issuing).
///
/// `jti` is 128 random bits, with which [`RevokedTokens`](crate::revocation::RevokedTokens) revokes a token.
///
/// # Key rotation
///
/// A key is replaced in three steps, each of which is deployed everywhere before the next. First publish the new key in
/// addition to the signing one ([`also_publish`](Self::also_publish)), and wait as long as clients cache the document.
/// Then sign with the new key, and publish the old one. Finally remove the old one when its last token has expired.
///
/// ```
/// # const PEM: &str = include_str!("../token/testdata/p256.private.pem");
/// # const OLD: &str = include_str!("../token/testdata/ed25519.jwk.json");
/// use scopegate::{Algorithm, TokenIssuer, Verifier};
///
/// let issuer = TokenIssuer::key_pair(Algorithm::ES256, "2026-11", PEM)?
///     .issuer("https://issuer.example")
///     .audience("https://api.example");
/// let issuer = issuer.also_publish("2026-05", OLD)?;
///
/// let jwks = issuer.jwks();
/// let verifier = jwks.keys().fold(Verifier::builder(), |builder, key| builder.jwk(&key));
/// let verifier = verifier.issuer("https://issuer.example").audience("https://api.example").build()?;
/// let token = issuer.issue("johndoe", ["items"])?;
/// assert!(verifier.verify(&token).now()?.scopes().contains("items"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct TokenIssuer {
    signer: Signer,
    /// Additional public keys, as JWK.
    published: Vec<serde_json::Value>,
    lifetime: Duration,
    issuer: Option<String>,
    audience: Option<String>,
    has_milliseconds: bool,
}

impl TokenIssuer {
    /// Issues tokens signed with this secret, of at least 32 random bytes. They are valid for 30 minutes by default,
    /// see [`Self::lifetime`].
    ///
    /// # Errors
    /// [`VerifierError`] if the secret is too short
    /// ([RFC 7518 section 3.2](https://www.rfc-editor.org/rfc/rfc7518#section-3.2)).
    pub fn hs256(secret: impl AsRef<[u8]>) -> Result<Self, VerifierError> {
        Signer::hs256(secret.as_ref())
            .map(Self::of)
            .map_err(only_key)
    }

    /// Issues tokens signed with this private key, one PEM block `PRIVATE KEY` (PKCS #8), with any asymmetric
    /// algorithm. They have a `kid`, which identifies the public key in [`jwks`](Self::jwks), and the type `at+jwt`
    /// ([RFC 9068](https://www.rfc-editor.org/rfc/rfc9068#section-2.1)).
    ///
    /// With the feature `rust_crypto` alone, the time that an RSA signature takes may reveal something about the key
    /// (RUSTSEC-2023-0071): use ES256 or `EdDSA`.
    ///
    /// # Errors
    /// [`VerifierError`] if the `kid` is empty, or the key does not match the algorithm.
    pub fn key_pair(
        algorithm: Algorithm,
        kid: &str,
        pem: impl AsRef<[u8]>,
    ) -> Result<Self, VerifierError> {
        let signer = Signer::key_pair(algorithm, kid, pem.as_ref());
        signer.map(Self::of).map_err(only_key)
    }

    fn of(signer: Signer) -> Self {
        Self {
            signer,
            published: Vec::new(),
            lifetime: DEFAULT_LIFETIME,
            issuer: None,
            audience: None,
            has_milliseconds: false,
        }
    }

    /// Publishes another public JWK with this `kid`: a key that will sign soon, or that signed until recently. It is
    /// published in the canonical form of RFC 7518.
    ///
    /// # Errors
    /// [`VerifierError`] if it is not a public key that can verify, or the `kid` is empty or taken.
    pub fn also_publish(mut self, kid: &str, jwk: &str) -> Result<Self, VerifierError> {
        let taken = self.jwks().kids().any(|known| known == kid);
        if taken || kid.is_empty() {
            return Err(only_key(KeyProblem::NameOfKey));
        }
        self.published
            .push(jwks::published(kid, jwk).map_err(only_key)?);
        Ok(self)
    }

    /// The public keys, for services that verify the tokens: that of [`key_pair`](Self::key_pair), and the [additional
    /// ones](Self::also_publish). They never include a secret.
    #[must_use]
    pub fn jwks(&self) -> Jwks {
        Jwks::of(
            self.signer
                .public_jwk()
                .into_iter()
                .chain(self.published.iter().cloned()),
        )
    }

    /// Sets how long a token is valid. `exp` is in whole seconds, so a fraction is truncated.
    #[must_use]
    pub fn lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetime = lifetime;
        self
    }

    /// Sets the `iss` of the tokens.
    #[must_use]
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.issuer = Some(issuer.into());
        self
    }

    /// Sets the `aud` of the tokens.
    #[must_use]
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audience = Some(audience.into());
        self
    }

    /// Writes `iat` with milliseconds instead of whole seconds. A token that is issued in the same second as a
    /// [`revoke_all_of`](crate::revocation::RevokedTokens::revoke_all_of), but after it, is then valid: for a service
    /// that issues a new token after a password change. RFC 7519 allows it; not every library supports it.
    #[must_use]
    pub fn milliseconds(mut self) -> Self {
        self.has_milliseconds = true;
        self
    }

    /// Issues a token for `subject` with exactly these scopes. The caller must check that the subject may have them.
    ///
    /// # Errors
    /// [`IssueError`] if no verifier would accept the token.
    pub fn issue(
        &self,
        subject: &str,
        scopes: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Result<String, IssueError> {
        self.issue_with(subject, scopes, &claims::None {})
    }

    /// The same with custom claims: a struct or a map whose members are added to the registered ones.
    ///
    /// ```
    /// use scopegate::{TokenIssuer, Verifier};
    /// use serde::{Deserialize, Serialize};
    ///
    /// #[derive(Serialize, Deserialize)]
    /// struct Own {
    ///     tenant: u32,
    /// }
    ///
    /// let token = TokenIssuer::hs256([7; 32])?.issue_with("johndoe", ["items"], &Own { tenant: 3 })?;
    /// let token = Verifier::hs256([7; 32])?.verify(&token).now()?;
    /// assert_eq!(token.claims::<Own>()?.tenant, 3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// [`acr` and `max_age`](macro@crate::security#acr-and-max_age) need the claims `acr` and `auth_time`, the second in
    /// whole seconds since 1970:
    ///
    /// ```
    /// # use scopegate::{TokenIssuer, Verifier};
    /// let login = serde_json::json!({ "acr": "phr", "auth_time": 1_790_000_000 });
    /// let token = TokenIssuer::hs256([7; 32])?.issue_with("johndoe", ["items"], &login)?;
    /// assert_eq!(Verifier::hs256([7; 32])?.verify(&token).now()?.acr().as_deref(), Some("phr"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`IssueError`] if no verifier would accept the token: [`Claims`](IssueError::Claims) if they are not an object,
    /// or contain a claim that the issuer sets, grants scopes (`scope`, `scp`), or decides when and for whom the token is
    /// valid (`nbf`, `cnf`).
    pub fn issue_with(
        &self,
        subject: &str,
        scopes: impl IntoIterator<Item = impl AsRef<str>>,
        claims: &impl Serialize,
    ) -> Result<String, IssueError> {
        let since_epoch = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let now = since_epoch.map_err(|_| IssueError::Lifetime)?;
        let scopes: Vec<_> = scopes.into_iter().collect();
        let scopes: Vec<_> = scopes.iter().map(AsRef::as_ref).collect();
        self.issue_at(now, subject, &scopes, claims)
    }

    /// `now` is the time since 1970.
    pub(crate) fn issue_at(
        &self,
        now: Duration,
        subject: &str,
        scopes: &[&str],
        own: &impl Serialize,
    ) -> Result<String, IssueError> {
        if subject.is_empty() {
            return Err(IssueError::Subject);
        }
        if !scopes.iter().all(|scope| is_scope_token(scope)) {
            return Err(IssueError::Scope);
        }
        let expiry = now.checked_add(self.lifetime).ok_or(IssueError::Lifetime)?;
        let registered = Registered {
            sub: subject,
            scopes,
            exp: expiry.as_secs(),
            iat: if self.has_milliseconds {
                claims::milliseconds(now)
            } else {
                whole(now)
            },
            jti: encode(crate::crypto::random().ok_or(IssueError::Randomness)?),
            iss: self.issuer.as_deref(),
            aud: self.audience.as_deref(),
        };
        self.sign(&claims::json(&registered, own)?)
    }

    fn sign(&self, claims: &[u8]) -> Result<String, IssueError> {
        let signed = format!("{}.{}", self.signer.header(), encode(claims));
        let signature = self.signer.sign(signed.as_bytes());
        let token = format!(
            "{signed}.{}",
            encode(signature.ok_or(IssueError::Randomness)?)
        );
        if token.len() > MAX_LENGTH {
            Err(IssueError::TooLarge)
        } else {
            Ok(token)
        }
    }
}

fn only_key(problem: KeyProblem) -> VerifierError {
    VerifierError::new(vec![Problem::Key { index: 1, problem }])
}

/// Shows no key.
impl fmt::Debug for TokenIssuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenIssuer")
            .field("lifetime", &self.lifetime)
            .field("issuer", &self.issuer)
            .field("audience", &self.audience)
            .finish_non_exhaustive()
    }
}

/// For log-in handlers of a router with the state `Arc<AppState>`: see [`Verifier`](crate::Verifier).
impl<S> FromRef<Arc<S>> for TokenIssuer
where
    Self: FromRef<S>,
{
    fn from_ref(state: &Arc<S>) -> Self {
        Self::from_ref(&**state)
    }
}
