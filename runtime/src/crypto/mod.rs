//! Cryptography, with one of two libraries.
//!
//! It does not use jsonwebtoken: enabling one of its libraries does so for the whole program, and if two are enabled,
//! it panics on the first token. Its verifiers cannot be kept between requests, either.

mod algorithm;
#[cfg(feature = "dpop")]
mod algorithms;
#[cfg(feature = "aws_lc_rs")]
mod aws;
pub(crate) mod hmac;
mod material;
mod problem;
mod roca;
#[cfg(all(feature = "rust_crypto", not(feature = "aws_lc_rs")))]
mod rust;

#[cfg(feature = "aws_lc_rs")]
use self::aws as library;
#[cfg(all(feature = "rust_crypto", not(feature = "aws_lc_rs")))]
use self::rust as library;

pub(crate) use self::algorithm::Family;
pub use self::algorithm::{Algorithm, UnknownAlgorithm};
#[cfg(feature = "dpop")]
pub(crate) use self::algorithms::Algorithms;
pub(crate) use self::library::PrivateKey;
pub(crate) use self::library::{HmacKey, PublicKey, random, sha256};
pub(crate) use self::material::{Material, check_library};
pub(crate) use self::problem::KeyProblem;

#[cfg(not(any(feature = "aws_lc_rs", feature = "rust_crypto")))]
compile_error!(
    "scopegate needs a library that checks signatures: enable its feature `aws_lc_rs` (the default; fastest, \
     needs a C compiler) or `rust_crypto` (pure Rust)"
);

#[cfg(test)]
mod tests {
    use super::sha256;

    /// FIPS 180-4, from NIST's examples.
    #[test]
    fn a_known_message_has_its_known_hash() {
        let hash = sha256(b"abc").map(|byte| format!("{byte:02x}")).concat();
        assert_eq!(
            hash,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
