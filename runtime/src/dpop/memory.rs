//! Remembers used proofs in the memory of this process.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use super::{ProofUse, ReplayError};

/// A bounded number of proofs, each kept until it can no longer be used.
///
/// A key cannot have more proofs here than there is room left: no key can fill the memory, and with any number of keys,
/// each finds as much room as any other one has.
pub(super) struct MemoryReplayStore {
    capacity: usize,
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    ids: HashSet<[u8; 32]>,
    /// Every id with its key, ordered by when it may be forgotten.
    order: BTreeMap<(SystemTime, [u8; 32]), [u8; 32]>,
    /// The number of proofs of each key.
    of_key: HashMap<[u8; 32], usize>,
    /// The latest expiry of a forgotten proof.
    forgotten: Option<SystemTime>,
}

impl MemoryReplayStore {
    pub(super) fn new(capacity: NonZeroUsize) -> Self {
        Self {
            capacity: capacity.get(),
            seen: Mutex::default(),
        }
    }

    /// Forgets nothing early to make room: a forgotten proof could be used again.
    pub(super) fn first_use(&self, proof: ProofUse) -> Result<bool, ReplayError> {
        // No step below panics, so the collections are always consistent.
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.forget(proof.now);
        // The clock was ahead, and went back: a proof as old as this may be a forgotten one.
        if Some(proof.until) <= seen.forgotten || seen.ids.contains(&proof.id) {
            return Ok(false);
        }
        let left = self.capacity.saturating_sub(seen.ids.len());
        if seen.of_key.get(&proof.key).copied().unwrap_or(0) >= left {
            return Err(ReplayError::Full);
        }
        seen.remember(proof);
        Ok(true)
    }
}

impl Seen {
    fn remember(&mut self, proof: ProofUse) {
        self.ids.insert(proof.id);
        self.order.insert((proof.until, proof.id), proof.key);
        *self.of_key.entry(proof.key).or_default() += 1;
    }

    /// Each proof is forgotten once, so this costs O(log n) on average.
    fn forget(&mut self, now: SystemTime) {
        while let Some(first) = self.order.first_entry() {
            let (until, id) = *first.key();
            if now < until {
                return;
            }
            let key = first.remove();
            self.forgotten = self.forgotten.max(Some(until));
            self.ids.remove(&id);
            if let Some(left) = self.of_key.get_mut(&key) {
                *left -= 1;
                if *left == 0 {
                    self.of_key.remove(&key);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;

    /// A proof of a numbered key, valid for ten seconds.
    fn proof(key: u8, number: u8, issued: u64, now: u64) -> ProofUse {
        let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        let mut id = [number; 32];
        id[0] = key;
        ProofUse {
            id,
            key: [key; 32],
            now: at(now),
            until: at(issued + 10),
        }
    }

    fn store(capacity: usize) -> MemoryReplayStore {
        MemoryReplayStore::new(NonZeroUsize::new(capacity).unwrap())
    }

    #[test]
    fn a_key_that_floods_leaves_half_of_the_room_and_many_leave_a_share() {
        let store = store(100);
        let flood = |key| {
            let uses = (0..=255).map(|number| store.first_use(proof(key, number, 0, 0)));
            uses.filter(|first| matches!(first, Ok(true))).count()
        };
        assert_eq!(flood(0), 50);
        assert_eq!(flood(1), 25);
        for key in 2..6 {
            assert!(flood(key) >= 1, "{key}");
        }
    }

    #[test]
    fn what_a_key_used_is_room_again_later() {
        let store = store(2);
        assert!(store.first_use(proof(0, 0, 0, 0)).unwrap());
        let full = store.first_use(proof(0, 1, 0, 0));
        assert!(matches!(full, Err(ReplayError::Full)));
        assert!(store.first_use(proof(0, 2, 10, 10)).unwrap());
        let seen = store.seen.lock().unwrap();
        assert_eq!(
            (seen.ids.len(), seen.order.len(), seen.of_key.len()),
            (1, 1, 1)
        );
    }

    #[test]
    fn one_of_many_threads_is_first() {
        let (store, first) = (store(1000), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for number in 0..100 {
                        let is_first = store.first_use(proof(0, number, 0, 0)).unwrap();
                        first.fetch_add(usize::from(is_first), Ordering::Relaxed);
                    }
                });
            }
        });
        assert_eq!(first.into_inner(), 100);
    }

    proptest! {
        /// For any movement of the clock, no proof is accepted twice; if it never goes back, each is accepted once.
        #[test]
        fn no_proof_counts_twice_whatever_the_clock_does(
            uses in prop::collection::vec((0_u8..3, 0_u8..20, 0_u64..60), 1..200),
            goes_back in any::<bool>(),
        ) {
            let (store, mut used, mut latest) = (store(10_000), HashSet::new(), 0);
            for (key, number, clock) in uses {
                let now = if goes_back { clock } else { latest.max(clock) };
                latest = now;
                // Each proof has its own time, and was checked against the clock before.
                let issued = u64::from(number) * 3;
                if issued > now || now >= issued + 10 {
                    continue;
                }
                let is_first = store.first_use(proof(key, number, issued, now)).unwrap();
                let is_new = used.insert((key, number));
                prop_assert!(!is_first || is_new);
                prop_assert!(goes_back || is_first == is_new);
            }
        }
    }
}
