//! A provider's keys, refreshed in the background.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::{Notify, Semaphore, watch};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep_until, timeout};

use super::KeySource;
use super::gate::{Gate, REFETCH_INTERVAL};
use super::known::{Known, RETRY, Reason};

/// The duration of a fetch that is assumed for a client's `Retry-After`.
const FETCH: Duration = Duration::from_secs(1);

/// The maximum number of requests that wait for keys. One more is answered with 503, so that tokens with invented key
/// IDs cannot take up all memory.
pub const MAX_WAITING: usize = 1024;

/// How long a request waits for a fetch: longer than [`REFETCH_INTERVAL`](super::REFETCH_INTERVAL) and the fetches of
/// metadata and keys may take together.
const PATIENCE: Duration = Duration::from_secs(25);

/// The keys of a provider. A background task fetches them; no lock is held meanwhile.
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

impl Keys {
    /// The keys of a provider. They are fetched at once if there is a tokio runtime; otherwise as soon as there is one.
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

    /// The state after one more fetch, or after the one in progress. `None` if there is none: too many requests wait
    /// for it, or no task fetches.
    ///
    /// `enough` decides whether the one in progress suffices: it may have begun before the provider had the missing
    /// key.
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
        // Requests should not wait for a provider that is known to be down.
        let is_shut = opens.is_some_and(|opens| opens > Instant::now());
        if is_shut && self.shared.known.borrow().is_failing {
            return None;
        }
        self.after(number).await
    }

    /// After how long missing keys may be available: the provider's `Retry-After`, or else the next fetch. `None` while
    /// a fetch is in progress, and if tokens may cause one before.
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

    /// The state after a fetch, if a task fetches at all.
    async fn after(&self, number: u64) -> Option<Known> {
        if !self.ensure_running() {
            return None;
        }
        let mut known = self.shared.known.subscribe();
        let fetched = known.wait_for(|known| known.fetch >= number);
        // The task may end with its runtime, which may not be the current one.
        let fetched = timeout(PATIENCE, fetched).await.ok()?;
        fetched.ok().map(|known| known.clone())
    }

    /// Starts the task that fetches keys, if there is none: it ends with the runtime that it was started in. Returns
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

/// Fetches keys until they are dropped.
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

/// Waits until keys must be fetched again, and returns the reason. `None` once they are dropped.
async fn next_fetch(shared: &Weak<Shared>, wake: &Notify, due: Instant) -> Option<Reason> {
    loop {
        // A requested fetch may have begun already, for the other reason.
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

    /// Fetches the keys, and returns the delay until the next fetch.
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

/// A fetch in progress. Waiting requests are notified when it is over, even if it failed to complete: the task may end
/// with its runtime, or by a panic of the HTTP client.
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

/// Ends the task.
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
