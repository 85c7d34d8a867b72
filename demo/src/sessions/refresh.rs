use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::error::ApiError;

/// A refresh token: the name of its session, and a secret. The database has only its hash.
///
/// The name stays, so that a secret that was used before tells which session it was stolen from.
#[allow(
    missing_debug_implementations,
    reason = "a token has no business in a log"
)]
pub struct RefreshToken {
    session: String,
    secret: String,
}

impl RefreshToken {
    /// The first one of a new session.
    ///
    /// # Errors
    /// If there are no random bytes.
    pub fn new() -> Result<Self, ApiError> {
        Ok(Self {
            session: random::<16>()?,
            secret: random::<32>()?,
        })
    }

    /// The one that replaces it.
    ///
    /// # Errors
    /// If there are no random bytes.
    pub fn next(&self) -> Result<Self, ApiError> {
        Ok(Self {
            session: self.session.clone(),
            secret: random::<32>()?,
        })
    }

    /// Reads what a client sends.
    #[must_use]
    pub fn parse(token: &str) -> Option<Self> {
        let (session, secret) = token.split_once('.')?;
        let is_random = |part: &str, bytes| matches!(URL_SAFE_NO_PAD.decode(part), Ok(decoded) if decoded.len() == bytes);
        (is_random(session, 16) && is_random(secret, 32)).then(|| Self {
            session: session.to_owned(),
            secret: secret.to_owned(),
        })
    }

    /// What the client gets.
    #[must_use]
    pub fn reveal(&self) -> String {
        format!("{}.{}", self.session, self.secret)
    }

    /// The name of the session.
    #[must_use]
    pub fn session(&self) -> &str {
        &self.session
    }

    /// What the database keeps. The secret cannot be guessed, so a quick hash will do.
    #[must_use]
    pub fn hash(&self) -> String {
        URL_SAFE_NO_PAD.encode(digest(&SHA256, self.secret.as_bytes()))
    }
}

fn random<const BYTES: usize>() -> Result<String, ApiError> {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes).map_err(|error| {
        tracing::error!("there are no random bytes: {error}");
        ApiError::Internal
    })?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}
