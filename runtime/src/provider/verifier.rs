//! JWTs, verified with a provider's keys.

use std::time::{Duration, SystemTime};

use super::KeySource;
use super::keys::Keys;
use super::known::Known;
use crate::clock::since_1970;
use crate::token::jwt::{Refused, Rules};
use crate::token::{TokenError, Verification, VerifiedToken, VerifyToken};

/// Verifies tokens with the keys of a provider.
#[derive(Debug)]
pub(crate) struct ProviderKeys {
    keys: Keys,
    rules: Rules,
}

impl ProviderKeys {
    pub(crate) fn new(source: KeySource, rules: Rules) -> Self {
        Self {
            keys: Keys::new(source),
            rules,
        }
    }

    fn verdict(&self, token: &str, known: &Known, at: Duration) -> Result<VerifiedToken, Refused> {
        self.rules.verify(token, &known.keys(), at)
    }

    /// An unknown key may be a new one. Until that is decided, the token can be neither accepted nor refused.
    async fn with_newer_keys(
        &self,
        token: &str,
        at: Duration,
    ) -> Result<VerifiedToken, TokenError> {
        let has_key = |known: &Known| {
            let refused = self.verdict(token, known, at).err();
            refused.is_none_or(|refused| !refused.key_may_be_new)
        };
        match self.keys.refetched(has_key).await {
            Some(newer) => self
                .verdict(token, &newer, at)
                .map_err(|refused| blame(&refused, &newer)),
            None => Err(TokenError::Unavailable),
        }
    }
}

/// Whether the token or the provider is at fault cannot be decided while the provider does not send its keys.
fn blame(refused: &Refused, known: &Known) -> TokenError {
    if refused.key_may_be_new && known.may_lack_keys() {
        TokenError::Unavailable
    } else {
        refused.error
    }
}

impl VerifyToken for ProviderKeys {
    fn verify<'v>(&'v self, token: &'v str, at: SystemTime) -> Verification<'v> {
        let at = since_1970(at);
        let known = self.keys.known();
        match self.verdict(token, &known, at) {
            Err(refused) if refused.key_may_be_new => {
                Verification::pending(self.with_newer_keys(token, at))
            }
            verdict => Verification::ready(verdict.map_err(|refused| refused.error)),
        }
    }

    fn remembered<'v>(&'v self, token: &[u8], at: SystemTime) -> Option<Verification<'v>> {
        let keys = self.keys.known().keys();
        let token = self.rules.remembered(token, &keys, since_1970(at))?;
        Some(Verification::ready(Ok(token)))
    }

    fn issuers(&self) -> &[String] {
        self.rules.policy.issuers()
    }

    fn issuer_templates(&self) -> &[String] {
        self.rules.policy.issuer_templates()
    }

    fn is_one_authority(&self) -> bool {
        true
    }

    fn retry_after(&self, _: &str) -> Option<Duration> {
        self.keys.retry_after()
    }
}
