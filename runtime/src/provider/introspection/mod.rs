//! Token introspection (RFC 7662).

mod client;
mod response;
mod turns;
mod verifier;

use std::fmt;
use std::time::Duration;

use crate::provider::without_secrets;

pub(super) use self::client::Client;
pub(super) use self::verifier::{Endpoint, Introspecting, Rules};

/// The maximum time for which a result may be cached: a revoked token stays valid that long.
const MAX_CACHE: Duration = Duration::from_secs(300);

/// More than any provider can handle at once.
const MAX_AT_ONCE: usize = 100_000;

/// The default limit of concurrent requests.
const AT_ONCE: usize = 256;

/// How to verify tokens by introspection ([RFC 7662](https://www.rfc-editor.org/rfc/rfc7662)), for
/// [`VerifierBuilder::introspect`](crate::VerifierBuilder::introspect).
///
/// Every token is sent to the provider, so that a revoked one is refused at once, unless results are
/// [cached](Self::cache_for). Without a response, the token is not accepted (503).
///
/// # What strangers can do
///
/// Senders of forged tokens cause introspection requests, within these limits:
///
/// * There is one request at a time for each token. Callers who send the same token meanwhile wait for the next
///   request, and share its result.
/// * An inactive token is remembered for two seconds, up to ten thousand of them. A token that was sent just before its
///   provider knew it, since it has just been issued, is refused that long.
/// * At most 256 requests are [in progress](Self::at_most_at_once). A quarter of them is reserved for tokens that were
///   active within the last hour: those pass under any load of forged tokens. Up to ten thousand such tokens are
///   remembered.
/// * The other three quarters are for new tokens, in order of arrival. Another 1024 of them wait, for at most five
///   seconds; others are answered with 503 and `Retry-After` at once. For a provider that responds in 200 ms, that is
///   about 960 new tokens each second. If attackers send 2000 each second, a new valid token passes one time in two:
///   limit the requests of one address in front of the service.
///
/// Refresh tokens are introspected as well, and ID tokens by some providers. A response whose `token_type`, `token_use`
/// or `typ` does not name an access token (`Bearer`, `DPoP`, `access_token`) is refused. A response with claims of ID
/// tokens (`nonce`, `at_hash`, `c_hash`) is refused unless a rule distinguishes them, as with
/// [`any_token_type`](crate::VerifierBuilder::any_token_type). If the response contains none of these, the audience
/// distinguishes them.
///
/// ```
/// use scopegate::Verifier;
/// use scopegate::provider::Introspection;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let client = Introspection::client_secret_basic("my-api", "the client's secret");
/// let verifier = Verifier::builder()
///     .discover("https://issuer.example")
///     .introspect(client)
///     .audience("https://api.example")
///     .build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "has no effect until it is passed to a `VerifierBuilder`"]
pub struct Introspection {
    pub(super) client: Client,
    pub(super) endpoint: Option<String>,
    pub(super) cache: Duration,
    pub(super) needs_audience: bool,
    pub(super) at_once: usize,
}

impl Introspection {
    /// Authenticates this service with HTTP Basic (RFC 6749 section 2.3.1).
    pub fn client_secret_basic(id: impl AsRef<str>, secret: impl AsRef<str>) -> Self {
        Self::by(Client::basic(id.as_ref(), secret.as_ref()))
    }

    /// Authenticates this service in the form (RFC 6749 section 2.3.1), for providers that support nothing else. See
    /// [`cache_for`](Self::cache_for) for an example.
    pub fn client_secret_post(id: impl Into<String>, secret: impl Into<String>) -> Self {
        Self::by(Client::post(id.into(), secret.into()))
    }

    /// Authenticates this service with its own access token (RFC 7662 section 2.1).
    pub fn bearer(token: impl AsRef<str>) -> Self {
        Self::by(Client::bearer(token.as_ref()))
    }

    fn by(client: Client) -> Self {
        Self {
            client,
            endpoint: None,
            cache: Duration::ZERO,
            needs_audience: true,
            at_once: AT_ONCE,
        }
    }

    /// The introspection endpoint, if it is not the one in the provider's metadata.
    pub fn endpoint(mut self, url: impl Into<String>) -> Self {
        self.endpoint = Some(url.into());
        self
    }

    /// Caches the result for an active token for this time, at most five minutes and never beyond `exp`. The scopes are
    /// still compared with the route's requirement on every request. By default, nothing is cached.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use scopegate::provider::Introspection;
    ///
    /// let client = Introspection::client_secret_post("my-api", "the client's secret")
    ///     .cache_for(Duration::from_secs(10))
    ///     .at_most_at_once(1000);
    /// ```
    pub fn cache_for(mut self, time: Duration) -> Self {
        self.cache = time;
        self
    }

    /// Accepts responses without `aud`, from a provider that reports each service's own tokens only. A response with an
    /// `aud` must still name this service.
    pub fn allow_missing_audience(mut self) -> Self {
        self.needs_audience = false;
        self
    }

    /// Limits the concurrent introspection requests: 256 by default. It should be what the provider can handle, and
    /// more than the new tokens of each second, times the seconds that one response takes. See
    /// [`cache_for`](Self::cache_for) for an example.
    pub fn at_most_at_once(mut self, questions: usize) -> Self {
        self.at_once = questions;
        self
    }

    /// A problem with this configuration.
    pub(super) fn problem(&self) -> Option<&'static str> {
        if self.cache > MAX_CACHE {
            return Some("responses of introspection are cached for more than 300 seconds");
        }
        if !(2..=MAX_AT_ONCE).contains(&self.at_once) {
            return Some(
                "the limit of concurrent introspection requests is not between 2 and 100000",
            );
        }
        self.client
            .is_nameless()
            .then_some("introspection needs credentials: a client id and a secret, or a token")
    }
}

/// Shows no secret.
impl fmt::Debug for Introspection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Introspection")
            .field("endpoint", &self.endpoint.as_deref().map(without_secrets))
            .field("cache", &self.cache)
            .finish_non_exhaustive()
    }
}
