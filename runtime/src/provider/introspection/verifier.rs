//! Verifies tokens by asking.

use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use http::Uri;
use tokio::sync::Semaphore;

use super::{Client, response};
use crate::expiring::ExpiringMap;
use crate::metrics::{Event, Subject};
use crate::provider::{Discovery, FetchError, Fetcher, without_secrets};
use crate::token::rules::{MAX_LENGTH, Policy, sha256};
use crate::token::{TokenError, Verification, VerifiedToken, VerifyToken};

/// How many answers are kept.
const CAPACITY: NonZeroUsize = NonZeroUsize::new(10_000).unwrap();

/// How many questions are under way at once: tokens that mean nothing are easy to make.
const QUESTIONS: usize = 64;

/// How long a question waits for others.
const PATIENCE: Duration = Duration::from_secs(5);

/// Asks about every token.
pub(in crate::provider) struct Introspecting {
    fetcher: Fetcher,
    endpoint: Endpoint,
    client: Client,
    rules: Rules,
    questions: Semaphore,
    /// The minute, counted from 1970, in which it was last said that there are no answers.
    warned: AtomicU64,
    /// Answers by a hash of the token, and not by what a route required: see CVE-2021-32701.
    answers: ExpiringMap<[u8; 32], VerifiedToken>,
}

/// Where to ask.
pub(in crate::provider) enum Endpoint {
    At(Uri),
    Discovered(Arc<Discovery>),
}

/// What an answer has to say.
#[derive(Debug)]
pub(in crate::provider) struct Rules {
    pub(in crate::provider) policy: Policy,
    /// For how long it is kept.
    pub(in crate::provider) cache: Duration,
}

impl Introspecting {
    pub(in crate::provider) fn new(
        fetcher: Fetcher,
        endpoint: Endpoint,
        client: Client,
        rules: Rules,
    ) -> Self {
        Self {
            fetcher,
            endpoint,
            client,
            rules,
            questions: Semaphore::new(QUESTIONS),
            warned: AtomicU64::new(0),
            answers: ExpiringMap::new(CAPACITY),
        }
    }

    async fn ask(
        &self,
        token: &str,
        key: Option<[u8; 32]>,
        at: Duration,
    ) -> Result<VerifiedToken, TokenError> {
        let answer = self.answer(token).await;
        let answer = answer.map_err(|error| {
            self.warn(error, at);
            TokenError::Unavailable
        })?;
        let claims = answer.ok_or(TokenError::Inactive)?;
        let (verified, expiry) = self.rules.policy.accept(token, claims, at)?;
        if let Some(key) = key.filter(|_| verified.payload().len() <= MAX_LENGTH) {
            let until = at.saturating_add(self.rules.cache);
            let until = expiry.map_or(until, |expiry| until.min(expiry));
            self.answers
                .insert_or_evict(key, verified.clone(), until, at);
        }
        Ok(verified)
    }

    /// Says so once a minute: anybody can send tokens.
    fn warn(&self, error: FetchError, at: Duration) {
        let minute = at.as_secs() / 60;
        if self.warned.swap(minute, Ordering::Relaxed) != minute {
            let (issuer, error) = (self.issuers().first(), error.as_str());
            tracing::warn!(issuer, error, "cannot ask the provider about a token");
        }
    }

    /// The claims of a token that is active.
    async fn answer(&self, token: &str) -> Result<Option<String>, FetchError> {
        let turn = tokio::time::timeout(PATIENCE, self.questions.acquire()).await;
        let Ok(Ok(_turn)) = turn else {
            return Err(FetchError::Timeout);
        };
        let question = match &self.endpoint {
            Endpoint::At(uri) => self.client.question(uri, token),
            Endpoint::Discovered(discovery) => {
                let metadata = discovery.metadata().await?;
                let uri = metadata.introspection.as_ref();
                self.client
                    .question(uri.ok_or(FetchError::Metadata)?, token)
            }
        };
        let read = |response| response::read(&response);
        let answer = self.fetcher.ask(Subject::Token, question, read).await;
        if let (Err(error), Endpoint::Discovered(discovery)) = (&answer, &self.endpoint)
            && error.may_have_moved()
        {
            discovery.forget();
        }
        answer
    }
}

impl VerifyToken for Introspecting {
    fn verify<'v>(&'v self, token: &'v str, at: Duration) -> Verification<'v> {
        if token.len() > MAX_LENGTH {
            return Verification::done(Err(TokenError::TooLarge));
        }
        if self.rules.cache.is_zero() {
            return Verification::asking(self.ask(token, None, at));
        }
        let key = sha256(token.as_bytes());
        let known = self.answers.get(&key, at);
        let hit = known.is_some();
        self.fetcher.counter().record(|| Event::Remembered { hit });
        match known {
            Some(known) => Verification::done(Ok(known)),
            None => Verification::asking(self.ask(token, Some(key), at)),
        }
    }

    fn issuers(&self) -> &[String] {
        self.rules.policy.issuers()
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
