//! The only place where a request is authenticated, and compared with what is required.

use std::time::SystemTime;

use http::request::Parts;

use super::{Call, Pending, Resolved, binding, possession, traced};
use crate::caller;
use crate::credentials;
use crate::credentials::{Basic, Credentials, Sent};
use crate::extract::{ApiKey, BasicCredentials, BearerToken};
use crate::graph::{Requirement, StepUpPath};
use crate::refuse::profile::ChallengeStyle;
use crate::refuse::{Denial, DenialReason, Refusal};
use crate::resolve::binding::{Seen, Sightings};
use crate::scheme::{KeyLocation, SchemeKind, TokenPlace};
use crate::token::{TokenError, Verification, VerifiedToken};
use crate::verify::Verifier;

/// Finds the request's bearer token, verifies it, and compares its scopes with the required ones.
///
/// # Errors
/// The response to a request without a usable token.
#[expect(
    clippy::manual_async_fn,
    reason = "an `async fn` has room for each argument twice"
)]
pub fn authenticate(
    call: &mut Call<'_>,
    verifier: &Verifier,
    at: Requirement,
) -> impl Future<Output = Result<Resolved<VerifiedToken>, Refusal>> {
    async move {
        let verdict = if let Some(known) = call.token(at) {
            known
        } else {
            let new = if traced::is_on() {
                let verifying = Box::pin(verify(call.parts(), verifier, at));
                Box::pin(traced::verification(at, verifying)).await
            } else {
                verify(call.parts(), verifier, at).await
            };
            call.keep_token(at, new)
        };
        let token = verdict.map_err(|reason| refuse_token(reason, at, call.parts(), verifier))?;
        let verdict = lacks(&token, at);
        Ok(Resolved::deferred(token, verdict))
    }
}

#[expect(
    clippy::manual_async_fn,
    reason = "an `async fn` has room for each argument twice"
)]
fn verify(
    parts: &mut Parts,
    verifier: &Verifier,
    at: Requirement,
) -> impl Future<Output = Result<VerifiedToken, DenialReason>> {
    async move {
        let is_by_dpop = is_by_dpop(parts, verifier, at);
        let mut token = verify_unproven(parts, verifier, at, is_by_dpop)?.await?;
        if !accepts_issuer(at, &token, verifier, parts) {
            return Err(TokenError::Issuer.into());
        }
        if token.is_bound() {
            // Boxed: few tokens are bound, and it would make the futures of all requests larger.
            Box::pin(possession::check(&token, parts, verifier, is_by_dpop)).await?;
        } else {
            possession::check_unbound(verifier, is_by_dpop)?;
        }
        token.proven_by(possession::proofs(verifier).filter(|_| is_by_dpop));
        let scheme = at.scheme();
        caller::note(&parts.extensions, &token, scheme.name);
        if scheme.has_implications {
            token.imply(scheme.implications());
        }
        Ok(token)
    }
}

/// Verifies the request's token, but not that its sender is the one that it is bound to.
fn verify_unproven<'r>(
    parts: &'r Parts,
    verifier: &'r Verifier,
    at: Requirement,
    is_by_dpop: bool,
) -> Result<Verification<'r>, DenialReason> {
    let now = SystemTime::now();
    let sent = sent(parts, at, is_by_dpop);
    // A token that was verified before is one: to check its characters would take longer than to find it.
    if let Sent::Unchecked(token) = sent
        && !is_sent_twice(parts, at)
        && let Some(known) = verifier.inner().remembered(token, now)
    {
        return Ok(known);
    }
    Ok(verifier.inner().verify(check(sent, parts, at)?, now))
}

/// Whether the request's token was sent with a proof of possession, and in the header for such tokens (RFC 9449 section
/// 7.1). A token at another place has none.
fn is_by_dpop(parts: &Parts, verifier: &Verifier, at: Requirement) -> bool {
    possession::is_by_dpop(parts, verifier) && at.scheme().place == TokenPlace::BEARER
}

