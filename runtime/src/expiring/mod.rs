//! A bounded map whose entries expire.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::hash::Hash;
use std::num::NonZeroUsize;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Values that expire, shared between threads.
///
/// All times are measured from 1970 and come from the caller. A value exists while `now < until`. A caller with an
/// earlier `now` than a previous one may miss values that had expired by then.
pub(crate) struct ExpiringMap<K, V> {
    capacity: NonZeroUsize,
    entries: Mutex<Entries<K, V>>,
}

/// The map is full of values that have not expired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Full;

struct Entries<K, V> {
    values: HashMap<K, (V, Slot)>,
    /// Every key of `values`, ordered by expiry.
    order: BTreeMap<Slot, K>,
    inserted: u64,
    /// The latest expiry of a removed value.
    forgotten: Duration,
}

/// When a value expires. The number distinguishes those that expire together, the older one first.
type Slot = (Duration, u64);

impl<K: Clone + Eq + Hash, V> ExpiringMap<K, V> {
    /// An empty map for at most `capacity` values. Memory is allocated as they are added.
    pub(crate) fn new(capacity: NonZeroUsize) -> Self {
        Self {
            capacity,
            entries: Mutex::new(Entries {
                values: HashMap::new(),
                order: BTreeMap::new(),
                inserted: 0,
                forgotten: Duration::ZERO,
            }),
        }
    }

    /// The value of a key.
    pub(crate) fn get(&self, key: &K, now: Duration) -> Option<V>
    where
        V: Clone,
    {
        let entries = self.lock();
        let (value, (until, _)) = entries.values.get(key)?;
        (now < *until).then(|| value.clone())
    }

    /// Whether the key has a value.
    pub(crate) fn contains(&self, key: &K, now: Duration) -> bool {
        let entries = self.lock();
        let slot = entries.values.get(key).map(|(_, slot)| slot);
        slot.is_some_and(|(until, _)| now < *until)
    }

    /// Adds a value, or replaces that of its key, which stays until the later of both times.
    ///
    /// # Errors
    /// [`Full`], with nothing changed.
    pub(crate) fn insert(
        &self,
        key: K,
        value: V,
        until: Duration,
        now: Duration,
    ) -> Result<(), Full> {
        let mut entries = self.lock();
        entries.drop_expired(now);
        let known = entries.values.get(&key).map(|(_, (until, _))| *until);
        if known.is_none() {
            self.check_room(&entries)?;
        }
        let until = known.map_or(until, |known| known.max(until));
        entries.insert(key, value, until, now);
        Ok(())
    }

    /// Adds a value, or replaces that of its key. A full map drops the value that would expire first, which may be the
    /// new one: only for values that can be obtained again.
    #[cfg(any(test, feature = "provider"))]
    pub(crate) fn insert_or_evict(&self, key: K, value: V, until: Duration, now: Duration) {
        let mut entries = self.lock();
        entries.drop_expired(now);
        entries.insert(key, value, until, now);
        if entries.values.len() > self.capacity.get() {
            entries.drop_first();
        }
    }

    /// Removes the value of a key.
    #[cfg(feature = "provider")]
    pub(crate) fn remove(&self, key: &K) {
        self.lock().forget(key);
    }

    /// The latest expiry of a removed value. If the clock goes back before it, the previous contents are unknown.
    pub(crate) fn forgotten(&self) -> Duration {
        self.lock().forgotten
    }

    /// The number of values.
    pub(crate) fn len(&self, now: Duration) -> usize {
        let mut entries = self.lock();
        entries.drop_expired(now);
        entries.values.len()
    }

    fn check_room(&self, entries: &Entries<K, V>) -> Result<(), Full> {
        if entries.values.len() < self.capacity.get() {
            Ok(())
        } else {
            Err(Full)
        }
    }

    /// A panic of another thread cannot leave the two collections inconsistent: none of their steps panics.
    fn lock(&self) -> MutexGuard<'_, Entries<K, V>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Clone + Eq + Hash, V> Entries<K, V> {
    /// Each value is dropped once, so this costs O(log n) per insertion on average.
    fn drop_expired(&mut self, now: Duration) {
        while let Some(first) = self.order.first_entry() {
            let (until, _) = *first.key();
            if now < until {
                return;
            }
            self.forgotten = self.forgotten.max(until);
            self.values.remove(first.get());
            first.remove();
        }
    }

    #[cfg(any(test, feature = "provider"))]
    fn drop_first(&mut self) {
        if let Some((_, key)) = self.order.pop_first() {
            self.values.remove(&key);
        }
    }

    fn insert(&mut self, key: K, value: V, until: Duration, now: Duration) {
        self.forget(&key);
        if until <= now {
            return;
        }
        let slot = (until, self.inserted);
        self.inserted += 1;
        self.order.insert(slot, key.clone());
        self.values.insert(key, (value, slot));
    }

    fn forget(&mut self, key: &K) {
        if let Some((_, slot)) = self.values.remove(key) {
            self.order.remove(&slot);
        }
    }
}

/// Shows neither keys nor values: they may be secrets.
impl<K, V> fmt::Debug for ExpiringMap<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExpiringMap")
            .field("capacity", &self.capacity)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
