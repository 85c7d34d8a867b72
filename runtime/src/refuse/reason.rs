#[cfg(feature = "dpop")]
use crate::dpop::DpopError;
use crate::token::TokenError;

/// Why a request was refused.
///
/// See [the guide](crate::guide::axum) for an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DenialReason {
    /// The request has no credentials for the scheme.
    MissingCredentials,
    /// The request has several `Authorization` headers, or a token in the header and in the query.
    InvalidRequest,
    /// The token is invalid, or its validity is unknown.
    InvalidToken(TokenError),
    /// The request's credentials, of a kind other than tokens, are malformed.
    InvalidCredentials,
    /// The application rejected valid credentials; see [`AccessToken::deny`].
    ///
    /// [`AccessToken::deny`]: crate::AccessToken::deny
    Refused,
    /// The credentials lack a required scope.
    InsufficientScope,
    /// The user of the token was authenticated too long ago, or not in a required way (RFC 9470): see
    /// [`#[security]`](macro@crate::security#acr-and-max_age).
    InsufficientUserAuthentication,
    /// The application rejected the caller, whatever the scopes; see [`AccessToken::forbid`] and [`NotPermitted`].
    ///
    /// [`AccessToken::forbid`]: crate::AccessToken::forbid
    /// [`NotPermitted`]: crate::NotPermitted
    Forbidden,
    /// The caller may not access an object, and must not learn that it exists; see [`NotPermitted`].
    ///
    /// [`NotPermitted`]: crate::NotPermitted
    NotFound,
    /// A page of another site made the request with a cookie of the user, and the request is not safe.
    CrossSite,
    /// The token is bound to a key, and the proof of possession is invalid (RFC 9449).
    #[cfg(feature = "dpop")]
    InvalidProof(DpopError),
    /// The token could not be checked: the provider or the revocation list is unavailable.
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
            Self::InsufficientUserAuthentication => "insufficient_user_authentication",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::CrossSite => "cross_site",
            #[cfg(feature = "dpop")]
            Self::InvalidProof(error) => error.code(),
            Self::Unavailable => TokenError::Unavailable.as_str(),
        }
    }

    /// A description for the client, limited to the characters that RFC 6750 section 3 allows.
    #[must_use]
    pub fn description(self) -> &'static str {
        match self {
            Self::MissingCredentials => "An access token is required",
            Self::InvalidRequest => "Send exactly one access token, in one Authorization header",
            Self::InvalidToken(error) => error.description(),
            Self::InvalidCredentials => "The credentials cannot be read",
            Self::Refused => "The access token is not accepted",
            Self::InsufficientScope => "The access token lacks a required scope",
            Self::InsufficientUserAuthentication => {
                "The user must authenticate again, more recently or in another way"
            }
            Self::Forbidden => "The caller may not do this",
            Self::NotFound => "There is no such object",
            Self::CrossSite => "Pages of other sites may not do this",
            #[cfg(feature = "dpop")]
            Self::InvalidProof(error) => error.description(),
            Self::Unavailable => TokenError::Unavailable.description(),
        }
    }
}
