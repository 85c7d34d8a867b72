//! A provider's keys, kept fresh.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::{Notify, Semaphore, watch};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep_until, timeout};

use super::gate::{Gate, REFETCH_INTERVAL};
use super::source::Fetched;
use super::{Failure, FetchError, KeySource, REFRESH_MIN};
use crate::token::keys::Key;

/// How long keys are kept while they cannot be fetched again.
pub const STALE_LIMIT: Duration = Duration::from_secs(24 * 60 * 60);

/// How long a fetch that failed is not tried again, the first time. It doubles up to [`REFRESH_MIN`].
const RETRY: Duration = Duration::from_secs(1);

/// How long a client is told that a fetch takes, which begins at a known time.
const FETCH: Duration = Duration::from_secs(1);

/// How many requests wait for keys at once. One more is answered with 503, so that tokens with invented names of keys
/// cannot take up all memory.
pub const MAX_WAITING: usize = 1024;

/// How long a request waits for a fetch: longer than [`REFETCH_INTERVAL`](super::REFETCH_INTERVAL), metadata and keys
/// together may take.
const PATIENCE: Duration = Duration::from_secs(25);

/// The keys of a provider. A task of its own fetches them; no lock is held meanwhile.
pub(super) struct Keys {
    shared: Arc<Shared>,
    task: Mutex<Option<JoinHandle<()>>>,
}

struct Shared {
    source: KeySource,
    gate: Mutex<Gate>,
    wake: Arc<Notify>,
    known: watch::Sender<Known>,
    waiting: Semaphore,
}

/// Why keys are fetched.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reason {
    /// It is time.
    Due,
    /// A token needs a key that is not known.
    Asked,
}

/// What is known of the keys.
#[derive(Clone, Default)]
pub(super) struct Known {
    /// The number of the last fetch.
    fetch: u64,
    /// Whether that fetch failed.
    is_failing: bool,
    /// The keys of the last fetch that did not, and when they are due again and good no longer.
    keys: Option<(Arc<[Key]>, Instant, Instant)>,
    failures: u32,
    /// When a fetch that failed is tried again, and when the provider wants that, if it says so.
    again: Option<(Instant, Option<Instant>)>,
}

impl Known {
    /// The keys, unless they are too old or there are none.
    pub(super) fn keys(&self) -> Arc<[Key]> {
        match &self.keys {
            Some((keys, _, good_until)) if Instant::now() < *good_until => Arc::clone(keys),
            _ => Arc::default(),
        }
    }

    /// Whether the provider may have keys that we should have, and do not.
    pub(super) fn may_lack_keys(&self) -> bool {
        self.is_failing || self.keys().is_empty()
    }

    /// Whether somebody should have fetched keys long ago.
    fn is_neglected(&self) -> bool {
        let due = self.keys.as_ref().map(|(_, due, _)| *due);
        due.is_none_or(|due| Instant::now() > due + REFRESH_MIN)
    }
}

impl Keys {
    /// The keys of a provider. If there is a runtime of tokio, they are fetched at once; else as soon as there is one.
    pub(super) fn new(source: KeySource) -> Self {
        let keys = Self {
            shared: Arc::new(Shared {
                source,
                gate: Mutex::new(Gate::new()),
                wake: Arc::default(),
                known: watch::Sender::default(),
                waiting: Semaphore::new(MAX_WAITING),
            }),
            task: Mutex::default(),
        };
        keys.ensure_running();
        keys
    }

    pub(super) fn known(&self) -> Known {
        let known = self.shared.known.borrow().clone();
        if known.is_neglected() {
            self.ensure_running();
        }
        known
    }

    /// What is known after one more fetch, or after the one that is on its way. None if that cannot be found out: too
    /// many wait for it, or nobody fetches.
    ///
    /// `enough` says whether that one did: it may have begun before the provider had the key that is missing.
    pub(super) async fn refetched(&self, enough: impl Fn(&Known) -> bool) -> Option<Known> {
        let _place = self.shared.waiting.try_acquire().ok()?;
        let (on_its_way, begun) = {
            let gate = self.shared.gate();
            (gate.on_its_way(), gate.begun())
        };
        if let Some(number) = on_its_way {
            let known = self.after(number).await?;
            if enough(&known) {
                return Some(known);
            }
        }
        let (number, opens) = {
            let mut gate = self.shared.gate();
            (gate.ask(begun), gate.opens())
        };
        self.shared.wake.notify_one();
        // Nobody should wait for a provider that is known to be down.
        let is_shut = opens.is_some_and(|opens| opens > Instant::now());
        if is_shut && self.shared.known.borrow().is_failing {
            return None;
        }
        self.after(number).await
    }

    /// After how long there may be keys that are missing now: when the provider wants to be asked again, or else at the
    /// next fetch. Unknown while one is on its way, and if tokens may cause one before.
    pub(super) fn retry_after(&self) -> Option<Duration> {
        let again = self.shared.known.borrow().again;
        let now = Instant::now();
        if let Some((_, Some(told))) = again
            && told > now
        {
            return Some(told - now);
        }
        let gate = self.shared.gate();
        if gate.on_its_way().is_some() {
            return None;
        }
        let fetches = [again.map(|(next, _)| next), gate.opens()];
        let next = fetches.into_iter().flatten().min()?;
        let wait = next.saturating_duration_since(now) + FETCH;
        (wait < REFETCH_INTERVAL).then_some(wait)
    }

