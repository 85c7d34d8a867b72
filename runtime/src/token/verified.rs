//! A token that was verified.

use std::fmt;
use std::time::{Duration, SystemTime};

use serde::Deserialize;

use super::issued_by::IssuedBy;
use super::json::without_nulls;
use super::payload::Payload;
use super::values::NumericDate;
use super::{GrantedScopes, Proofs, TokenError, authentication};
use crate::clock;

/// A token whose signature and registered claims were checked by a [`Verifier`](super::Verifier).
///
/// See [`VerifyToken`](super::VerifyToken) for an example.
#[derive(Clone)]
pub struct VerifiedToken {
    token: Box<str>,
    payload: String,
    scopes: GrantedScopes,
    is_bound: bool,
    issued_by: IssuedBy,
    proofs: Option<Proofs>,
    /// By how many whole seconds the clock of its issuer may differ: small, because every request copies a token.
    leeway: u16,
}

impl VerifiedToken {
    /// A token with its claims as a JSON object, for a custom verifier: see [`VerifyToken`](super::VerifyToken) for an
    /// example. The caller must have verified the token.
    ///
    /// # Errors
    /// [`TokenError`] if the claims are not a JSON object without repeated members, or if a registered one has a type
    /// that its specification does not allow.
    pub fn new(token: &str, claims: impl Into<String>) -> Result<Self, TokenError> {
        let claims = claims.into();
        let payload = Payload::parse(&claims)?;
        let scopes = GrantedScopes::from_payload(&payload);
        let is_bound = payload.cnf.is_some();
        let without_nulls = payload.has_null.then(|| without_nulls(&claims));
        let without_nulls = without_nulls.transpose()?;
        let read = without_nulls.as_ref().unwrap_or(&claims);
        let issued_by = IssuedBy::claim(payload.iss.as_ref(), read);
        let claims = without_nulls.unwrap_or(claims);
        Ok(Self::trusted(token, claims, scopes, is_bound, issued_by))
    }

    pub(crate) fn trusted(
        token: &str,
        payload: String,
        scopes: GrantedScopes,
        is_bound: bool,
        issued_by: IssuedBy,
    ) -> Self {
        Self {
            token: token.into(),
            payload,
            scopes,
            is_bound,
            issued_by,
            proofs: None,
            leeway: 0,
        }
    }

    /// Records by how much the clock of its issuer may differ.
    pub(crate) fn set_leeway(&mut self, leeway: Duration) {
        self.leeway = u16::try_from(leeway.as_secs()).unwrap_or_default();
    }

    /// The claim `acr`: the authentication context class reference that the user satisfied ([RFC 9470 section
    /// 6](https://www.rfc-editor.org/rfc/rfc9470#section-6)). `None` if it is missing, or no string.
    ///
    /// The option `acr` of [`#[security]`](macro@crate::security#acr-and-max_age) requires one of some values.
    #[must_use]
    pub fn acr(&self) -> Option<String> {
        authentication::acr(&self.payload).ok().flatten()
    }

    /// The claim `auth_time`: when the user was authenticated ([RFC 9470 section
    /// 6](https://www.rfc-editor.org/rfc/rfc9470#section-6)). `None` if it is missing, or no date.
    ///
    /// The option `max_age` of [`#[security]`](macro@crate::security#acr-and-max_age) limits its age.
    #[must_use]
    pub fn auth_time(&self) -> Option<SystemTime> {
        let time = authentication::auth_time(&self.payload).ok().flatten();
        time.map(|NumericDate(time)| time)
    }

    /// Whether its `acr` is one of these.
    ///
    /// # Errors
    /// `InvalidClaim` if it is no string.
    pub(crate) fn has_acr(&self, accepted: &[&str]) -> Result<bool, TokenError> {
        let acr = authentication::acr(&self.payload)?;
        Ok(acr.is_some_and(|acr| accepted.contains(&acr.as_str())))
    }

    /// Whether its user was authenticated at most so many seconds ago.
    ///
    /// # Errors
    /// `InvalidClaim` if `auth_time` is no date.
    pub(crate) fn is_authenticated_within(&self, max_age: u32) -> Result<bool, TokenError> {
        let time = authentication::auth_time(&self.payload)?;
        let leeway = Duration::from_secs(self.leeway.into());
        let is_recent = |time| authentication::is_recent(time, max_age, clock::now(), leeway);
        Ok(time.is_some_and(is_recent))
    }

    /// The issuer of the token: its `iss`, or the only issuer of its verifier.
    pub(crate) fn issuer(&self) -> Option<&str> {
        self.issued_by.as_str(&self.payload)
    }

    /// The token with this issuer, if it names none.
    pub(crate) fn of_issuer(mut self, issuer: &str) -> Self {
        if self.issuer().is_none() {
            self.issued_by = IssuedBy::name(issuer);
        }
        self
    }

    /// Records that it came with a proof of possession, and which proofs are accepted.
    pub(crate) fn proven_by(&mut self, proofs: Option<Proofs>) {
        self.proofs = proofs;
    }

    /// The accepted proofs, if it came with one.
    pub(crate) fn proofs(&self) -> Option<Proofs> {
        self.proofs
    }

    /// The claims as JSON.
    #[cfg(any(feature = "dpop", feature = "provider"))]
    pub(crate) fn payload(&self) -> &str {
        &self.payload
    }

    /// Whether it is bound to its sender, who must prove possession (RFC 7800).
    pub(crate) fn is_bound(&self) -> bool {
        self.is_bound
    }

    /// The scopes that the token grants.
    #[must_use]
    pub fn scopes(&self) -> &GrantedScopes {
        &self.scopes
    }

    /// Adds the scopes that its scopes imply.
    pub(crate) fn imply<'d>(&mut self, declared: impl Iterator<Item = (&'d str, &'d [&'d str])>) {
        self.scopes.imply(declared);
    }

    /// The claims as a custom type, or as [`Claims`](super::Claims). The type may borrow from the token. Claims that
    /// are `null` in the token are left out.
    ///
    /// # Errors
    /// [`TokenError::Claims`] if the claims do not fit the type.
    pub fn claims<'t, C: Deserialize<'t>>(&'t self) -> Result<C, TokenError> {
        serde_json::from_str(&self.payload).map_err(|_| TokenError::Claims)
    }

    /// The token itself, for forwarding it. It is a credential: keep it out of logs and responses.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.token
    }
}

/// Redacted: the token is a credential.
impl fmt::Debug for VerifiedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifiedToken").finish_non_exhaustive()
    }
}
