//! The parts of a challenge for a token.

use super::DenialReason;
use super::profile::ChallengeStyle;
use crate::crypto::Algorithms;
use crate::dpop::DpopChallenge;
use crate::scheme::Scheme;

/// The parts of a challenge for a token (RFC 6750 section 3), without the authentication scheme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct TokenChallenge<'a> {
    pub(crate) realm: Option<&'a str>,
    pub(crate) error: Option<&'a str>,
    pub(crate) scope: Option<&'a str>,
}

impl TokenChallenge<'static> {
    /// The parts for a requirement whose challenge for missing scopes is `insufficient`, as the merge prepared it.
    pub(crate) fn new(
        scheme: &'static Scheme,
        style: ChallengeStyle,
        reason: DenialReason,
        insufficient: &'static str,
    ) -> Self {
        if style == ChallengeStyle::Rfc6750 && reason == DenialReason::InvalidRequest {
            return Self {
                error: Some("invalid_request"),
                ..Self::default()
            };
        }
        let error = error(style, reason);
        match style {
            ChallengeStyle::Rfc6750 => Self {
                realm: Some(scheme.realm),
                error,
                scope: scope_after_realm(insufficient, scheme.realm),
            },
            ChallengeStyle::FastApi => Self {
                realm: None,
                error,
                scope: insufficient
                    .strip_prefix("Bearer scope=")
                    .and_then(quoted)
                    .filter(|_| reason != DenialReason::MissingCredentials),
            },
        }
    }
}

fn error(style: ChallengeStyle, reason: DenialReason) -> Option<&'static str> {
    match reason {
        DenialReason::MissingCredentials | DenialReason::Unavailable => None,
        // In any style: without the code, a client does not know that it should retry.
        DenialReason::InvalidProof(error) => Some(error.code()),
        _ if style == ChallengeStyle::FastApi => None,
        DenialReason::InsufficientScope => Some("insufficient_scope"),
        _ => Some("invalid_token"),
    }
}

/// Only the scope is unknown, and it is the last part: nothing in a realm or a scope can be mistaken for another part.
fn scope_after_realm(insufficient: &'static str, realm: &str) -> Option<&'static str> {
    let rest = insufficient.strip_prefix("Bearer realm=\"")?;
    let rest = rest.strip_prefix(realm)?;
    let rest = rest.strip_prefix("\", error=\"insufficient_scope\"")?;
    quoted(rest.strip_prefix(", scope=")?)
}

fn quoted(text: &'static str) -> Option<&'static str> {
    text.strip_prefix('"')?.strip_suffix('"')
}

impl TokenChallenge<'_> {
    /// The challenge for a token that is sent with a proof, signed with one of these algorithms (RFC 9449 section 7.1).
    pub(crate) fn for_proof_by(&self, algorithms: Algorithms) -> DpopChallenge {
        DpopChallenge::new(algorithms.names())
            .with("realm", self.realm.unwrap_or_default())
            .with("error", self.error.unwrap_or_default())
            .with("scope", self.scope.unwrap_or_default())
    }
}
