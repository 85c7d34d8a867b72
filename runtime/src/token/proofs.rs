//! How the sender of a token may prove to be the one whom it is bound to.

/// The algorithms that proofs may be signed with (RFC 9449).
#[cfg(feature = "dpop")]
pub(crate) type Proofs = crate::crypto::Algorithms;

/// Without the feature `dpop`, nobody can prove anything.
#[cfg(not(feature = "dpop"))]
#[derive(Clone, Copy, Debug)]
pub(crate) enum Proofs {}
