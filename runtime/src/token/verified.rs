//! A token that was verified.

use std::fmt;

use serde::Deserialize;

use super::issued_by::IssuedBy;
use super::json::without_nulls;
use super::payload::Payload;
use super::{GrantedScopes, Proofs, TokenError};

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
        }
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
