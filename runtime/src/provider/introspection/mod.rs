//! Tokens that the provider is asked about (RFC 7662).

mod client;
mod response;
mod turns;
mod verifier;

use std::fmt;
use std::time::Duration;

use crate::provider::without_secrets;

pub(super) use self::client::Client;
pub(super) use self::verifier::{Endpoint, Introspecting, Rules};

/// The longest time for which an answer may be kept: a revoked token stays good that long.
const MAX_CACHE: Duration = Duration::from_secs(300);

/// More than any provider is asked at once.
const MAX_AT_ONCE: usize = 100_000;

/// How many questions are under way at once.
const AT_ONCE: usize = 256;

/// How to ask a provider about tokens ([RFC 7662](https://www.rfc-editor.org/rfc/rfc7662)), for
/// [`VerifierBuilder::introspect`](crate::VerifierBuilder::introspect).
///
/// Every token is asked about, so that one that was revoked is refused at once, unless answers are
/// [kept](Self::cache_for). What is not answered is not accepted (503).
///
/// # What strangers can do
///
/// Whoever sends invented tokens causes questions, within these limits:
///
/// * There is one question for each token at a time. Who sends the same token meanwhile waits for the next question, and
///   shares its answer.
/// * That a token is no good is remembered for two seconds, of ten thousand tokens at most. A token that a provider
///   knows only after it was asked, since it has just been issued, is refused that long.
/// * At most 256 questions are [under way](Self::at_most_at_once), a quarter of them for tokens that were good within
///   the last hour: those pass, whatever strangers send. Ten thousand such tokens are known.
/// * The other three quarters are for new tokens, in the order in which they come in. Another 1024 of them wait, for
///   five seconds at most; the rest is answered with 503 and `Retry-After` at once. A provider that answers in 200 ms
///   is so asked about 960 new tokens each second. If strangers send 2000 each second, a new token of a good caller
///   passes one time in two: limit how many requests one address may send, in front of the service.
///
/// A provider is asked about refresh tokens as well, and some about ID tokens. An answer whose `token_type`, `token_use` or
/// `typ` is not a name of access tokens (`Bearer`, `DPoP`, `access_token`) is refused, and one with claims of ID tokens
/// (`nonce`, `at_hash`, `c_hash`) unless a rule tells them apart, as with
/// [`any_token_type`](crate::VerifierBuilder::any_token_type). Where the provider says nothing, the audience tells them
/// apart.
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
#[must_use = "it asks nobody before it is given to a builder"]
pub struct Introspection {
    pub(super) client: Client,
    pub(super) endpoint: Option<String>,
    pub(super) cache: Duration,
    pub(super) needs_audience: bool,
    pub(super) at_once: usize,
}

impl Introspection {
    /// This service names itself by HTTP Basic (RFC 6749 section 2.3.1).
    pub fn client_secret_basic(id: impl AsRef<str>, secret: impl AsRef<str>) -> Self {
        Self::by(Client::basic(id.as_ref(), secret.as_ref()))
    }

    /// This service names itself in the form (RFC 6749 section 2.3.1), for providers that know nothing else.
    pub fn client_secret_post(id: impl Into<String>, secret: impl Into<String>) -> Self {
        Self::by(Client::post(id.into(), secret.into()))
    }

    /// This service has an access token of its own for asking (RFC 7662 section 2.1).
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

    /// Where to ask, if not where the provider's metadata says.
    pub fn endpoint(mut self, url: impl Into<String>) -> Self {
        self.endpoint = Some(url.into());
        self
    }

    /// Keeps the answer to a token that is active for this time, at most five minutes and never beyond `exp`. What the
    /// token grants is compared with what a route requires every time. Without this nothing is kept.
    pub fn cache_for(mut self, time: Duration) -> Self {
        self.cache = time;
        self
    }

    /// Accepts answers without `aud`, from a provider that tells each service about its own tokens only. An answer with
    /// an `aud` has to name this service all the same.
    pub fn allow_missing_audience(mut self) -> Self {
        self.needs_audience = false;
        self
    }

    /// At most so many questions are under way at once: 256 unless set. It is what the provider can answer, and should
    /// be more than the new tokens of each second, times the seconds that one answer takes.
    pub fn at_most_at_once(mut self, questions: usize) -> Self {
        self.at_once = questions;
        self
    }

    /// What is wrong with it.
    pub(super) fn problem(&self) -> Option<&'static str> {
        if self.cache > MAX_CACHE {
            return Some("the answers of introspection are kept for more than 300 seconds");
        }
        if !(2..=MAX_AT_ONCE).contains(&self.at_once) {
            return Some(
                "fewer than 2 or more than 100000 questions of introspection are under way at once",
            );
        }
        self.client
            .is_nameless()
            .then_some("introspection needs to know who asks: an id and a secret, or a token")
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
