use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::revocation::{DynRevocation, RevocationClaims};
use crate::token::{TokenError, Verification, VerifiedToken, VerifyToken, says_the_same};

/// Verifies tokens that may have been revoked.
pub(crate) struct Revocable {
    inner: Arc<dyn VerifyToken>,
    revocation: Arc<dyn DynRevocation>,
}

impl Revocable {
    pub(crate) fn new(inner: Arc<dyn VerifyToken>, revocation: Arc<dyn DynRevocation>) -> Self {
        Self { inner, revocation }
    }

    fn checked<'v>(&'v self, verification: Verification<'v>) -> Verification<'v> {
        Verification::pending(async move { self.check(verification.await?).await })
    }

    async fn check(&self, token: VerifiedToken) -> Result<VerifiedToken, TokenError> {
        let id = RevocationClaims {
            jti: token.text_of(|claims| &claims.jti),
            iss: token.text_of(|claims| &claims.iss),
            sub: token.text_of(|claims| &claims.sub),
            iat: token.time_of(|claims| claims.iat),
            exp: token.time_of(|claims| claims.exp),
        };
        match self.revocation.is_revoked_boxed(id).await {
            Ok(false) => Ok(token),
            Ok(true) => Err(TokenError::Revoked),
            Err(error) => {
                let error: &(dyn Error + 'static) = &error;
                tracing::warn!(error, "cannot determine whether a token was revoked");
                Err(TokenError::Unavailable)
            }
        }
    }
}

impl VerifyToken for Revocable {
    fn verify<'v>(&'v self, token: &'v str, at: SystemTime) -> Verification<'v> {
        self.checked(self.inner.verify(token, at))
    }

    fn remembered<'v>(&'v self, token: &[u8], at: SystemTime) -> Option<Verification<'v>> {
        let known = self.inner.remembered(token, at)?;
        Some(self.checked(known))
    }

    says_the_same!(self => self.inner);
}

impl fmt::Debug for Revocable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Revocable").field(&self.inner).finish()
    }
}
