//! What is known of a provider's keys: the result of each fetch, and when the next one is due.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::source::Fetched;
use super::{Failure, FetchErrorKind, REFRESH_MIN};
use crate::crypto::random;
use crate::token::keys::Key;

/// How long keys are used while they cannot be fetched again.
pub const STALE_LIMIT: Duration = Duration::from_secs(24 * 60 * 60);

/// The delay before a failed fetch is retried, the first time. It doubles up to [`REFRESH_MIN`].
pub(super) const RETRY: Duration = Duration::from_secs(1);

/// Keys, each the same as long as the provider has it.
pub(super) type Keys = Arc<[Arc<Key>]>;

/// Why keys are fetched.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    /// They are due.
    Due,
    /// A token needs an unknown key.
    Asked,
}

/// The state of the keys.
#[derive(Clone, Default)]
pub(super) struct Known {
    /// The number of the last fetch.
    pub(super) fetch: u64,
    /// Whether that fetch failed.
    pub(super) is_failing: bool,
    /// The keys of the last successful fetch, when they are due again, and when they become unusable.
    keys: Option<(Keys, Instant, Instant)>,
    failures: u32,
    /// When a failed fetch is retried, and the provider's `Retry-After`, if it sent one.
    pub(super) again: Option<(Instant, Option<Instant>)>,
}

impl Known {
    /// The keys, unless they are too old or there are none.
    pub(super) fn keys(&self) -> Keys {
        match &self.keys {
            Some((keys, _, good_until)) if Instant::now() < *good_until => Arc::clone(keys),
            _ => Arc::default(),
        }
    }

    /// Whether the provider may have keys that are missing here.
    pub(super) fn may_lack_keys(&self) -> bool {
        self.is_failing || self.keys().is_empty()
    }

    /// Whether the keys should have been fetched long ago.
    pub(super) fn is_neglected(&self) -> bool {
        let due = self.keys.as_ref().map(|(_, due, _)| *due);
        due.is_none_or(|due| Instant::now() > due + REFRESH_MIN)
    }

    /// The key itself, or the known one if it is the same: what was verified with that is still valid.
    fn known(&self, key: Key) -> Arc<Key> {
        let known = self.keys.iter().flat_map(|(keys, _, _)| keys.iter());
        let mut same = known.filter(|known| known.is(&key));
        same.next().map_or_else(|| Arc::new(key), Arc::clone)
    }

    /// Takes over what was fetched, and returns the delay until the next fetch.
    pub(super) fn learn(
        &mut self,
        fetched: Result<Fetched, Failure>,
        reason: Reason,
        issuer: &str,
    ) -> Duration {
        self.is_failing = fetched.is_err();
        match fetched {
            Ok((keys, pause)) => {
                let pause = earlier(pause);
                tracing::debug!(issuer, keys = keys.len(), "fetched the provider's keys");
                let now = Instant::now();
                let keys = keys.into_iter().map(|key| self.known(key)).collect();
                self.keys = Some((keys, now + pause, now + STALE_LIMIT));
                self.failures = 0;
                self.again = None;
                pause
            }
            Err(failure) => {
                // The provider responds, and reports itself that its previous keys are no longer valid.
                if failure.error.kind() == FetchErrorKind::NoKeys {
                    self.keys = None;
                }
                failure.log(issuer, "cannot fetch the provider's keys");
                let pause = earlier(RETRY * 2_u32.saturating_pow(self.failures.min(10)));
                // Tokens that arrive during a short outage must not prolong it.
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

/// The time less up to a tenth of it. So instances that were started together do not fetch together for ever.
fn earlier(time: Duration) -> Duration {
    let [first, second, ..] = random().unwrap_or_default();
    let part = u32::from(u16::from_le_bytes([first, second]));
    time.saturating_sub(time / 10 / (u32::from(u16::MAX) + 1) * part)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Duration, earlier};

    #[test]
    fn times_differ_by_a_tenth_at_most() {
        for time in [Duration::ZERO, Duration::from_secs(60), Duration::MAX] {
            let found: BTreeSet<_> = (0..100).map(|_| earlier(time)).collect();
            assert!(
                found
                    .iter()
                    .all(|found| *found <= time && *found >= time / 10 * 9)
            );
            assert_eq!(found.len() > 50, time > Duration::ZERO, "{found:?}");
        }
    }
}
