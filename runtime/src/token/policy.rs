//! What a token must say, apart from being signed.

use std::time::Duration;

use super::TokenError;
use super::header::Header;
use super::json::{NumericDate, Text};
use super::payload::Payload;

/// The rules for the claims.
#[derive(Debug, Default)]
pub(super) struct Policy {
    /// The issuers to accept; with none, `iss` is not compared.
    pub(super) issuers: Vec<String>,
    /// The names this service goes by.
    pub(super) audiences: Vec<String>,
    /// How far the issuer's clock may be from ours.
    pub(super) leeway: Duration,
    /// The required `typ`, without `application/`.
    pub(super) token_type: Option<String>,
}

impl Policy {
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

    /// `now` is the time since 1970.
    pub(super) fn check_claims(
        &self,
        payload: &Payload<'_>,
        now: Duration,
    ) -> Result<(), TokenError> {
        if payload.cnf.is_some() {
            return Err(TokenError::SenderConstrained);
        }
        self.check_times(payload, now)?;
        self.check_issuer(payload)?;
        self.check_audience(payload)
    }

    fn check_times(&self, payload: &Payload<'_>, now: Duration) -> Result<(), TokenError> {
        let NumericDate(expiry) = payload.exp.ok_or(TokenError::MissingExpiry)?;
        if now >= expiry.saturating_add(self.leeway) {
            return Err(TokenError::Expired);
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
            _ => Err(TokenError::Issuer),
        }
    }

    /// A service without a name is no one's audience: with none configured, a token that has `aud` is meant
    /// for someone else (RFC 7519 section 4.1.3).
    fn check_audience(&self, payload: &Payload<'_>) -> Result<(), TokenError> {
        let accepted = match &payload.aud {
            Some(audience) => audience.any(|name| self.audiences.iter().any(|own| own == name)),
            None => self.audiences.is_empty(),
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
