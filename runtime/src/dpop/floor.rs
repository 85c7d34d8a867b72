//! What a store of one's own has forgotten.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::ProofUse;

/// How exactly it is known when something is forgotten. Stores remember that much longer.
pub(super) const PRECISION: Duration = Duration::from_secs(1);

/// The time up to which a store may have forgotten proofs that this process has seen.
///
/// Stores forget by a clock of their own, and so ours may go back to when a forgotten proof was good. This one follows a
/// clock that cannot be set.
pub(super) struct Floor {
    born: Instant,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Proofs as old as this are refused.
    floor: Duration,
    /// By the second in which the store forgets proofs, the newest of those. There are as many as a proof is good for.
    forgotten_at: BTreeMap<u64, Duration>,
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
    /// Whether the store may have forgotten the proof, if it was used before.
    pub(super) fn is_above(&self, proof: ProofUse) -> bool {
        let now = self.born.elapsed();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while let Some(first) = state.forgotten_at.first_entry()
            && *first.key() <= now.as_secs()
        {
            let newest = first.remove();
            state.floor = state.floor.max(newest);
        }
        proof.until <= state.floor
    }

    pub(super) fn remember(&self, proof: ProofUse) {
        let at = self.born.elapsed() + proof.keep_for();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let newest = state.forgotten_at.entry(at.as_secs()).or_default();
        *newest = proof.until.max(*newest);
    }
}
