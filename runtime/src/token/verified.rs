//! A token that passed.

use std::fmt;

use serde::Deserialize;

use super::issued_by::IssuedBy;
use super::json::without_nulls;
use super::payload::Payload;
use super::{GrantedScopes, Proofs, TokenError};

/// A token that somebody has verified: a [`Verifier`](super::Verifier), who has checked its signature and its
/// registered claims.
#[derive(Clone)]
pub struct VerifiedToken {
    token: Box<str>,
    payload: String,
    scopes: GrantedScopes,
    is_bound: bool,
    issued_by: IssuedBy,
    proofs: Option<Proofs>,
}

impl VerifiedToken {
    /// A token with its claims as a JSON object, for a [`VerifyToken`](super::VerifyToken) of your own: whoever calls
    /// this vouches for the token.
    ///
    /// # Errors
    /// [`TokenError`] if the claims are no JSON object without repeated members, or if a registered one has a type that
    /// its specification does not allow.
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
        }
    }

    /// Who issued it: what `iss` says, or the one issuer for whom its verifier speaks.
    pub(crate) fn issuer(&self) -> Option<&str> {
        self.issued_by.as_str(&self.payload)
    }

    /// The token as one of this issuer, if it does not say whose it is.
    pub(crate) fn of_issuer(mut self, issuer: &str) -> Self {
        if self.issuer().is_none() {
            self.issued_by = IssuedBy::name(issuer);
        }
        self
    }

    /// It came with a proof of possession, which was one of these.
    pub(crate) fn proven_by(&mut self, proofs: Option<Proofs>) {
        self.proofs = proofs;
    }

    /// How proofs may be signed, if it came with one.
    pub(crate) fn proofs(&self) -> Option<Proofs> {
        self.proofs
    }

    /// The claims as JSON.
    #[cfg(any(feature = "dpop", feature = "provider"))]
    pub(crate) fn payload(&self) -> &str {
        &self.payload
    }

    /// Whether only a sender who proves to be the right one may use it (RFC 7800).
    pub(crate) fn is_bound(&self) -> bool {
        self.is_bound
    }

    /// The scopes that the token grants.
    #[must_use]
    pub fn scopes(&self) -> &GrantedScopes {
        &self.scopes
    }

    /// Adds the scopes that its own imply.
    pub(crate) fn imply<'d>(&mut self, declared: impl Iterator<Item = (&'d str, &'d [&'d str])>) {
        self.scopes.imply(declared);
    }

    /// The claims as a type of your own, or as [`Claims`](super::Claims). The type may borrow from the token. Claims that
    /// are `null` in the token are left out.
    ///
    /// # Errors
    /// [`TokenError::Claims`] if the claims do not fit the type.
    pub fn claims<'t, C: Deserialize<'t>>(&'t self) -> Result<C, TokenError> {
        serde_json::from_str(&self.payload).map_err(|_| TokenError::Claims)
    }

    /// The token itself, for handing it on. It is a credential: keep it out of logs and answers.
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
