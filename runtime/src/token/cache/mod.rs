//! Tokens that were verified, so that their signatures need not be verified again.
//!
//! A cache belongs to one verifier, and so to one set of rules. It has what was read of a token, and no decision: the
//! times, the keys, revocation, proofs of possession and scopes are checked for each request.

#[cfg(feature = "token_cache")]
mod bounded;
#[cfg(not(feature = "token_cache"))]
mod none;

#[cfg(feature = "token_cache")]
pub(crate) use self::bounded::TokenCache;
#[cfg(not(feature = "token_cache"))]
pub(crate) use self::none::TokenCache;

#[cfg(all(test, feature = "token_cache"))]
mod tests;
