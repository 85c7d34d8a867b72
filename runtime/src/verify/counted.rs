use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::metrics::{Counter, Event};
#[cfg(feature = "token_cache")]
use crate::token::VerifiedToken;
use crate::token::{Verification, VerifyToken, says_the_same};

/// Verifies tokens, and records the results.
pub(super) struct Counted {
    inner: Arc<dyn VerifyToken>,
    counter: Counter,
}

impl Counted {
    fn count<'v>(&'v self, verification: Verification<'v>) -> Verification<'v> {
        verification.then(|verdict| {
            self.counter.record(|| match &verdict {
                Ok(_) => Event::Verified,
                Err(error) => Event::Refused(*error),
            });
            #[cfg(feature = "token_cache")]
            if let Some(hit) = verdict.as_ref().ok().and_then(VerifiedToken::cached) {
                self.counter.record(|| Event::Cached { hit });
            }
            verdict
        })
    }
}

impl VerifyToken for Counted {
    fn verify<'v>(&'v self, token: &'v str, at: SystemTime) -> Verification<'v> {
        self.count(self.inner.verify(token, at))
    }

    fn remembered<'v>(&'v self, token: &[u8], at: SystemTime) -> Option<Verification<'v>> {
        let known = self.inner.remembered(token, at)?;
        Some(self.count(known))
    }

    says_the_same!(self => self.inner);
}

impl fmt::Debug for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Counted").field(&self.inner).finish()
    }
}

impl Counted {
    /// The verifier, with its results recorded if the application has metrics.
    pub(super) fn wrap(inner: Arc<dyn VerifyToken>, counter: Counter) -> Arc<dyn VerifyToken> {
        if counter.counts() {
            Arc::new(Self { inner, counter })
        } else {
            inner
        }
    }
}
