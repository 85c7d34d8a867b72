//! Verifies tokens by introspection.

use std::fmt;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use http::Uri;
use tokio::time::Instant;

use super::turns::{Standing, TokenKey, Turns};
use super::{Client, response};
use crate::clock::since_1970;
use crate::crypto::sha256;
use crate::expiring::ExpiringMap;
use crate::metrics::{Event, FetchKind};
use crate::provider::{Discovery, Failure, Fetcher, without_secrets};
use crate::token::compact::MAX_LENGTH;
use crate::token::policy::Policy;
use crate::token::{TokenError, Verification, VerifiedToken, VerifyToken};

/// How many results of each kind are cached.
const CAPACITY: NonZeroUsize = NonZeroUsize::new(10_000).unwrap();

/// How long a refusal is cached: a provider may know a token only a moment after issuing it.
const KEEP_REFUSAL: Duration = Duration::from_secs(2);

/// How long an active token counts as known.
const KEEP_KNOWN: Duration = Duration::from_secs(60 * 60);

/// Introspects every token.
pub(crate) struct Introspecting {
    fetcher: Fetcher,
    endpoint: Endpoint,
    client: Client,
    rules: Rules,
    turns: Turns,
    /// The minute, counted from 1970, in which a failure was last logged.
    warned: AtomicU64,
    /// When to send the next request, according to the provider's `Retry-After`.
    again: Mutex<Option<Instant>>,
    memory: Memory,
}

/// Cached results, keyed by a hash of the token, and not by what a route required: see CVE-2021-32701. Times are
/// measured from its creation, by a clock that cannot be set.
struct Memory {
    born: Instant,
    answers: ExpiringMap<TokenKey, VerifiedToken>,
    refusals: ExpiringMap<TokenKey, TokenError>,
    /// Tokens that were active.
    known: ExpiringMap<TokenKey, ()>,
}

/// The introspection endpoint.
pub(crate) enum Endpoint {
    At(Uri),
    Discovered(Arc<Discovery>),
}

/// Rules for the responses.
#[derive(Debug)]
pub(crate) struct Rules {
    pub(crate) policy: Policy,
    /// How long a result is cached.
    pub(crate) cache: Duration,
    /// The limit of concurrent requests.
    pub(crate) at_once: usize,
}

impl Memory {
    fn new() -> Self {
        Self {
            born: Instant::now(),
            answers: ExpiringMap::new(CAPACITY),
            refusals: ExpiringMap::new(CAPACITY),
            known: ExpiringMap::new(CAPACITY),
        }
    }

    fn verdict(&self, key: &TokenKey, at: Duration) -> Option<Result<VerifiedToken, TokenError>> {
        let now = self.born.elapsed();
        if let Some(refusal) = self.refusals.get(key, now) {
            return Some(Err(refusal));
        }
        let token = self.answers.get(key, now)?;
        // Without the leeway: no response may be cached beyond `exp` (RFC 7662 section 2.2).
        let expiry = token.times().expiry;
        expiry.is_none_or(|expiry| at < expiry).then_some(Ok(token))
    }

    fn standing(&self, key: &TokenKey) -> Standing {
        if self.known.contains(key, self.born.elapsed()) {
            Standing::Known
        } else {
            Standing::New
        }
    }

    /// Caches a result for this time, but not beyond the expiry.
    fn accept(&self, key: TokenKey, token: &VerifiedToken, time: Duration) {
        let now = self.born.elapsed();
        self.known
            .insert_or_evict(key, (), now.saturating_add(KEEP_KNOWN), now);
        if !time.is_zero() && token.payload().len() <= MAX_LENGTH {
            self.answers
                .insert_or_evict(key, token.clone(), now.saturating_add(time), now);
        }
    }

    fn refuse(&self, key: TokenKey, refusal: TokenError) {
        let now = self.born.elapsed();
        self.known.remove(&key);
        self.refusals
            .insert_or_evict(key, refusal, now.saturating_add(KEEP_REFUSAL), now);
    }
}

impl Introspecting {
    pub(crate) fn new(fetcher: Fetcher, endpoint: Endpoint, client: Client, rules: Rules) -> Self {
        Self {
            fetcher,
            endpoint,
            client,
            turns: Turns::new(rules.at_once),
            rules,
            warned: AtomicU64::new(0),
            again: Mutex::default(),
            memory: Memory::new(),
        }
    }

