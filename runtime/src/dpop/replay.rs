//! Remembers used proofs.

use std::sync::Arc;
use std::time::Duration;

/// A proof that has passed every other check.
///
/// See [`ReplayStore`] for an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProofUse {
    /// A hash of the proof's key and its `jti`.
    pub id: [u8; 32],
    /// A hash of the proof's key, so that a store can prevent one key from filling it.
    pub key: [u8; 32],
    /// The time of the check, measured from 1970.
    pub now: Duration,
    /// The time until which it must be remembered, measured from 1970.
    pub until: Duration,
}

impl ProofUse {
    /// A use of a proof, for tests of a [`ReplayStore`].
    #[must_use]
    pub const fn new(id: [u8; 32], key: [u8; 32], now: Duration, until: Duration) -> Self {
        Self {
            id,
            key,
            now,
            until,
        }
    }

    /// How long it must be remembered.
    #[must_use]
    pub fn keep_for(&self) -> Duration {
        self.until.saturating_sub(self.now)
    }
}

/// Remembers used proofs ([RFC 9449 section 11.1](https://www.rfc-editor.org/rfc/rfc9449#section-11.1)), for services
/// with several instances, which must share them.
///
/// A store may forget by its own clock: this process refuses proofs that were used here and may be forgotten there,
/// even if its own clock goes back.
///
/// With Redis, `SET id 1 NX PX keep_for` implements [`first_use`](Self::first_use).
///
/// ```
/// use std::collections::HashSet;
/// use std::sync::Mutex;
/// use scopegate::dpop::{Dpop, ProofUse, ReplayError, ReplayStore};
///
/// /// Forgets nothing.
/// #[derive(Default)]
/// struct Elephant(Mutex<HashSet<[u8; 32]>>);
///
/// impl ReplayStore for Elephant {
///     async fn first_use(&self, proof: ProofUse) -> Result<bool, ReplayError> {
///         let mut seen = self.0.lock().map_err(|_| ReplayError::Unavailable)?;
///         Ok(seen.insert(proof.id))
///     }
/// }
///
/// let dpop = Dpop::builder()
///     .public_url("https://api.example.com")
///     .replay_store(Elephant::default())
///     .build()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait ReplayStore: Send + Sync + 'static {
    /// Records that the proof is used, and returns whether it was not used before. Of two concurrent calls, exactly one
    /// returns `true`.
    ///
    /// # Errors
    /// [`ReplayError`] if that cannot be determined. The proof is refused then.
    fn first_use(&self, proof: ProofUse) -> impl Future<Output = Result<bool, ReplayError>> + Send;
}

impl<S: ReplayStore> ReplayStore for Arc<S> {
    async fn first_use(&self, proof: ProofUse) -> Result<bool, ReplayError> {
        self.as_ref().first_use(proof).await
    }
}

/// Why it is unknown whether a proof has been used before.
///
/// See [`ReplayStore`] for an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReplayError {
    /// There is no room to remember it.
    #[error("there is no room to remember the proof")]
    Full,
    /// The replay store is unavailable.
    #[error("the replay store is unavailable")]
    Unavailable,
}
