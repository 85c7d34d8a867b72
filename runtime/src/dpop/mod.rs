//! Checking proofs of possession ([RFC 9449](https://www.rfc-editor.org/rfc/rfc9449), DPoP). Requires the feature
//! `dpop`.
//!
//! A token that is bound to a key (`cnf` with `jkt`) can be used only by the holder of that key. Each request has a
//! proof in the header `DPoP`: a JWT about this request and this token, signed with the key. Without one, a token
//! stolen from a log or from another service's memory is useless.
//!
//! Pass the address of the service as clients see it to [`Verifier::with_dpop`](crate::Verifier::with_dpop). Nothing
//! else changes: handlers and dependencies receive their token as before.
//!
//! ```
//! use scopegate::Verifier;
//! use scopegate::dpop::Dpop;
//!
//! let verifier = Verifier::hs256([7; 32])?.with_dpop(Dpop::new("https://api.example.com")?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A token that is also bound to a client certificate (`x5t#S256`) needs both: see [`mtls`](crate::mtls).
//!
//! The example [`dpop`] is a complete program that requires a proof for some of its routes.
//!
//! [`dpop`]: https://github.com/scopegate/scopegate/blob/main/runtime/examples/dpop.rs
//!
//! If a proof is invalid, the reason of the [`Denial`](crate::Denial) is
//! [`InvalidProof`](crate::DenialReason::InvalidProof). A bound token that is sent as `Bearer`, without a proof, is an
//! invalid token.
//!
//! # What is checked
//!
//! [`Dpop::check`] performs all checks of [section 4.3](https://www.rfc-editor.org/rfc/rfc9449#section-4.3), and these
//! rules always hold:
//!
//! * at most 8 KiB, parsed as strictly as a token; no extension (`crit`), no `none`, no shared secret;
//! * the public key in the proof has the thumbprint in the token, and no private member; no other key is used;
//! * method, address and token are those of the request; the address must be one of the service's [public
//!   URLs](DpopBuilder::public_url), never the request's `Host`;
//! * `iat` is at most a minute old, and each `jti` is accepted once; where that cannot be checked, the proof is
//!   refused. A clock that goes back does not make a used proof valid again.
//!
//! ```
//! # #[cfg(feature = "testing")]
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use scopegate::dpop::{Dpop, DpopError, ProofRequest};
//! use scopegate::testing::TestDpopKey;
//!
//! let dpop = Dpop::new("https://api.example.com")?;
//!
//! let key = TestDpopKey::new();
//! let proof = key.proof("GET", "https://api.example.com/items").access_token("the token").sign();
//! let (uri, jkt) = ("/items?page=2".parse()?, key.thumbprint());
//! let request = ProofRequest::new(&http::Method::GET, &uri, "the token", &jkt);
//! assert_eq!(dpop.check(&proof, request).await, Ok(()));
//! assert_eq!(dpop.check(&proof, request).await, Err(DpopError::Replayed));
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "testing"))]
//! # fn main() {}
//! ```
//!
//! # Nonces
//!
//! A nonce of the service in every proof limits how early the proof can have been made ([section
//! 9](https://www.rfc-editor.org/rfc/rfc9449#section-9)). All instances of a service share the secret, and store
//! nothing. A proof without a nonce is answered with 401, `use_dpop_nonce`, and a nonce in `DPoP-Nonce`. Every response
//! to a valid proof contains the next nonce, which a [`SecureRouter`](crate::SecureRouter) adds automatically, and a
//! plain router with [`RenewNonces`].
//!
//! ```
//! # #[cfg(feature = "testing")]
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use scopegate::dpop::{Dpop, DpopError};
//!
//! let secret = [7; 32]; // Random, and the same in all instances.
//! let dpop = Dpop::builder().public_url("https://api.example.com").nonces(secret).build()?;
//! # use scopegate::dpop::ProofRequest;
//! # let key = scopegate::testing::TestDpopKey::new();
//! # let proof = key.proof("GET", "https://api.example.com/items").access_token("the token").sign();
//! # let uri = "/items".parse()?;
//! # let jkt = key.thumbprint();
//! # let request = ProofRequest::new(&http::Method::GET, &uri, "the token", &jkt);
//! # assert_eq!(dpop.check(&proof, request).await, Err(DpopError::Nonce));
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "testing"))]
//! # fn main() {}
//! ```

mod builder;
mod challenge;
mod check;
mod error;
mod floor;
mod header;
mod jwk;
mod memory;
mod nonce;
mod problem;
mod proof;
mod renew;
mod replay;
#[cfg(any(test, feature = "testing"))]
pub(crate) mod signer;
mod store;
mod target;

pub use self::builder::DpopBuilder;
pub use self::challenge::DpopChallenge;
pub use self::check::{Dpop, ProofRequest};
pub use self::error::DpopError;
pub use self::header::proof_in;
pub use self::jwk::thumbprint;
pub use self::problem::DpopConfigError;
pub(crate) use self::renew::renew;
pub use self::renew::{RenewNonces, RenewNoncesService};
pub use self::replay::{ProofUse, ReplayError, ReplayStore};

#[cfg(test)]
mod tests;
