//! What a token must say, apart from being signed.

use std::time::Duration;

use serde_json::Value;

use super::header::Header;
use super::issued_by::IssuedBy;
use super::json::{NumericDate, Text};
use super::payload::Payload;
use super::{GrantedScopes, TokenError, VerifiedToken};

/// The rules for the claims.
#[derive(Debug, Default)]
pub(crate) struct Policy {
    /// The issuers to accept; with none, `iss` is not compared.
    pub(super) issuers: Vec<String>,
    /// The names this service goes by.
    pub(super) audiences: Vec<String>,
    /// How far the issuer's clock may be from ours.
    pub(super) leeway: Duration,
    /// The required `typ`, without `application/`.
    pub(super) token_type: Option<String>,
    /// Whether all claims of RFC 9068 section 2.2 have to be there.
    pub(super) is_rfc9068: bool,
    /// Whether claims that only ID tokens have are refused.
    pub(super) refuses_id_tokens: bool,
    /// Claims with the value that they must have, as JSON pointers (RFC 6901).
    pub(super) required: Vec<(String, Value)>,
    /// Where scopes are beside the usual claims, as JSON pointers.
    pub(super) scopes_at: Vec<String>,
    /// Claims that may be missing, since the issuer itself was asked.
    pub(super) may_lack: MayLack,
}

/// Claims that may be missing.
#[derive(Debug, Default)]
pub(super) struct MayLack {
    expiry_and_issuer: bool,
    audience: bool,
}

#[cfg(feature = "provider")]
impl Policy {
    pub(crate) fn issuers(&self) -> &[String] {
        &self.issuers
    }

    pub(crate) fn audiences(&self) -> &[String] {
        &self.audiences
    }

    pub(crate) fn token_type(&self) -> Option<&str> {
        self.token_type.as_deref()
    }

    /// Accepts access tokens as RFC 9068 has them, and nothing else.
    pub(crate) fn require_rfc9068(&mut self) {
        self.token_type = Some("at+jwt".to_owned());
        self.is_rfc9068 = true;
    }

    /// These are claims of an answer to a question about the token (RFC 7662 section 2.2).
    pub(crate) fn is_of_introspection(&mut self, needs_audience: bool) {
        self.may_lack = MayLack {
            expiry_and_issuer: true,
            audience: !needs_audience,
        };
    }

    pub(crate) fn refuse_id_tokens(&mut self) {
        self.refuses_id_tokens = true;
    }
}

impl Policy {
    /// The claims that only some providers have.
    pub(super) fn pointers(&self) -> impl Iterator<Item = &String> {
        let required = self.required.iter().map(|(pointer, _)| pointer);
        required.chain(&self.scopes_at)
    }

    /// RFC 9068 section 4, RFC 7515 section 4.1.9.
    pub(super) fn check_type(&self, header: &Header<'_>) -> Result<(), TokenError> {
        let Some(required) = &self.token_type else {
            return Ok(());
        };
        match &header.typ {
            Some(Text(typ)) if media_subtype(typ).eq_ignore_ascii_case(required) => Ok(()),
            _ => Err(TokenError::Type),
        }
    }

    /// Checks the claims, which are read from `json`, as of a time since 1970, and takes the scopes from them.
    fn check_claims(
        &self,
        payload: &Payload<'_>,
        json: &str,
        now: Duration,
    ) -> Result<GrantedScopes, TokenError> {
        self.check_times(payload, now)?;
        self.check_issuer(payload)?;
        self.check_audience(payload)?;
        let missing = self.is_rfc9068.then(|| payload.missing_claim()).flatten();
        if let Some(name) = missing {
            return Err(TokenError::MissingClaim(name));
        }
        if self.refuses_id_tokens && payload.is_of_an_id_token() {
            return Err(TokenError::Type);
        }
        let mut scopes = GrantedScopes::from_payload(payload);
        if !self.required.is_empty() || !self.scopes_at.is_empty() {
            self.check_own(json, &mut scopes)?;
        }
        Ok(scopes)
    }

    /// The token with these claims, if they are good as of a time since 1970, and its `exp`: without the leeway, since no
    /// answer may be kept beyond it (RFC 7662 section 2.2).
    pub(crate) fn accept(
        &self,
        token: &str,
        claims: String,
        now: Duration,
    ) -> Result<(VerifiedToken, Option<Duration>), TokenError> {
        let payload = Payload::parse(&claims)?;
        let scopes = self.check_claims(&payload, &claims, now)?;
        let expiry = payload.exp.map(|NumericDate(expiry)| expiry);
        let is_bound = payload.cnf.is_some();
        let issued_by = match (&payload.iss, self.issuers.as_slice()) {
            // It was asked, and speaks for itself.
            (None, [only]) => IssuedBy::name(only),
            (issuer, _) => IssuedBy::claim(issuer.as_ref(), &claims),
        };
        let token = VerifiedToken::trusted(token, claims, scopes, is_bound, issued_by);
        Ok((token, expiry))
    }

    /// What only some providers have.
    fn check_own(&self, json: &str, scopes: &mut GrantedScopes) -> Result<(), TokenError> {
        let claims: Value = serde_json::from_str(json).map_err(|_| TokenError::Malformed)?;
        let has = |(pointer, value): &(String, Value)| claims.pointer(pointer) == Some(value);
        if !self.required.iter().all(has) {
            return Err(TokenError::Claims);
        }
        let found = self.scopes_at.iter().filter_map(|at| claims.pointer(at));
        found
            .into_iter()
            .try_for_each(|value| scopes.insert_value(value))
    }

    fn check_times(&self, payload: &Payload<'_>, now: Duration) -> Result<(), TokenError> {
        match payload.exp {
            None if self.may_lack.expiry_and_issuer => {}
            None => return Err(TokenError::MissingExpiry),
            Some(NumericDate(expiry)) if now >= expiry.saturating_add(self.leeway) => {
                return Err(TokenError::Expired);
            }
            Some(_) => {}
        }
        match payload.nbf {
            Some(NumericDate(start)) if start > now.saturating_add(self.leeway) => {
                Err(TokenError::NotYetValid)
            }
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
            _ => Err(TokenError::Issuer),
        }
    }

    /// A service without a name is no one's audience: with none configured, a token that has `aud` is meant
    /// for someone else (RFC 7519 section 4.1.3).
    fn check_audience(&self, payload: &Payload<'_>) -> Result<(), TokenError> {
        let accepted = match &payload.aud {
            Some(audience) => audience.any(|name| self.audiences.iter().any(|own| own == name)),
            None => self.audiences.is_empty() || self.may_lack.audience,
        };
        if accepted {
            Ok(())
        } else {
            Err(TokenError::Audience)
        }
    }
}

/// A media type without its optional `application/` (RFC 7515 section 4.1.9).
pub(super) fn media_subtype(typ: &str) -> &str {
    const PREFIX: &str = "application/";
    match typ.split_at_checked(PREFIX.len()) {
        Some((prefix, subtype)) if prefix.eq_ignore_ascii_case(PREFIX) => subtype,
        _ => typ,
    }
}
