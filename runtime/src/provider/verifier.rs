//! Tokens in JWT form, verified by a provider's keys.

use std::time::Duration;

use super::KeySource;
use super::keys::{Keys, Known};
use crate::token::rules::{self, Policy, Refused};
use crate::token::{TokenError, Verification, VerifiedToken, VerifyToken};

/// Verifies tokens by the keys of a provider.
#[derive(Debug)]
pub(crate) struct ProviderKeys {
    keys: Keys,
    policy: Policy,
}

impl ProviderKeys {
    pub(crate) fn new(source: KeySource, policy: Policy) -> Self {
        Self {
            keys: Keys::new(source),
            policy,
        }
    }

    fn verdict(&self, token: &str, known: &Known, at: Duration) -> Result<VerifiedToken, Refused> {
        rules::verify(token, &known.keys(), &self.policy, at)
    }

    /// A key that we do not have may be a new one.
    async fn with_newer_keys(
        &self,
        token: &str,
        at: Duration,
        was_failing: bool,
        error: TokenError,
    ) -> Result<VerifiedToken, TokenError> {
        let has_key = |known: &Known| !matches!(self.verdict(token, known, at), Err(refused) if refused.key_may_be_new);
        // Whether the token or the provider is at fault cannot be known while that is down.
        let blame = |is_failing, error| {
            if is_failing {
                TokenError::Unavailable
            } else {
                error
            }
        };
        let Some(known) = self.keys.refetched(has_key).await else {
            return Err(blame(was_failing, error));
        };
        self.verdict(token, &known, at)
            .map_err(|refused| blame(known.is_failing && refused.key_may_be_new, refused.error))
    }
}

impl VerifyToken for ProviderKeys {
    fn verify<'v>(&'v self, token: &'v str, at: Duration) -> Verification<'v> {
        let known = self.keys.known();
        match self.verdict(token, &known, at) {
            Ok(token) => Verification::done(Ok(token)),
            Err(refused) if refused.key_may_be_new => Verification::asking(self.with_newer_keys(
                token,
                at,
                known.is_failing,
                refused.error,
            )),
            Err(refused) => Verification::done(Err(refused.error)),
        }
    }

    fn issuers(&self) -> &[String] {
        self.policy.issuers()
    }
}
