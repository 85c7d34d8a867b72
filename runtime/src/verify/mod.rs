//! Verifiers: with a secret, with static keys, for a provider, or one for each of several issuers.

mod builder;
mod by_issuer;
mod configuration;
mod counted;
pub(crate) mod problem;
#[cfg(feature = "provider")]
mod provider;
mod revocable;
#[cfg(test)]
mod tests;
mod verifier;
mod verifier_for;

pub use self::builder::VerifierBuilder;
pub use self::problem::VerifierError;
pub use self::verifier::Verifier;
pub use self::verifier_for::VerifierFor;
