//! Remembers the proofs that have been used.

use std::sync::Arc;
use std::time::Duration;

/// A proof that has passed every other check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProofUse {
    /// A hash of the proof's key and its `jti`.
    pub id: [u8; 32],
    /// A hash of the proof's key: no key should be able to fill the memory for all.
    pub key: [u8; 32],
    /// When it was checked, counted from 1970.
    pub now: Duration,
    /// Until when it has to be remembered, counted from 1970.
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

    /// For how long it has to be remembered.
    #[must_use]
    pub fn keep_for(&self) -> Duration {
        self.until.saturating_sub(self.now)
    }
}

/// Remembers the proofs that have been used
/// ([RFC 9449 section 11.1](https://www.rfc-editor.org/rfc/rfc9449#section-11.1)): for services of several instances,
/// which have to share what they remember.
///
/// It may forget by a clock of its own: this process refuses proofs that were used here and may be forgotten there, even
/// if its own clock goes back.
///
/// With Redis, `SET id 1 NX PX keep_for` answers what [`first_use`](Self::first_use) asks.
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
    /// Whether nobody has used the proof before; from now on somebody has. Of two that ask at the same time, one is
    /// told that it is the first.
    ///
    /// # Errors
    /// [`ReplayError`] if that cannot be found out. The proof is refused then.
    fn first_use(&self, proof: ProofUse) -> impl Future<Output = Result<bool, ReplayError>> + Send;
}

impl<S: ReplayStore> ReplayStore for Arc<S> {
    async fn first_use(&self, proof: ProofUse) -> Result<bool, ReplayError> {
        self.as_ref().first_use(proof).await
    }
}

/// Why nobody knows whether a proof has been used before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReplayError {
    /// There is no room to remember it.
    #[error("there is no room to remember the proof")]
    Full,
    /// Whoever remembers could not be asked.
    #[error("whoever remembers proofs could not be asked")]
    Unavailable,
}
