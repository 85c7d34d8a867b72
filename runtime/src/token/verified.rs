//! A token that passed.

use std::fmt;

use serde::Deserialize;

use super::{GrantedScopes, TokenError};
use crate::scheme::ScopeInfo;

/// A token whose signature and registered claims a [`Verifier`](super::Verifier) has checked. There is no
/// other way to make one.
#[derive(Clone)]
pub struct VerifiedToken {
    token: Box<str>,
    payload: String,
    scopes: GrantedScopes,
}

impl VerifiedToken {
    pub(super) fn new(token: &str, payload: String, scopes: GrantedScopes) -> Self {
        Self {
            token: token.into(),
            payload,
            scopes,
        }
    }

    /// The scopes that the token grants.
    #[must_use]
    pub fn scopes(&self) -> &GrantedScopes {
        &self.scopes
    }

    /// Adds the scopes that its own imply.
    pub(crate) fn imply(&mut self, declared: &[ScopeInfo]) {
        self.scopes.imply(declared);
    }

    /// The claims as a type of your own, or as [`Claims`](super::Claims). The type may borrow from the token.
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
