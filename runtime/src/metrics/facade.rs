use ::metrics::{counter, describe_counter};

use super::{Event, Metrics};

const TOKENS: &str = "scopegate_tokens_total";
const DENIALS: &str = "scopegate_denials_total";
const MISSING: &str = "scopegate_missing_scopes_total";
#[cfg(feature = "token_cache")]
const TOKEN_CACHE: &str = "scopegate_token_cache_total";
#[cfg(feature = "provider")]
const REQUESTS: &str = "scopegate_provider_request_duration_seconds";
#[cfg(feature = "provider")]
const CACHE: &str = "scopegate_introspection_cache_total";

/// Sends all events to the recorder of the crate [`metrics`](::metrics). Requires the feature `metrics`.
///
/// | metric | labels |
/// |---|---|
/// | counter `scopegate_tokens_total` | `outcome`: `verified`, or [`TokenError::as_str`](crate::TokenError::as_str) |
/// | counter `scopegate_token_cache_total` | `outcome`: `hit`, `miss` (feature `token_cache`) |
/// | counter `scopegate_denials_total` | `reason`: [`DenialReason::as_str`](crate::DenialReason::as_str); `scheme`; `handler` |
/// | counter `scopegate_missing_scopes_total` | `scope`: as declared; `scheme` |
/// | histogram `scopegate_provider_request_duration_seconds` | `kind`: `metadata`, `keys`, `token`; `outcome`: `ok`, or the error (feature `provider`) |
/// | counter `scopegate_introspection_cache_total` | `outcome`: `hit`, `miss` (feature `provider`) |
///
/// All values of labels are in the source of the program: clients cannot invent more.
///
/// ```
/// use axum::Router;
/// use scopegate::Verifier;
/// use scopegate::metrics::{CountDenials, Facade};
///
/// // After the recorder is installed, such as that of `metrics-exporter-prometheus`.
/// let metrics = Facade::new();
/// let verifier = Verifier::builder().hs256([7; 32]).metrics(metrics).build()?;
/// let router: Router = Router::new().layer(CountDenials::new(metrics));
/// # Ok::<(), scopegate::VerifierError>(())
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Facade;

impl Facade {
    /// Describes the metrics to the recorder, if one is installed.
    #[must_use]
    pub fn new() -> Self {
        describe_counter!(TOKENS, "Access tokens that were verified, by outcome.");
        describe_counter!(DENIALS, "Requests that were refused, by reason.");
        describe_counter!(MISSING, "Scopes that tokens of refused requests lacked.");
        #[cfg(feature = "token_cache")]
        describe_counter!(
            TOKEN_CACHE,
            "Valid tokens that were looked for in the cache."
        );
        #[cfg(feature = "provider")]
        {
            ::metrics::describe_histogram!(
                REQUESTS,
                ::metrics::Unit::Seconds,
                "How long requests to the provider took."
            );
            describe_counter!(CACHE, "Reads of the cache of introspection results.");
        }
        Self
    }
}

impl Default for Facade {
    fn default() -> Self {
        Self::new()
    }
}

impl Metrics for Facade {
    fn record(&self, event: Event) {
        match event {
            Event::Verified => counter!(TOKENS, "outcome" => "verified").increment(1),
            Event::Refused(error) => counter!(TOKENS, "outcome" => error.as_str()).increment(1),
            #[cfg(feature = "token_cache")]
            Event::Cached { hit } => {
                counter!(TOKEN_CACHE, "outcome" => hit_or_miss(hit)).increment(1);
            }
            Event::Denied {
                reason,
                scheme,
                handler,
            } => counter!(DENIALS, "reason" => reason, "scheme" => scheme, "handler" => handler)
                .increment(1),
            Event::Lacked { scope, scheme } => {
                counter!(MISSING, "scope" => scope, "scheme" => scheme).increment(1);
            }
            #[cfg(feature = "provider")]
            Event::Fetched { kind, error, took } => {
                let outcome = error.map_or("ok", |error| error.as_str());
                ::metrics::histogram!(REQUESTS, "kind" => kind.as_str(), "outcome" => outcome)
                    .record(took);
            }
            #[cfg(feature = "provider")]
            Event::Remembered { hit } => {
                counter!(CACHE, "outcome" => hit_or_miss(hit)).increment(1);
            }
        }
    }
}

#[cfg(any(feature = "provider", feature = "token_cache"))]
const fn hit_or_miss(hit: bool) -> &'static str {
    if hit { "hit" } else { "miss" }
}
