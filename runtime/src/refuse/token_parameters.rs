use super::DenialReason;
use super::profile::{ChallengeKind, ChallengeStyle};
use crate::challenge::Parameter;

/// The parameters of a challenge for a token, with or without a proof of possession (RFC 6750 section 3, RFC 9449
/// section 7.1): realm, error and scope, as far as the style has them.
pub(crate) const fn token_parameters<'a>(
    style: ChallengeStyle,
    kind: ChallengeKind,
    realm: &'a str,
    scope: Parameter<'a>,
) -> [Parameter<'a>; 3] {
    match (style, kind) {
        (ChallengeStyle::Rfc6750, _) => [
            Parameter::plain("realm", realm),
            Parameter::plain_if_any("error", kind.error()),
            scope,
        ],
        (ChallengeStyle::FastApi, ChallengeKind::MissingCredentials) => [Parameter::Absent; 3],
        // A client must know that it should have the user authenticated. The tutorial has no such refusal.
        (ChallengeStyle::FastApi, ChallengeKind::InsufficientUserAuthentication) => [
            Parameter::Absent,
            Parameter::plain("error", kind.error()),
            scope,
        ],
        // FastAPI's tutorial "OAuth2 scopes" has no error codes.
        (ChallengeStyle::FastApi, _) => [Parameter::Absent, Parameter::Absent, scope],
    }
}

impl ChallengeKind {
    /// The kind of the challenge in a refusal for this reason, unless other credentials would not help.
    pub(super) const fn of(reason: DenialReason) -> Option<Self> {
        Some(match reason {
            DenialReason::Forbidden | DenialReason::CrossSite | DenialReason::NotFound => {
                return None;
            }
            DenialReason::MissingCredentials | DenialReason::Unavailable => {
                Self::MissingCredentials
            }
            DenialReason::InvalidRequest
            | DenialReason::InvalidToken(_)
            | DenialReason::InvalidCredentials
            | DenialReason::Refused => Self::InvalidToken,
            #[cfg(feature = "dpop")]
            DenialReason::InvalidProof(_) => Self::InvalidToken,
            DenialReason::InsufficientScope => Self::InsufficientScope,
            DenialReason::InsufficientUserAuthentication => Self::InsufficientUserAuthentication,
        })
    }

    /// The error code, if there is one.
    const fn error(self) -> &'static str {
        match self {
            Self::MissingCredentials => "",
            Self::InvalidToken => "invalid_token",
            Self::InsufficientScope => "insufficient_scope",
            Self::InsufficientUserAuthentication => "insufficient_user_authentication",
        }
    }
}