    async fn ask(
        &self,
        token: &str,
        key: TokenKey,
        at: Duration,
    ) -> Result<VerifiedToken, TokenError> {
        let standing = self.memory.standing(&key);
        let question = async {
            let verdict = self.verdict(token, key, at).await;
            if let Err(refusal) = verdict
                && refusal != TokenError::Unavailable
            {
                self.memory.refuse(key, refusal);
            }
            verdict
        };
        self.turns.answer(key, standing, question).await
    }

    async fn verdict(
        &self,
        token: &str,
        key: TokenKey,
        at: Duration,
    ) -> Result<VerifiedToken, TokenError> {
        let answer = self.answer(token).await;
        let told = answer.as_ref().err().and_then(Failure::retry_after);
        *self.again() = told.map(|wait| Instant::now() + wait);
        let answer = answer.map_err(|failure| {
            self.warn(&failure, at);
            TokenError::Unavailable
        })?;
        let claims = answer.ok_or(TokenError::Inactive)?;
        let verified = self.rules.policy.accept(token, &claims, at)?;
        self.memory.accept(key, &verified, self.rules.cache);
        Ok(verified)
    }

    /// Looks up the endpoint at startup, so that a misspelt issuer is reported before the first token.
    pub(crate) fn check_at_start(&self) {
        let (Endpoint::Discovered(discovery), Ok(runtime)) =
            (&self.endpoint, tokio::runtime::Handle::try_current())
        else {
            return;
        };
        let (discovery, issuer) = (Arc::clone(discovery), self.issuers().join(" "));
        runtime.spawn(async move {
            if let Err(failure) = discovery.introspection_endpoint().await {
                failure.log(&issuer, "cannot find the provider's introspection endpoint");
            }
        });
    }

    fn again(&self) -> MutexGuard<'_, Option<Instant>> {
        self.again.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Logs a failure at most once a minute: anyone can send tokens.
    fn warn(&self, failure: &Failure, at: Duration) {
        let minute = at.as_secs() / 60;
        if self.warned.swap(minute, Ordering::Relaxed) != minute {
            failure.log(
                &self.issuers().join(" "),
                "the introspection of a token failed",
            );
        }
    }

    /// The claims of an active token.
    async fn answer(&self, token: &str) -> Result<Option<String>, Failure> {
        let question = match &self.endpoint {
            Endpoint::At(uri) => self.client.question(uri, token),
            Endpoint::Discovered(discovery) => {
                let endpoint = discovery.introspection_endpoint().await?;
                self.client.question(&endpoint, token)
            }
        };
        let read = |response| response::read(&response);
        let answer = self.fetcher.ask(FetchKind::Token, question, read).await;
        if let (Err(failure), Endpoint::Discovered(discovery)) = (&answer, &self.endpoint)
            && failure.error.kind().may_have_moved()
        {
            discovery.forget();
        }
        answer
    }
}

impl VerifyToken for Introspecting {
    fn verify<'v>(&'v self, token: &'v str, at: SystemTime) -> Verification<'v> {
        let at = since_1970(at);
        if token.len() > MAX_LENGTH {
            return Verification::ready(Err(TokenError::TooLarge));
        }
        let key = sha256(token.as_bytes());
        let known = self.memory.verdict(&key, at);
        let hit = known.is_some();
        if hit || !self.rules.cache.is_zero() {
            self.fetcher.counter().record(|| Event::Remembered { hit });
        }
        match known {
            Some(known) => Verification::ready(known),
            None => Verification::pending(self.ask(token, key, at)),
        }
    }

    fn issuers(&self) -> &[String] {
        self.rules.policy.issuers()
    }

    fn is_one_authority(&self) -> bool {
        true
    }

    fn retry_after(&self, _: &str) -> Option<Duration> {
        let again = *self.again();
        again?.checked_duration_since(Instant::now())
    }

    fn takes_opaque_tokens(&self) -> bool {
        true
    }
}

/// Shows no secret and no token.
impl fmt::Debug for Introspecting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Introspecting")
            .field("endpoint", &self.endpoint)
            .field("rules", &self.rules)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(uri) => f.write_str(&without_secrets(&uri.to_string())),
            Self::Discovered(discovery) => discovery.fmt(f),
        }
    }
}
