//! Proofs that a custom store may have forgotten.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use super::ProofUse;

/// The precision of the time at which an entry is forgotten. Stores remember entries that much longer.
pub(super) const PRECISION: Duration = Duration::from_secs(1);

/// The time up to which a store may have forgotten proofs that this process has seen.
///
/// Stores forget by their own clock, so this process's clock may go back to a time when a forgotten proof was valid.
/// This value follows a clock that cannot be set.
pub(super) struct Floor {
    born: Instant,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Proofs with this time or an earlier one are refused.
    floor: Option<SystemTime>,
    /// For each second in which the store forgets proofs, the newest of those. There are as many as the seconds for
    /// which a proof is valid.
    forgotten_at: BTreeMap<u64, SystemTime>,
}

impl Default for Floor {
    fn default() -> Self {
        Self {
            born: Instant::now(),
            state: Mutex::default(),
        }
    }
}

impl Floor {
    /// Whether the store still knows the proof, if it was used before.
    pub(super) fn is_above(&self, proof: ProofUse) -> bool {
        let now = self.born.elapsed();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while let Some(first) = state.forgotten_at.first_entry()
            && *first.key() <= now.as_secs()
        {
            let newest = first.remove();
            state.floor = state.floor.max(Some(newest));
        }
        Some(proof.until) <= state.floor
    }

    pub(super) fn remember(&self, proof: ProofUse) {
        let at = self.born.elapsed() + proof.keep_for();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let newest = state.forgotten_at.entry(at.as_secs());
        let newest = newest.or_insert(proof.until);
        *newest = proof.until.max(*newest);
    }
}
