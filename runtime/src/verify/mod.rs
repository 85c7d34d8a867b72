//! What verifies tokens: by a secret, by static keys, by a provider, or by the verifier of each issuer.

mod builder;
mod by_issuer;
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
