//! Verified tokens that a verifier remembers: never for longer, for more or for others than a verification would accept.

mod alike;
mod bound;
mod changes;
mod counted;
mod race;
mod schemes;
mod times;

/// Enough for all tokens of a test, in bytes.
const CACHE: usize = 1024 * 1024;
