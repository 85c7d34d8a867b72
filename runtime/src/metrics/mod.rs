//! Events for metrics, log lines and spans.
//!
//! Pass an implementation of [`Metrics`] to [`VerifierBuilder::metrics`](crate::VerifierBuilder::metrics), and to the layer
//! [`CountDenials`] for requests that are refused. Names and their meanings stay the same between releases; new ones may be
//! added.
//!
//! | event | when | useful labels |
//! |---|---|---|
//! | [`Event::Verified`] | a token is valid; its proof of possession is not checked yet | |
//! | [`Event::Refused`] | a token is invalid, or could not be verified | [`TokenError::as_str`] |
//! | [`Event::Cached`] | a token is valid, and its verifier remembers tokens (feature `token_cache`) | whether it was a hit |
//! | [`Event::Denied`] | a request is refused, for whatever reason: needs [`CountDenials`] | `reason`, `scheme`, `handler` |
//! | [`Event::Lacked`] | its token lacks a scope: one event for each | `scope`, `scheme` |
//! | [`Event::Fetched`] | a request was sent to the provider (feature `provider`) | [`FetchKind::as_str`], [`FetchErrorKind::as_str`] |
//! | [`Event::Remembered`] | the cache of introspection results was read (feature `provider`) | whether it was a hit |
//!
//! [`FetchErrorKind::as_str`]: crate::provider::FetchErrorKind::as_str
//!
//! [`Facade`] sends them to the crate `metrics` (feature `metrics`).
//!
//! [`RevocationUnknown`]: crate::revocation::RevocationUnknown
//!
//! # What is logged
//!
//! Log events are sent through [`tracing`], with targets that start with `scopegate` and the messages below. Neither
//! events nor log messages contain a token, a key, a secret or a claim.
//!
//! | level | message | fields |
//! |---|---|---|
//! | debug | `request refused` | `reason`, `scheme`, `handler` |
//! | debug | `token refused` | `error`; `what`: the claim or header; `expected`: the value that the configuration requires |
//! | warn | `a token lacks the claim that contains its scopes` | `claim`: its name; once for each claim of a verifier |
//! | error | `a request was refused with a status that is not an error: sent 500 instead` | `status`, `dependency`, `handler` |
//! | debug | `fetched the provider's keys` | `issuer`; `keys`: the number of usable keys |
//! | warn, error | `cannot fetch the provider's keys` | `issuer`, and [why](#why-a-provider-could-not-be-asked) |
//! | debug | `ignored a key of the provider` | `problem` |
//! | warn, error | `cannot find the provider's introspection endpoint` | as above; at startup |
//! | warn, error | `the introspection of a token failed` | as above; at most once a minute |
//! | warn | `cannot determine whether a token was revoked` | `error`, with the causes of [`RevocationUnknown`] |
//! | debug | `ignored the header of a client certificate` | `header`: its name; `problem`: not sent by the proxy, repeated, malformed |
//! | warn | `refused a DPoP proof that may be valid` | `error`, with its causes |
//! | error | `tokens are refused: the security scheme does not name the issuers that it accepts among those of the verifier` | `scheme`; at most once a minute |
//!
//! # Why a provider could not be asked
//!
//! | field | contents |
//! |---|---|
//! | `error` | [`FetchErrorKind::as_str`] |
//! | `status` | the status of the response, if that is the reason |
//! | `address` | the address of the request, without parts that may be secret |
//! | `cause` | the underlying cause: the error of the connection, the expected and the actual issuer, the unsafe address, why the last key was ignored |
//!
//! The level is error instead of warning where retrying does not help: a different issuer, an unsafe address, no
//! endpoint, no usable key, and a client or a secret that the provider refuses (401, 403).
//!
//! # Spans
//!
//! These have the level debug, and nothing of a token. To record who called, see [`caller`](crate::caller).
//!
//! | span | around | fields |
//! |---|---|---|
//! | `scopegate.guard` | all that runs before a handler | `handler`; `outcome`: `admitted`, `refused`; if refused, `reason`, `scheme` and `missing`: the [missing scopes](crate::Denial::missing_declared) |
//! | `scopegate.verify` | a token is extracted and verified, with its proof of possession | `scheme`; `outcome`: `verified`, `refused`; `reason` |
//!
//! Dependencies do not run inside of `scopegate.guard`: their current span is that of the application, and fields that they
//! record are its fields. A public handler without [levels](crate::level!) has no guard.

#[cfg(feature = "metrics")]
mod facade;

use std::fmt;
use std::sync::Arc;
#[cfg(feature = "provider")]
use std::time::Duration;

#[cfg(feature = "provider")]
use crate::provider::FetchErrorKind;
use crate::token::TokenError;

