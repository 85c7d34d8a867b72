//! Issues tokens for the password flow.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use serde::Serialize;

use super::VerifierError;
use super::compact::{MAX_LENGTH, encode};
use super::crypto::HmacKey;
use super::keys::{KeyProblem, hmac_key};
use super::problem::Problem;
use super::scopes::is_scope_token;

/// As the FastAPI tutorial: half an hour.
const DEFAULT_LIFETIME: Duration = Duration::from_secs(30 * 60);

/// `{"alg":"HS256","typ":"JWT"}` in base64url.
const HEADER: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";

/// Issues HS256 tokens with the claims `sub`, `scopes` (a list) and `exp`, and `iss` and `aud` if set.
///
/// For a service that is its own authorization server, as in the password flow. Everyone who can verify such
/// a token can also make one, so tokens for other services need an authorization server with a key pair.
#[derive(Clone)]
pub struct TokenIssuer {
    key: Arc<HmacKey>,
    lifetime: Duration,
    issuer: Option<String>,
    audience: Option<String>,
}

/// Why a token was not issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IssueError {
    /// The subject is an empty string, which names nobody.
    #[error("the subject of a token must not be empty")]
    Subject,
    /// A scope is no scope-token
    /// ([RFC 6749 section 3.3](https://www.rfc-editor.org/rfc/rfc6749#section-3.3)).
    #[error(
        "a scope is printable ASCII without spaces, quotes and backslashes (RFC 6749 section 3.3)"
    )]
    Scope,
    /// The lifetime ends after the last moment that can be written.
    #[error("the lifetime of the token is too long")]
    Lifetime,
    /// The token would be longer than 16 KiB, and no [`Verifier`](super::Verifier) would accept it.
    #[error("the token would be longer than 16 KiB")]
    TooLarge,
    /// The claims could not be written as JSON.
    #[error("the claims could not be written")]
    Encoding,
}

#[derive(Serialize)]
struct Claims<'a> {
    sub: &'a str,
    scopes: &'a [&'a str],
    exp: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    iss: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    aud: Option<&'a str>,
}

impl TokenIssuer {
    /// Issues tokens signed with this secret, of at least 32 random bytes. They last 30 minutes unless
    /// [`Self::lifetime`] says otherwise.
    ///
    /// # Errors
    /// [`VerifierError`] if the secret is too short
    /// ([RFC 7518 section 3.2](https://www.rfc-editor.org/rfc/rfc7518#section-3.2)).
    pub fn hs256(secret: impl AsRef<[u8]>) -> Result<Self, VerifierError> {
        let key = hmac_key(secret.as_ref()).map_err(only_key)?;
        Ok(Self {
            key: Arc::new(key),
            lifetime: DEFAULT_LIFETIME,
            issuer: None,
            audience: None,
        })
    }

    /// How long a token is valid. `exp` counts whole seconds, so a fraction is cut off.
    #[must_use]
    pub fn lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetime = lifetime;
        self
    }

    /// The `iss` of the tokens.
    #[must_use]
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.issuer = Some(issuer.into());
        self
    }

    /// The `aud` of the tokens.
    #[must_use]
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audience = Some(audience.into());
        self
    }

    /// Issues a token for `subject` with exactly these scopes. Whether the subject may have them is for the
    /// caller to know.
    ///
    /// # Errors
    /// [`IssueError`] if no verifier could use the token.
    pub fn issue(
        &self,
        subject: &str,
        scopes: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Result<String, IssueError> {
        let since_epoch = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let now = since_epoch.map_err(|_| IssueError::Lifetime)?;
        let scopes: Vec<_> = scopes.into_iter().collect();
        let scopes: Vec<_> = scopes.iter().map(AsRef::as_ref).collect();
        self.issue_at(now, subject, &scopes)
    }

    /// `now` is the time since 1970.
    pub(crate) fn issue_at(
        &self,
        now: Duration,
        subject: &str,
        scopes: &[&str],
    ) -> Result<String, IssueError> {
        if subject.is_empty() {
            return Err(IssueError::Subject);
        }
        if !scopes.iter().all(|scope| is_scope_token(scope)) {
            return Err(IssueError::Scope);
        }
        let expiry = now.checked_add(self.lifetime).ok_or(IssueError::Lifetime)?;
        let claims = Claims {
            sub: subject,
            scopes,
            exp: expiry.as_secs(),
            iss: self.issuer.as_deref(),
            aud: self.audience.as_deref(),
        };
        self.sign(&serde_json::to_vec(&claims).map_err(|_| IssueError::Encoding)?)
    }

    fn sign(&self, claims: &[u8]) -> Result<String, IssueError> {
        let signed = format!("{HEADER}.{}", encode(claims));
        let token = format!("{signed}.{}", encode(self.key.sign(signed.as_bytes())));
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