    /// What is known after a fetch, if anybody fetches at all.
    async fn after(&self, number: u64) -> Option<Known> {
        if !self.ensure_running() {
            return None;
        }
        let mut known = self.shared.known.subscribe();
        let fetched = known.wait_for(|known| known.fetch >= number);
        // The task may end with its runtime, which need not be ours.
        let fetched = timeout(PATIENCE, fetched).await.ok()?;
        fetched.ok().map(|known| known.clone())
    }

    /// Starts the task that fetches keys, if there is none: it ends with the runtime that it was started in. Says
    /// whether there is one.
    fn ensure_running(&self) -> bool {
        let mut task = self.task.lock().unwrap_or_else(PoisonError::into_inner);
        if task.as_ref().is_none_or(JoinHandle::is_finished) {
            let Ok(runtime) = tokio::runtime::Handle::try_current() else {
                return false;
            };
            self.shared.gate().start();
            *task = Some(runtime.spawn(keep_fresh(Arc::downgrade(&self.shared))));
        }
        true
    }
}

/// Fetches keys until nobody needs them.
async fn keep_fresh(shared: Weak<Shared>) {
    let mut reason = Reason::Due;
    loop {
        let Some(strong) = shared.upgrade() else {
            return;
        };
        let pause = strong.fetch(reason).await;
        let wake = Arc::clone(&strong.wake);
        drop(strong);
        let Some(next) = next_fetch(&shared, &wake, Instant::now() + pause).await else {
            return;
        };
        reason = next;
    }
}

/// Waits until keys are fetched again, and says why. None if nobody needs them.
async fn next_fetch(shared: &Weak<Shared>, wake: &Notify, due: Instant) -> Option<Reason> {
    loop {
        // A fetch that was asked for may have begun for another reason already.
        let opens = shared.upgrade()?.gate().opens();
        let (at, reason) = match opens {
            Some(opens) if opens < due => (opens, Reason::Asked),
            _ => (due, Reason::Due),
        };
        tokio::select! {
            () = sleep_until(at) => return Some(reason),
            () = wake.notified() => {}
        }
    }
}

impl Shared {
    fn gate(&self) -> MutexGuard<'_, Gate> {
        self.gate.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Fetches the keys, and says when to do it again.
    async fn fetch(&self, reason: Reason) -> Duration {
        let begun = Begun {
            number: self.gate().begin(),
            shared: self,
        };
        let fetched = self.source.fetch().await;
        let mut pause = RETRY;
        self.known.send_modify(|known| {
            known.fetch = begun.number;
            pause = known.learn(fetched, reason, &self.source.issuer);
        });
        pause
    }
}

/// A fetch that is on its way. Those who wait for it are told when it is over, even if nothing was learnt: the task may
/// end with its runtime, or by a panic of the HTTP client.
struct Begun<'s> {
    shared: &'s Shared,
    number: u64,
}

impl Drop for Begun<'_> {
    fn drop(&mut self) {
        self.shared.known.send_if_modified(|known| {
            let is_lost = known.fetch < self.number;
            if is_lost {
                known.fetch = self.number;
                known.is_failing = true;
            }
            is_lost
        });
        self.shared.gate().end();
    }
}

impl Known {
    fn learn(
        &mut self,
        fetched: Result<Fetched, Failure>,
        reason: Reason,
        issuer: &str,
    ) -> Duration {
        self.is_failing = fetched.is_err();
        match fetched {
            Ok((keys, pause)) => {
                tracing::debug!(issuer, keys = keys.len(), "fetched the provider's keys");
                let now = Instant::now();
                self.keys = Some((keys.into(), now + pause, now + STALE_LIMIT));
                self.failures = 0;
                self.again = None;
                pause
            }
            Err(failure) => {
                // It is up, and says itself that the keys which it had are good no longer.
                if failure.error == FetchError::NoKeys {
                    self.keys = None;
                }
                failure.log(issuer, "cannot fetch the provider's keys");
                let pause = RETRY * 2_u32.saturating_pow(self.failures.min(10));
                // Tokens that come in during a short outage must not make it a long one.
                if reason == Reason::Due {
                    self.failures = self.failures.saturating_add(1);
                }
                let told = failure.retry_after();
                let pause = pause.max(told.unwrap_or_default()).min(REFRESH_MIN);
                let now = Instant::now();
                self.again = Some((now + pause, told.map(|wait| now + wait)));
                pause
            }
        }
    }
}

/// The task has nothing to do any more.
impl Drop for Keys {
    fn drop(&mut self) {
        self.shared.wake.notify_one();
    }
}

/// Shows no key.
impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keys")
            .field("source", &self.shared.source)
            .finish_non_exhaustive()
    }
}
