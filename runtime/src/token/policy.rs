//! Rules for a token's claims, in addition to its signature.

use std::time::Duration;

use serde_json::Value;

#[cfg(feature = "provider")]
use super::TenantIssuers;
use super::claim_path::ClaimPath;
use super::header::Header;
use super::known_header::KnownHeader;
use super::payload::Payload;
use super::registered::Times;
use super::scope_source::ScopeSource;
use super::values::Text;
use super::verified::TokenText;
use super::{GrantedScopes, TokenError, VerifiedToken, kind, refused};

/// The maximum leeway. Clocks that differ by more than minutes are broken (RFC 7519 section 4.1.4).
pub(crate) const MAX_LEEWAY: Duration = Duration::from_secs(300);

/// The rules for the claims.
#[derive(Debug, Default)]
pub(crate) struct Policy {
    /// The accepted issuers; if empty, `iss` is not checked.
    pub(crate) issuers: Vec<String>,
    /// The accepted audiences.
    pub(crate) audiences: Vec<String>,
    /// Claims that replace a missing `aud`, with the value that one of them must have.
    pub(crate) stand_ins: Vec<(ClaimPath, Value)>,
    /// The accepted clock difference from the issuer; zero unless it is set.
    pub(crate) leeway: Option<Duration>,
    /// The required `typ`, without `application/`.
    pub(crate) token_type: Option<String>,
    /// Whether all claims of RFC 9068 section 2.2 are required.
    pub(crate) is_rfc9068: bool,
    /// Whether tokens are refused that name a kind other than an access token.
    pub(crate) refuses_other_kinds: bool,
    /// Claims with their required values.
    pub(crate) required: Vec<(ClaimPath, Value)>,
    /// Claims that only access tokens have, all of which are required.
    pub(crate) of_access_tokens: Vec<ClaimPath>,
    /// Sources of scopes in addition to the usual claims.
    pub(crate) scopes_at: Vec<ScopeSource>,
    /// The issuers of tenants; every token must be of one of them.
    #[cfg(feature = "provider")]
    pub(crate) tenants: Option<TenantIssuers>,
    /// Claims that may be missing, since the response comes from the issuer itself.
    pub(crate) may_lack: MayLack,
    /// A header that satisfies these rules.
    pub(crate) known_header: KnownHeader,
}

/// Claims that may be missing.
#[derive(Debug, Default)]
pub(crate) struct MayLack {
    pub(crate) expiry_and_issuer: bool,
    pub(crate) audience: bool,
}

impl Policy {
    /// The claims that the configuration names.
    pub(crate) fn claim_paths(&self) -> impl Iterator<Item = &ClaimPath> {
        let compared = self.required.iter().chain(&self.stand_ins);
        let compared = compared.map(|(claim, _)| claim);
        let sources = self.scopes_at.iter().map(|source| &source.claim);
        compared.chain(&self.of_access_tokens).chain(sources)
    }

    /// RFC 9068 section 4, RFC 7515 section 4.1.9.
    pub(crate) fn check_type(&self, header: &Header<'_>) -> Result<(), TokenError> {
        let Some(required) = &self.token_type else {
            return Ok(());
        };
        match &header.typ {
            Some(Text(typ)) if media_subtype(typ).eq_ignore_ascii_case(required) => Ok(()),
            _ => Err(refuse(TokenError::Type, &"header typ", required)),
        }
    }

