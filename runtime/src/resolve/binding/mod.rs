//! Binds a security scheme to the issuers of its tokens.
//!
//! A scheme that names its issuers, or its own verifier, is unambiguous. Any other one accepts all tokens that the
//! verifier of the router's state accepts. That is sufficient for a verifier of one issuer, and for the only scheme of
//! a router. Otherwise it would accept tokens of one issuer in place of those of another.

mod check;
mod issuers;
mod seen;
mod verifiers;

pub(crate) use self::check::check;
#[cfg(feature = "testing")]
pub(crate) use self::issuers::contradicts;
pub(crate) use self::issuers::{accepts_issuer, needs_others};
pub(crate) use self::seen::{Seen, Sighting, Sightings};
pub use self::verifiers::Verifiers;
pub(crate) use self::verifiers::{Bound, FindVerifiers};
