use std::fmt;
use std::time::Duration;

use axum_core::response::{IntoResponse, Response};
use http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderValue, StatusCode};

#[cfg(feature = "dpop")]
use crate::challenge::TokenChallenge;
#[cfg(feature = "dpop")]
use crate::dpop::DpopError;
use crate::errors::never_a_success;
use crate::graph::At;
use crate::possession::Proofs;
use crate::profile::ChallengeStyle;
use crate::scheme::{Scheme, SchemeKind};
use crate::security_scopes::SecurityScopes;
use crate::token::TokenError;

/// Why and where a request was refused.
///
/// It becomes a response as the [profile](crate::profile) of the security scheme says. The response
/// carries the `Denial` in its extensions, so that a middleware can log or count the
/// [`reason`](Self::reason). It holds no part of the token.
#[derive(Clone, Copy)]
pub struct Denial {
    reason: DenialReason,
    at: At,
    /// How proofs may be signed, if the token came with a proof of possession (RFC 9449) and is challenged for one.
    proofs: Option<Proofs>,
    /// After how long whoever could not be asked may be asked again, where that is known.
    wait: Option<Duration>,
}

/// Of a scheme that has no challenge of its own: there is none.
const UNSPECIFIC: HeaderValue = HeaderValue::from_static("Bearer");

/// After how long whoever could not be asked may be asked again, where nobody knows: a provider's keys are fetched that
/// often, whatever tokens come in.
const WAIT: Duration = Duration::from_secs(5);

/// Nobody is told to wait for longer than this.
pub(crate) const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Why a request was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DenialReason {
    /// The request has no credentials for the scheme.
    MissingCredentials,
    /// The request has several `Authorization` headers, or a token in two places.
    InvalidRequest,
    /// The token is not acceptable.
    InvalidToken(TokenError),
    /// The request's credentials of another kind than tokens cannot be read.
    InvalidCredentials,
    /// The credentials can be read, or the token is genuine, and the application refuses it: see [`AccessToken::deny`].
    ///
    /// [`AccessToken::deny`]: crate::AccessToken::deny
    Refused,
    /// The token lacks a required scope.
    InsufficientScope,
    /// The token is bound to a key, and the proof that the sender has it is no good (RFC 9449).
    #[cfg(feature = "dpop")]
    InvalidProof(DpopError),
    /// Nobody knows whether the token is acceptable: whoever can tell could not be asked.
    Unavailable,
}

impl From<TokenError> for DenialReason {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::Unavailable => Self::Unavailable,
            error => Self::InvalidToken(error),
        }
    }
}

impl DenialReason {
    /// A name for metrics that stays the same between releases.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MissingCredentials => "missing_credentials",
            Self::InvalidRequest => "invalid_request",
            Self::InvalidToken(error) => error.as_str(),
            Self::InvalidCredentials => "invalid_credentials",
            Self::Refused => "refused",
            Self::InsufficientScope => "insufficient_scope",
            #[cfg(feature = "dpop")]
            Self::InvalidProof(error) => error.code(),
            Self::Unavailable => TokenError::Unavailable.as_str(),
        }
    }

    /// A sentence for the client, of the characters that RFC 6750 section 3 allows.
    #[must_use]
    pub fn description(self) -> &'static str {
        match self {
            Self::MissingCredentials => "An access token is required",
            Self::InvalidRequest => "Send exactly one access token, in one Authorization header",
            Self::InvalidToken(error) => error.description(),
            Self::InvalidCredentials => "The credentials cannot be read",
            Self::Refused => "The access token is not accepted",
            Self::InsufficientScope => "The access token lacks a required scope",
            #[cfg(feature = "dpop")]
            Self::InvalidProof(error) => error.description(),
            Self::Unavailable => TokenError::Unavailable.description(),
        }
    }
}

impl Denial {
    pub(crate) fn new(reason: DenialReason, at: At) -> Self {
        Self {
            reason,
            at,
            proofs: None,
            wait: None,
        }
    }

    /// The denial of a request that may come again after this time, if it is known.
    pub(crate) fn retrying_after(self, wait: Option<Duration>) -> Self {
        Self { wait, ..self }
    }

    /// The denial of a token that came with a proof of possession, if it did: one of these.
    pub(crate) fn by_dpop(self, proofs: Option<Proofs>) -> Self {
        Self { proofs, ..self }
    }

    /// Why.
    #[must_use]
    pub fn reason(&self) -> DenialReason {
        self.reason
    }

    /// What the request needed.
    #[must_use]
    pub fn required(&self) -> SecurityScopes {
        self.at.scopes()
    }

