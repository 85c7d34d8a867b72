//! Stores of used proofs: the memory of this process, or a custom store.

use std::pin::Pin;

use super::floor::Floor;
use super::memory::MemoryReplayStore;
use super::{ProofUse, ReplayError, ReplayStore};

/// Either kind of store.
pub(super) enum Store {
    Memory(MemoryReplayStore),
    /// It forgets by its own clock.
    Custom(Box<dyn DynReplayStore>, Floor),
}

impl Store {
    pub(super) fn custom(store: impl ReplayStore) -> Self {
        Self::Custom(Box::new(store), Floor::default())
    }

    pub(super) async fn first_use(&self, proof: ProofUse) -> Result<bool, ReplayError> {
        match self {
            Self::Memory(store) => store.first_use(proof),
            Self::Custom(_, floor) if floor.is_above(proof) => Ok(false),
            Self::Custom(store, floor) => {
                let is_first = store.dyn_first_use(proof).await?;
                floor.remember(proof);
                Ok(is_first)
            }
        }
    }
}

type Answer<'s> = Pin<Box<dyn Future<Output = Result<bool, ReplayError>> + Send + 's>>;

/// A [`ReplayStore`] as a trait object.
pub(super) trait DynReplayStore: Send + Sync {
    fn dyn_first_use(&self, proof: ProofUse) -> Answer<'_>;
}

impl<T: ReplayStore> DynReplayStore for T {
    fn dyn_first_use(&self, proof: ProofUse) -> Answer<'_> {
        Box::pin(self.first_use(proof))
    }
}
