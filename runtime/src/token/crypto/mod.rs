//! The cryptography, by one of two libraries.
//!
//! Not through jsonwebtoken's process-wide default: that one panics on the first request when a user's
//! dependencies have enabled both libraries. Nor through its verifiers where there is a choice: they can be
//! neither kept nor shared between threads, so each request would prepare the key again.

#[cfg(feature = "aws_lc_rs")]
mod aws;
#[cfg(feature = "aws_lc_rs")]
pub(crate) use aws::PROVIDER;
#[cfg(all(feature = "aws_lc_rs", any(feature = "dpop", feature = "provider")))]
pub(crate) use aws::sha256;
#[cfg(feature = "aws_lc_rs")]
pub(super) use aws::{HmacKey, PublicKey};

#[cfg(all(feature = "rust_crypto", not(feature = "aws_lc_rs")))]
mod rust;
#[cfg(all(feature = "rust_crypto", not(feature = "aws_lc_rs")))]
pub(crate) use rust::PROVIDER;
#[cfg(all(
    feature = "rust_crypto",
    any(feature = "dpop", feature = "provider"),
    not(feature = "aws_lc_rs")
))]
pub(crate) use rust::sha256;
#[cfg(all(feature = "rust_crypto", not(feature = "aws_lc_rs")))]
pub(super) use rust::{HmacKey, PublicKey};

#[cfg(not(any(feature = "aws_lc_rs", feature = "rust_crypto")))]
compile_error!(
    "scopegate needs a library that checks signatures: enable its feature `aws_lc_rs` (the default; fastest, \
     needs a C compiler) or `rust_crypto` (pure Rust)"
);

#[cfg(all(test, feature = "dpop"))]
mod tests {
    use super::sha256;

    /// FIPS 180-4, as NIST's examples have it.
    #[test]
    fn a_known_message_has_its_known_hash() {
        let hash = sha256(b"abc").map(|byte| format!("{byte:02x}")).concat();
        assert_eq!(
            hash,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