/// Whether the scheme accepts tokens of this issuer.
fn accepts_issuer(
    at: Requirement,
    token: &VerifiedToken,
    verifier: &Verifier,
    parts: &Parts,
) -> bool {
    // A layer outside of any router knows nothing of the other schemes of this handler.
    let seen_around = || {
        let needs_any = binding::needs_others(at.scheme(), verifier);
        Sightings::of_verifier(&parts.extensions, verifier, needs_any)
    };
    let seen = || several_in(at).or_else(seen_around);
    binding::accepts_issuer(at.scheme(), token, verifier, seen)
}

/// Whether other schemes of the same handler have the same verifier.
fn several_in(at: Requirement) -> Option<Seen> {
    let schemes = at.schemes().filter(|scheme| scheme.shares_its_verifier());
    let seen = Seen::among(schemes);
    seen.filter(|seen| matches!(seen, Seen::Several))
}

/// The checks that also apply to an override of a scheme.
#[cfg(feature = "testing")]
pub(crate) fn verdict(
    token: &mut VerifiedToken,
    at: Requirement,
) -> Result<Option<Denial>, Refusal> {
    if binding::contradicts(at.scheme(), token) {
        return Err(refuse(TokenError::Issuer.into(), at));
    }
    token.imply(at.scheme().implications());
    Ok(lacks(token, at))
}

/// What a valid token lacks. A user who has to be authenticated again can be asked for the scopes on the same occasion:
/// that challenge names them, too (RFC 9470 section 3).
fn lacks(token: &VerifiedToken, at: Requirement) -> Option<Denial> {
    if let Some(required) = at.step_up()
        && let Some(reason) = lacks_authentication(token, required)
    {
        return Some(Denial::new(reason, at).by_dpop(token.proofs()));
    }
    lacks_scopes(token, at)
}

#[inline(never)] // Few handlers require anything of it.
fn lacks_authentication(token: &VerifiedToken, required: StepUpPath<'_>) -> Option<DenialReason> {
    let required = required.merged();
    let has_acr = match required.acr {
        None => Ok(true),
        Some(accepted) => token.has_acr(&accepted),
    };
    let is_recent = match required.max_age {
        None => Ok(true),
        Some(max_age) => token.is_authenticated_within(max_age),
    };
    match (has_acr, is_recent) {
        (Err(error), _) | (_, Err(error)) => Some(error.into()),
        (Ok(true), Ok(true)) => None,
        _ => Some(DenialReason::InsufficientUserAuthentication),
    }
}

fn lacks_scopes(token: &VerifiedToken, at: Requirement) -> Option<Denial> {
    let granted = at.is_satisfied_by(|scope| token.scopes().contains(scope));
    let lacking = || {
        let first = at.alternatives().next().unwrap_or_default();
        let is_missing = |scope: &&str| !token.scopes().contains(scope);
        Denial::new(DenialReason::InsufficientScope, at)
            .by_dpop(token.proofs())
            .missing_scopes(first.iter().copied().filter(is_missing))
    };
    (!granted).then(lacking)
}

/// Finds the request's bearer token, without verifying it.
///
/// # Errors
/// The response to a request without exactly one token.
pub fn bearer_token(
    call: &mut Call<'_>,
    at: Requirement,
) -> Result<Resolved<BearerToken>, Refusal> {
    let token = find_token(call.parts(), at, false).map_err(|reason| refuse(reason, at))?;
    Ok(Pending::default().returned(BearerToken::new(token, at)))
}

