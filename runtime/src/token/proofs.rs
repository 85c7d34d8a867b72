//! How the sender of a token may prove that it is bound to them.

/// The algorithms that proofs may be signed with (RFC 9449).
#[cfg(feature = "dpop")]
pub(crate) type Proofs = crate::crypto::Algorithms;

/// Without the feature `dpop`, no proof is possible.
#[cfg(not(feature = "dpop"))]
#[derive(Clone, Copy, Debug)]
pub(crate) enum Proofs {}
