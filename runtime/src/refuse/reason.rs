#[cfg(feature = "dpop")]
use crate::dpop::DpopError;
use crate::token::TokenError;

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
