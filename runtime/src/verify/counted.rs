use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::metrics::{Counter, Event};
use crate::token::{Verification, VerifyToken};

/// Verifies tokens, and records the results.
pub(super) struct Counted {
    inner: Arc<dyn VerifyToken>,
    counter: Counter,
}

impl VerifyToken for Counted {
    fn verify<'v>(&'v self, token: &'v str, at: Duration) -> Verification<'v> {
        self.inner.verify(token, at).then(|verdict| {
            self.counter.record(|| match &verdict {
                Ok(_) => Event::Verified,
                Err(error) => Event::Refused(*error),
            });
            verdict
        })
    }

    fn issuers(&self) -> &[String] {
        self.inner.issuers()
    }

    fn issuer_templates(&self) -> &[String] {
        self.inner.issuer_templates()
    }

    fn is_one_authority(&self) -> bool {
        self.inner.is_one_authority()
    }

    fn retry_after(&self, token: &str) -> Option<Duration> {
        self.inner.retry_after(token)
    }

    fn takes_opaque_tokens(&self) -> bool {
        self.inner.takes_opaque_tokens()
    }
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