/// Finds the request's username and password, without verifying them.
///
/// # Errors
/// The response to a request without exactly one of each.
pub fn basic_credentials(
    call: &mut Call<'_>,
    at: Requirement,
) -> Result<Resolved<BasicCredentials>, Refusal> {
    let reason = match credentials::basic(&call.parts().headers) {
        Basic::Found(found) => {
            return Ok(Pending::default().returned(BasicCredentials::new(found, at)));
        }
        Basic::Missing => DenialReason::MissingCredentials,
        Basic::Malformed => DenialReason::InvalidCredentials,
        Basic::Repeated => DenialReason::InvalidRequest,
    };
    Err(refuse(reason, at))
}

/// Finds the request's API key, without verifying it.
///
/// # Errors
/// The response to a request without exactly one key.
pub fn api_key(call: &mut Call<'_>, at: Requirement) -> Result<Resolved<ApiKey>, Refusal> {
    let SchemeKind::ApiKey {
        location,
        name,
        cross_site,
    } = at.scheme().kind
    else {
        unreachable!("the derive macro calls what fits its kind");
    };
    let parts = &*call.parts();
    match credentials::find_key(parts, location, name) {
        Ok(Some(_))
            if location == KeyLocation::Cookie && !cross_site && credentials::is_forged(parts) =>
        {
            Err(refuse(DenialReason::CrossSite, at))
        }
        Ok(Some(key)) => Ok(Pending::default().returned(ApiKey::new(&key, at))),
        Ok(None) => Err(refuse(DenialReason::MissingCredentials, at)),
        Err(_) => Err(refuse(DenialReason::InvalidRequest, at)),
    }
}

fn refuse(reason: DenialReason, at: Requirement) -> Refusal {
    Refusal::new(Denial::new(reason, at))
}

/// The refusal of a token, with the alternative credentials that a client may present.
fn refuse_token(
    reason: DenialReason,
    at: Requirement,
    parts: &Parts,
    verifier: &Verifier,
) -> Refusal {
    let proofs = possession::proofs(verifier).filter(|_| is_by_dpop(parts, verifier, at));
    let denial = Denial::new(reason, at).by_dpop(proofs);
    let wait = (reason == DenialReason::Unavailable).then(|| {
        let token = find_token(parts, at, is_by_dpop(parts, verifier, at)).ok()?;
        verifier.inner().retry_after(token)
    });
    let refusal = Refusal::new(denial.retrying_after(wait.flatten()));
    if at.scheme().place == TokenPlace::BEARER {
        possession::challenge(refusal, reason, verifier)
    } else {
        refusal
    }
}

fn find_token(parts: &Parts, at: Requirement, is_by_dpop: bool) -> Result<&str, DenialReason> {
    check(sent(parts, at, is_by_dpop), parts, at)
}

fn sent(parts: &Parts, at: Requirement, is_by_dpop: bool) -> Sent<'_> {
    if is_by_dpop {
        Sent::Checked(possession::token(&parts.headers))
    } else {
        credentials::sent_at(at.scheme().place, parts)
    }
}

/// Whether a request sends a token in its query, too: RFC 6750 section 2 allows one transport per request. The tutorial's
/// server ignores the query.
fn is_sent_twice(parts: &Parts, at: Requirement) -> bool {
    let strict = at.challenge_style() == ChallengeStyle::Rfc6750;
    strict && credentials::token_in_query(&parts.uri)
}

fn check<'r>(sent: Sent<'r>, parts: &'r Parts, at: Requirement) -> Result<&'r str, DenialReason> {
    let token = match sent.check() {
        Credentials::Missing => return Err(DenialReason::MissingCredentials),
        Credentials::Malformed => {
            return Err(DenialReason::InvalidToken(TokenError::Malformed));
        }
        Credentials::Repeated => return Err(DenialReason::InvalidRequest),
        Credentials::Token(token) => token,
    };
    if matches!(
        at.scheme().place,
        TokenPlace::Cookie {
            cross_site: false,
            ..
        }
    ) && credentials::is_forged(parts)
    {
        return Err(DenialReason::CrossSite);
    }
    if is_sent_twice(parts, at) {
        return Err(DenialReason::InvalidRequest);
    }
    Ok(token)
}