    /// Checks the claims, which are read from `json`, as of a time since 1970, and takes the scopes from them.
    #[cfg_attr(
        not(feature = "provider"),
        expect(unused_variables, reason = "only a provider says whose its keys are")
    )]
    fn check_claims(
        &self,
        payload: &Payload<'_>,
        json: &str,
        now: Duration,
        of_key: Option<&str>,
    ) -> Result<GrantedScopes, TokenError> {
        self.check_times(Times::of(payload.exp, payload.nbf), now)?;
        self.check_issuer(payload)?;
        let all = if self.claim_paths().next().is_some() {
            serde_json::from_str(json).map_err(|_| TokenError::Malformed)?
        } else {
            Value::Null
        };
        #[cfg(feature = "provider")]
        self.check_tenant(payload, of_key)?;
        self.check_audience(payload, &all)?;
        if let Some(name) = self.is_rfc9068.then(|| payload.missing_claim()).flatten() {
            let expected = &"what RFC 9068 section 2.2 requires";
            return Err(refuse(TokenError::MissingClaim(name), &name, expected));
        }
        self.check_kind(payload, &all)?;
        self.check_own(&all)?;
        let mut scopes = GrantedScopes::from_payload(payload);
        for source in &self.scopes_at {
            source.add(&all, &mut scopes)?;
        }
        Ok(scopes)
    }

    /// The token with these claims, if they are valid as of a time since 1970. `of_key` is the issuer that the key is
    /// published for, if the provider names one.
    pub(crate) fn accept_by(
        &self,
        text: TokenText,
        now: Duration,
        of_key: Option<&str>,
    ) -> Result<VerifiedToken, TokenError> {
        let leeway = self.leeway.unwrap_or_default();
        VerifiedToken::read(text, leeway, |payload, json| {
            let scopes = self.check_claims(payload, json, now, of_key)?;
            let issued_by = match self.issuers.as_slice() {
                // The response comes from this issuer itself.
                [only] if payload.iss.is_none() => Some(only.as_str().into()),
                _ => None,
            };
            Ok((scopes, issued_by))
        })
    }

    /// Whether a token that was accepted once is still valid: all that can change about it, except its key, and whether
    /// it was revoked.
    pub(crate) fn still_accepts(&self, token: &VerifiedToken, now: Duration) -> bool {
        #[cfg(feature = "provider")]
        if !self.still_allows_tenant(token.issuer()) {
            return false;
        }
        self.check_times(token.times(), now).is_ok()
    }

    /// An ID token is intended for a client, and a refresh token for the provider.
    fn check_kind(&self, payload: &Payload<'_>, all: &Value) -> Result<(), TokenError> {
        if !self.refuses_other_kinds {
            return Ok(());
        }
        let is_told = (self.of_access_tokens.iter()).any(|claim| claim.find(all).is_some())
            || (self.required.iter())
                .any(|(claim, value)| kind::is_told_by(claim, value) && has(all, claim, value));
        let is_required =
            |name: &str| (self.required.iter()).any(|(claim, _)| claim.is_named(name));
        match kind::of_another(payload, is_told, is_required) {
            None => Ok(()),
            Some(claim) => Err(refuse(TokenError::Type, &claim, &"of an access token")),
        }
    }

    /// Checks claims that only some providers have.
    fn check_own(&self, all: &Value) -> Result<(), TokenError> {
        if let Some((claim, value)) =
            (self.required.iter()).find(|(claim, value)| !has(all, claim, value))
        {
            return Err(refuse(TokenError::Claims, claim, value));
        }
        match (self.of_access_tokens.iter()).find(|claim| claim.find(all).is_none()) {
            Some(claim) => Err(refuse(TokenError::Claims, claim, &"any value")),
            None => Ok(()),
        }
    }

    fn check_times(&self, times: Times, now: Duration) -> Result<(), TokenError> {
        let leeway = self.leeway.unwrap_or_default();
        match times.expiry {
            None if self.may_lack.expiry_and_issuer => {}
            None => return Err(TokenError::MissingExpiry),
            Some(expiry) if now >= expiry.saturating_add(leeway) => {
                return Err(TokenError::Expired);
            }
            Some(_) => {}
        }
        match times.start {
            Some(start) if start > now.saturating_add(leeway) => Err(TokenError::NotYetValid),
            _ => Ok(()),
        }
    }

    fn check_issuer(&self, payload: &Payload<'_>) -> Result<(), TokenError> {
        if self.issuers.is_empty() {
            return Ok(());
        }
        match &payload.iss {
            Some(Text(issuer)) if self.issuers.iter().any(|own| own == issuer) => Ok(()),
            None if self.may_lack.expiry_and_issuer => Ok(()),
            _ => Err(refuse(TokenError::Issuer, &"iss", &self.issuers)),
        }
    }

    /// Without a configured audience, a token that has an `aud` is intended for a different service (RFC 7519 section
    /// 4.1.3). No other claim can change that.
    fn check_audience(&self, payload: &Payload<'_>, all: &Value) -> Result<(), TokenError> {
        let accepted = match &payload.aud {
            Some(audience) => audience.any(|name| self.audiences.iter().any(|own| own == name)),
            None if self.stand_ins.is_empty() => {
                self.audiences.is_empty() || self.may_lack.audience
            }
            None => (self.stand_ins.iter()).any(|(claim, value)| has(all, claim, value)),
        };
        if accepted {
            return Ok(());
        }
        match (&payload.aud, &*self.stand_ins) {
            (None, [_, ..]) => Err(refuse(TokenError::Audience, &"aud", &self.stand_ins)),
            _ => Err(refuse(TokenError::Audience, &"aud", &self.audiences)),
        }
    }
}

/// Whether a claim has this value. `null` counts as missing.
fn has(all: &Value, claim: &ClaimPath, value: &Value) -> bool {
    claim.find(all) == Some(value)
}

/// Returns the error, after logging what the configuration requires.
pub(crate) fn refuse(
    error: TokenError,
    what: &dyn std::fmt::Display,
    expected: &dyn std::fmt::Debug,
) -> TokenError {
    refused::log(error, what, expected);
    error
}

/// A media type without its optional `application/` (RFC 7515 section 4.1.9).
pub(crate) fn media_subtype(typ: &str) -> &str {
    const PREFIX: &str = "application/";
    match typ.split_at_checked(PREFIX.len()) {
        Some((prefix, subtype)) if prefix.eq_ignore_ascii_case(PREFIX) => subtype,
        _ => typ,
    }
}
