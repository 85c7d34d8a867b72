//! What the targets share.

use std::sync::LazyLock;

use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use scopegate::token::VerifiedToken;
use scopegate::{TokenError, Verifier};
use tokio::runtime::{Builder, Runtime};

/// In no seed: no input can have it.
pub const SECRET: &[u8] = b"a secret of the fuzzer, at least 32 bytes";

/// What a verifier says to a token.
///
/// # Errors
/// What the verifier found wrong.
pub fn verify(verifier: &Verifier, token: &str) -> Result<VerifiedToken, TokenError> {
    verifier.verify(token).now()
}

#[must_use]
pub fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A token of any header and payload, honestly signed.
#[must_use]
pub fn sign(header: &[u8], payload: &[u8]) -> String {
    static KEY: LazyLock<hmac::Key> = LazyLock::new(|| hmac::Key::new(hmac::HMAC_SHA256, SECRET));
    let signed = format!("{}.{}", encode(header), encode(payload));
    let signature = hmac::sign(&KEY, signed.as_bytes());
    format!("{signed}.{}", encode(signature))
}

/// Runs a future that waits for nothing.
pub fn block_on<F: Future>(future: F) -> F::Output {
    static RUNTIME: LazyLock<Runtime> =
        LazyLock::new(|| Builder::new_current_thread().build().expect("a runtime"));
    RUNTIME.block_on(future)
}
