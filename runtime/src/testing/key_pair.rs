//! Key pairs that sign tokens in tests.

use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::Value;

use crate::crypto::{Algorithm, PrivateKey};
use crate::token::keys::pem::read_private;
use crate::token::keys::public_jwk;

/// The prefix of the 32 bytes of an Ed25519 private key in PKCS #8 (RFC 8410 section 7).
const ED25519_PREFIX: [u8; 16] =
    *b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20";

/// A private key with its public key.
pub(super) struct KeyPair {
    pub(super) kid: String,
    algorithm: Algorithm,
    private: PrivateKey,
}

impl KeyPair {
    /// A pair that is unique in this program. It is not secret: it can be derived from this code.
    pub(super) fn new() -> Self {
        let number = unique();
        Self::of_number(number, &format!("key-{number}"))
    }

    /// The same, with this `kid`.
    pub(super) fn named(kid: &str) -> Self {
        Self::of_number(unique(), kid)
    }

    fn of_number(number: u64, kid: &str) -> Self {
        let mut der = [ED25519_PREFIX.as_slice(), b"known to everyone: only f"].concat();
        der.resize(ED25519_PREFIX.len() + 24, 0);
        der.extend(number.to_be_bytes());
        let pair = Self::of(Algorithm::EdDSA, &der, kid);
        pair.unwrap_or_else(|| unreachable!("any 32 bytes are a key"))
    }

    /// The pair of a custom private key, in PEM. `None` if it does not match the algorithm.
    pub(super) fn pem(algorithm: Algorithm, pem: &[u8], kid: &str) -> Option<Self> {
        Self::of(algorithm, &read_private(pem).ok()?, kid)
    }

    fn of(algorithm: Algorithm, der: &[u8], kid: &str) -> Option<Self> {
        Some(Self {
            kid: kid.to_owned(),
            algorithm,
            private: PrivateKey::pkcs8(algorithm, der)?,
        })
    }

    /// The public key as a provider publishes it.
    pub(super) fn jwk(&self) -> Value {
        public_jwk(self.algorithm, &self.private, &self.kid)
    }

    pub(super) fn algorithm_name(&self) -> String {
        self.algorithm.to_string()
    }

    pub(super) fn sign(&self, message: &[u8]) -> Vec<u8> {
        let signature = self.private.sign(message);
        signature.unwrap_or_else(|| unreachable!("the key is one of this algorithm"))
    }
}

/// A number that was not returned before.
fn unique() -> u64 {
    static NUMBER: AtomicU64 = AtomicU64::new(1);

    NUMBER.fetch_add(1, Ordering::Relaxed)
}
