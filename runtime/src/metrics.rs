//! What a verifier does, for counters.
//!
//! Give [`VerifierBuilder::metrics`](crate::VerifierBuilder::metrics) something that counts. Names and their meanings
//! stay the same between releases; new ones may come.
//!
//! | event | when | labels that make sense |
//! |---|---|---|
//! | [`Event::Verified`] | a token was good, before its proof of possession was looked at | |
//! | [`Event::Refused`] | a token was not, or could not be verified | [`TokenError::as_str`] |
//! | [`Event::Fetched`] | the provider was asked (feature `provider`) | [`Subject::as_str`], [`FetchError::as_str`] |
//! | [`Event::Remembered`] | an answer about a token was looked for in memory (feature `provider`) | whether it was there |
//!
//! [`FetchError::as_str`]: crate::provider::FetchError::as_str
//!
//! # What is logged
//!
//! Through [`tracing`], with targets that start with `scopegate`, and these messages. No event holds a token, a key, a secret or a
//! claim, and neither do these.
//!
//! | level | message | fields |
//! |---|---|---|
//! | debug | `request refused` | `reason`, `scheme`, `handler` |
//! | debug | `token refused` | `error`; `what`: the claim or header; `expected`: what the configuration wants there |
//! | warn | `a token lacks the claim that scopes are taken from` | `claim`: its name; once for each claim of a verifier |
//! | error | `a request was refused with a status that is no error: answered with 500` | `status`, `dependency`, `handler` |
//! | debug | `fetched the provider's keys` | `issuer`; `keys`: how many can be used |
//! | warn, error | `cannot fetch the provider's keys` | `issuer`, and [why](#why-a-provider-could-not-be-asked) |
//! | debug | `a key of the provider is left out` | `problem` |
//! | warn, error | `cannot find the provider's endpoint for introspection` | as above; when the service starts |
//! | warn, error | `cannot ask the provider about a token` | as above; once a minute at most |
//! | warn | `a DPoP proof is refused that may be good` | `error` |
//! | error | `tokens are refused, since the security scheme does not say which of the verifier's issuers it means` | `scheme`; once a minute at most |
//!
//! # Why a provider could not be asked
//!
//! | field | what |
//! |---|---|
//! | `error` | [`FetchError::as_str`] |
//! | `status` | the status of the response, if that was it |
//! | `address` | what was asked, without what may be secret in it |
//! | `cause` | what is below: the error of the connection, the issuer that was expected and the one that was found, the address that is not safe, why the last key was left out |
//!
//! It is an error, and not a warning, where waiting does not help: another issuer, an unsafe address, no endpoint, no key
//! that can be used, and a client or a secret that the provider refuses (401, 403).
//!
//! Requests that were refused for other reasons than their token, a missing scope or a bad proof of possession say, are
//! no events: they carry a [`Denial`](crate::Denial) in the extensions of their responses.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

#[cfg(feature = "provider")]
use crate::provider::FetchError;
use crate::token::{TokenError, Verification, Verifier, VerifyToken};

/// Counts what a verifier does.
///
/// ```
/// use std::sync::Arc;
/// use std::sync::atomic::{AtomicU64, Ordering};
///
/// use scopegate::Verifier;
/// use scopegate::metrics::{Event, Metrics};
///
/// #[derive(Default)]
/// struct Refused(AtomicU64);
///
/// impl Metrics for Refused {
///     fn record(&self, event: Event) {
///         if let Event::Refused(_) = event {
///             self.0.fetch_add(1, Ordering::Relaxed);
///         }
///     }
/// }
///
/// let refused = Arc::new(Refused::default());
/// let verifier = Verifier::builder().hs256([7; 32]).metrics(Arc::clone(&refused)).build()?;
/// assert!(verifier.verify("garbage").now().is_err());
/// assert_eq!(refused.0.load(Ordering::Relaxed), 1);
/// # Ok::<(), scopegate::VerifierError>(())
/// ```
pub trait Metrics: Send + Sync + 'static {
    /// Something happened. It is on the way of requests, so it should not take long.
    fn record(&self, event: Event);
}

impl<M: Metrics + ?Sized> Metrics for Arc<M> {
    fn record(&self, event: Event) {
        self.as_ref().record(event);
    }
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// A token was good. Whether it grants enough is another question.
    Verified,
    /// A token was no good, or could not be verified.
    Refused(TokenError),
    /// The provider was asked.
    #[cfg(feature = "provider")]
    Fetched {
        /// About what.
        subject: Subject,
        /// What was wrong with the answer, if there was any.
        error: Option<FetchError>,
        /// How long it took.
        took: Duration,
    },
    /// An answer about a token was looked for in memory.
    #[cfg(feature = "provider")]
    Remembered {
        /// Whether it was there.
        hit: bool,
    },
}

/// What a provider is asked about.
#[cfg(feature = "provider")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Subject {
    /// Itself.
    Metadata,
    /// Its keys.
    Keys,
    /// A token.
    Token,
}

#[cfg(feature = "provider")]
impl Subject {
    /// A stable `snake_case` name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Metadata => "metadata",
            Self::Keys => "keys",
            Self::Token => "token",
        }
    }
}

/// Who counts, if somebody does.
#[derive(Clone, Default)]
pub(crate) struct Counter(Option<Arc<dyn Metrics>>);

impl Counter {
    pub(crate) fn new(metrics: impl Metrics) -> Self {
        Self(Some(Arc::new(metrics)))
    }

    pub(crate) fn record(&self, event: impl FnOnce() -> Event) {
        if let Some(metrics) = &self.0 {
            metrics.record(event());
        }
    }

    /// The verifier, counted if somebody counts.
    pub(crate) fn count(self, verifier: Verifier) -> Verifier {
        match self.0 {
            None => verifier,
            Some(_) => Verifier::new(Counted {
                verifier,
                counter: self,
            }),
        }
    }
}

/// Verifies tokens, and says what became of them.
struct Counted {
    verifier: Verifier,
    counter: Counter,
}

impl VerifyToken for Counted {
    fn verify<'v>(&'v self, token: &'v str, at: Duration) -> Verification<'v> {
        self.verifier.inner().verify(token, at).then(|verdict| {
            self.counter.record(|| match &verdict {
                Ok(_) => Event::Verified,
                Err(error) => Event::Refused(*error),
            });
            verdict
        })
    }

    fn issuers(&self) -> &[String] {
        self.verifier.issuers()
    }

    fn issuer_templates(&self) -> &[String] {
        self.verifier.issuer_templates()
    }

    fn is_one_authority(&self) -> bool {
        self.verifier.inner().is_one_authority()
    }

    fn retry_after(&self, token: &str) -> Option<Duration> {
        self.verifier.inner().retry_after(token)
    }

    fn takes_opaque_tokens(&self) -> bool {
        self.verifier.takes_opaque_tokens()
    }
}

impl fmt::Debug for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Counted").field(&self.verifier).finish()
    }
}

impl fmt::Debug for Counter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Counter").field(&self.0.is_some()).finish()
    }
}