    /// The security scheme that refused.
    #[must_use]
    pub fn scheme(&self) -> &'static Scheme {
        self.at.scheme()
    }

    /// The name of the handler that was not called.
    #[must_use]
    pub fn handler(&self) -> &'static str {
        self.at.handler()
    }

    /// The status that RFC 6750 section 3.1 gives to the reason: 400, 401 or 403. Where the token could not be
    /// verified, it is 503 (RFC 9110, section 15.6.4).
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self.reason {
            DenialReason::InvalidRequest => StatusCode::BAD_REQUEST,
            DenialReason::MissingCredentials
            | DenialReason::InvalidToken(_)
            | DenialReason::InvalidCredentials
            | DenialReason::Refused => StatusCode::UNAUTHORIZED,
            #[cfg(feature = "dpop")]
            DenialReason::InvalidProof(_) => StatusCode::UNAUTHORIZED,
            DenialReason::InsufficientScope => StatusCode::FORBIDDEN,
            DenialReason::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// After how long the client may try again, where nothing is wrong with its request: the `Retry-After` of a 503
    /// (RFC 9110, section 10.2.3).
    ///
    /// It is 1 to 60 seconds, whole ones: until keys are fetched again, or as long as the provider says; 5 seconds where
    /// that is not known.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        (self.reason == DenialReason::Unavailable).then(|| self.wait())
    }

    fn wait(&self) -> Duration {
        let wait = self.wait.unwrap_or(WAIT);
        let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        Duration::from_secs(seconds.max(1)).min(LONGEST_WAIT)
    }

    /// A sentence for the client, of the characters that RFC 6750 section 3 allows.
    #[must_use]
    pub fn description(&self) -> &'static str {
        match self.reason {
            _ if self.is_about_a_token() => self.reason.description(),
            DenialReason::MissingCredentials => "Credentials are required",
            DenialReason::InvalidRequest => "Send the credentials exactly once",
            DenialReason::Refused => "The credentials are not accepted",
            reason => reason.description(),
        }
    }

    /// Whether the credentials are a bearer token.
    pub(crate) fn is_about_a_token(&self) -> bool {
        !matches!(
            self.scheme().kind,
            SchemeKind::HttpBasic | SchemeKind::ApiKey { .. }
        )
    }

    /// The value of `WWW-Authenticate` in the style of the scheme's profile.
    ///
    /// Where several sets of scopes would be enough, it names the first: see [`challenges`](Self::challenges).
    #[must_use]
    pub fn challenge(&self) -> HeaderValue {
        self.challenges().next().unwrap_or(UNSPECIFIC)
    }

    /// The values of `WWW-Authenticate`: one for each set of scopes that would be enough.
    pub fn challenges(&self) -> impl Iterator<Item = HeaderValue> {
        let denial = *self;
        let ready = self.at.challenges();
        ready.map(move |ready| {
            let by_proof = denial.challenge_for_proof(ready);
            by_proof.unwrap_or_else(|| HeaderValue::from_static(denial.ready_challenge(ready)))
        })
    }

    /// The one of the challenges for bearer tokens, or for credentials of another kind, that fits.
    fn ready_challenge(&self, [missing, invalid, insufficient]: [&'static str; 3]) -> &'static str {
        let strict =
            self.is_about_a_token() && self.at.challenge_style() == ChallengeStyle::Rfc6750;
        match self.reason {
            DenialReason::MissingCredentials | DenialReason::Unavailable => missing,
            DenialReason::InvalidRequest if strict => r#"Bearer error="invalid_request""#,
            // FastAPI's tutorial knows no other fault than that of the token.
            DenialReason::InvalidRequest
            | DenialReason::InvalidToken(_)
            | DenialReason::InvalidCredentials
            | DenialReason::Refused => invalid,
            #[cfg(feature = "dpop")]
            DenialReason::InvalidProof(_) => invalid,
            DenialReason::InsufficientScope => insufficient,
        }
    }

    /// The same for a token that came with a proof (RFC 9449 section 7.1).
    #[cfg(feature = "dpop")]
    fn challenge_for_proof(&self, [.., insufficient]: [&'static str; 3]) -> Option<HeaderValue> {
        let proofs = self.proofs.filter(|_| self.is_about_a_token())?;
        let style = self.at.challenge_style();
        let parts = TokenChallenge::new(self.scheme(), style, self.reason, insufficient);
        Some(proofs.challenge(parts).to_header_value())
    }

    #[cfg(not(feature = "dpop"))]
    fn challenge_for_proof(&self, _: [&'static str; 3]) -> Option<HeaderValue> {
        self.proofs.map(|none| match none {})
    }

    /// Adds the challenges that the author of the body has left out.
    fn complete(&self, headers: &mut HeaderMap) {
        let own = headers.get(WWW_AUTHENTICATE);
        if own.is_some_and(|own| *own != self.challenge()) {
            return; // It says something else, on purpose.
        }
        let are_there = headers.get_all(WWW_AUTHENTICATE).iter().count();
        for challenge in self.challenges().skip(are_there) {
            headers.append(WWW_AUTHENTICATE, challenge);
        }
    }
}

impl IntoResponse for Denial {
    fn into_response(self) -> Response {
        tracing::debug!(
            reason = self.reason.as_str(),
            scheme = self.scheme().name,
            handler = self.handler(),
            "request refused",
        );
        let mut response = never_a_success((self.at.reject())(&self), self.at);
        // A body of the user's own must not cost the client its challenge (RFC 9110, section 15.5.2).
        if matches!(
            response.status(),
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN
        ) {
            self.complete(response.headers_mut());
        }
        if response.status() == StatusCode::SERVICE_UNAVAILABLE {
            let retry = response.headers_mut().entry(RETRY_AFTER);
            retry.or_insert_with(|| HeaderValue::from(self.wait().as_secs()));
        }
        response.extensions_mut().insert(self);
        response
    }
}

impl fmt::Debug for Denial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Denial")
            .field("reason", &self.reason)
            .field("at", &self.at)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Denial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.description())
    }
}

impl std::error::Error for Denial {}
