//! What binds a security scheme to those who issue its tokens.
//!
//! A scheme that names its issuers, or a verifier of its own, has said whose tokens it means. One that says nothing
//! means all that the verifier of the router's state accepts. That is enough for a verifier of one issuer, and for
//! the only scheme of a router. Else it would let tokens of one issuer pass for those of another.

mod check;
mod meaning;
mod seen;
mod verifiers;

pub(crate) use self::check::check;
#[cfg(feature = "testing")]
pub(crate) use self::meaning::contradicts;
pub(crate) use self::meaning::is_meant;
pub(crate) use self::seen::Seen;
pub use self::verifiers::Verifiers;
pub(crate) use self::verifiers::{Bound, FindVerifiers};