#[cfg(feature = "metrics")]
pub use self::facade::Facade;
// Of a higher module, reexported for its public path.
pub use crate::refuse::{CountDenials, CountDenialsService};

/// Receives the events of a verifier.
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
    /// Records an event. Called while a request waits, so it should return quickly.
    fn record(&self, event: Event);
}

impl<M: Metrics + ?Sized> Metrics for Arc<M> {
    fn record(&self, event: Event) {
        self.as_ref().record(event);
    }
}

/// An event of a verifier, or of [`CountDenials`].
///
/// See [`Metrics`] for an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// A token is valid. Whether its scopes are sufficient is not decided yet.
    Verified,
    /// A token is invalid, or could not be verified.
    Refused(TokenError),
    /// A token is valid, and its verifier remembers tokens: see
    /// [`cache_tokens`](crate::VerifierBuilder::cache_tokens). After [`Verified`](Self::Verified).
    #[cfg(feature = "token_cache")]
    #[non_exhaustive]
    Cached {
        /// Whether its signature did not have to be verified.
        hit: bool,
    },
    /// A request was refused: see [`CountDenials`].
    #[non_exhaustive]
    Denied {
        /// [`DenialReason::as_str`](crate::DenialReason::as_str).
        reason: &'static str,
        /// The name of the security scheme.
        scheme: &'static str,
        /// The name of the handler that was not called.
        handler: &'static str,
    },
    /// The token of a refused request lacks a scope: see [`CountDenials`].
    #[non_exhaustive]
    Lacked {
        /// The scope as it is declared: see [`Denial::missing_declared`](crate::Denial::missing_declared).
        scope: &'static str,
        /// The name of the security scheme.
        scheme: &'static str,
    },
    /// A request was sent to the provider.
    // Its error is the provider's, which counts by these events: `metrics` and `provider` import each other here only.
    #[cfg(feature = "provider")]
    #[non_exhaustive]
    Fetched {
        /// The kind of request.
        kind: FetchKind,
        /// The error, if the request failed or its response was not usable.
        error: Option<FetchErrorKind>,
        /// How long the request took.
        took: Duration,
    },
    /// The cache of introspection results was read.
    #[cfg(feature = "provider")]
    #[non_exhaustive]
    Remembered {
        /// Whether the result was cached.
        hit: bool,
    },
}

/// For tests of a [`Metrics`].
impl Event {
    /// A request that was refused.
    #[must_use]
    pub const fn denied(reason: &'static str, scheme: &'static str, handler: &'static str) -> Self {
        Self::Denied {
            reason,
            scheme,
            handler,
        }
    }

    /// A scope that its token lacks.
    #[must_use]
    pub const fn lacked(scope: &'static str, scheme: &'static str) -> Self {
        Self::Lacked { scope, scheme }
    }

    /// A valid token of a verifier that remembers tokens.
    #[cfg(feature = "token_cache")]
    #[must_use]
    pub const fn cached(hit: bool) -> Self {
        Self::Cached { hit }
    }

    /// A request to the provider.
    #[cfg(feature = "provider")]
    #[must_use]
    pub const fn fetched(kind: FetchKind, error: Option<FetchErrorKind>, took: Duration) -> Self {
        Self::Fetched { kind, error, took }
    }

    /// A look at the cache of introspection results.
    #[cfg(feature = "provider")]
    #[must_use]
    pub const fn remembered(hit: bool) -> Self {
        Self::Remembered { hit }
    }
}

/// The kind of a request to a provider.
///
/// ```
/// use scopegate::metrics::{Event, Metrics};
///
/// struct FailedFetches;
///
/// impl Metrics for FailedFetches {
///     fn record(&self, event: Event) {
///         if let Event::Fetched { kind, error: Some(error), .. } = event {
///             println!("fetch_errors{{kind={:?}, error={:?}}}", kind.as_str(), error.as_str());
///         }
///     }
/// }
/// ```
#[cfg(feature = "provider")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FetchKind {
    /// The provider's metadata.
    Metadata,
    /// The provider's keys.
    Keys,
    /// The introspection of a token.
    Token,
}

#[cfg(feature = "provider")]
impl FetchKind {
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

/// The application's metrics, if it has any.
#[derive(Clone, Default)]
pub(crate) struct Counter(Option<Arc<dyn Metrics>>);

impl Counter {
    pub(crate) fn new(metrics: impl Metrics) -> Self {
        Self(Some(Arc::new(metrics)))
    }

    /// Whether events are recorded.
    pub(crate) fn counts(&self) -> bool {
        self.0.is_some()
    }

    pub(crate) fn record(&self, event: impl FnOnce() -> Event) {
        if let Some(metrics) = &self.0 {
            metrics.record(event());
        }
    }
}

impl fmt::Debug for Counter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Counter").field(&self.0.is_some()).finish()
    }
}
