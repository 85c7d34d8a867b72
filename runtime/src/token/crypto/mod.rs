//! The cryptography, by one of two libraries.
//!
//! Not through jsonwebtoken's process-wide default: that one panics on the first request when a user's
//! dependencies have enabled both libraries. Nor through its verifiers where there is a choice: they can be
//! neither kept nor shared between threads, so each request would prepare the key again.

#[cfg(feature = "aws_lc_rs")]
mod aws;
#[cfg(feature = "aws_lc_rs")]
pub(crate) use aws::PROVIDER;
#[cfg(feature = "aws_lc_rs")]
pub(super) use aws::{HmacKey, PublicKey};

#[cfg(all(feature = "rust_crypto", not(feature = "aws_lc_rs")))]
mod rust;
#[cfg(all(feature = "rust_crypto", not(feature = "aws_lc_rs")))]
pub(crate) use rust::PROVIDER;
#[cfg(all(feature = "rust_crypto", not(feature = "aws_lc_rs")))]
pub(super) use rust::{HmacKey, PublicKey};

#[cfg(not(any(feature = "aws_lc_rs", feature = "rust_crypto")))]
compile_error!(
    "scopegate needs a library that checks signatures: enable its feature `aws_lc_rs` (the default; fastest, \
     needs a C compiler) or `rust_crypto` (pure Rust)"
);
