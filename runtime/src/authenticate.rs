//! The one place where a request is authenticated and its scopes are compared.

use http::request::Parts;

use crate::call::Call;
use crate::credentials::{self, Credentials};
use crate::denial::{Denial, DenialReason};
use crate::dependency::Resolved;
use crate::graph::At;
use crate::profile::ChallengeStyle;
use crate::refusal::Refusal;
use crate::token::{TokenError, VerifiedToken, Verifier};

/// Finds the request's bearer token, verifies it, and compares its scopes with those required.
///
/// # Errors
/// The response to a request without a usable token.
pub fn authenticate(
    call: &mut Call<'_>,
    verifier: &Verifier,
    at: At,
) -> Result<Resolved<VerifiedToken>, Refusal> {
    let verify = |parts: &Parts| {
        let token = find_token(parts, at)?;
        verifier.verify(token).map_err(DenialReason::InvalidToken)
    };
    let token = call
        .token(at, verify)
        .map_err(|reason| Refusal::new(Denial::new(reason, at)))?;
    let granted = at.is_satisfied_by(|scope| token.scopes().contains(scope));
    let verdict = (!granted).then(|| Denial::new(DenialReason::InsufficientScope, at));
    Ok(Resolved::deferred(token, verdict))
}

fn find_token(parts: &Parts, at: At) -> Result<&str, DenialReason> {
    let token = match credentials::bearer(&parts.headers) {
        Credentials::Missing => return Err(DenialReason::MissingCredentials),
        Credentials::Malformed => {
            return Err(DenialReason::InvalidToken(TokenError::Malformed));
        }
        Credentials::Repeated => return Err(DenialReason::InvalidRequest),
        Credentials::Token(token) => token,
    };
    // RFC 6750, section 2: one transport a request. The tutorial's server ignores the query.
    let strict = at.scheme().challenge_style == ChallengeStyle::Rfc6750;
    if strict && credentials::token_in_query(&parts.uri) {
        return Err(DenialReason::InvalidRequest);
    }
    Ok(token)
}
