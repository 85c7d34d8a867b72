//! Makes proofs, for tests.

use crate::crypto::{Algorithm, PrivateKey};
use crate::token::compact::encode;
use crate::token::keys::pem::read_private;

/// Two well-known keys on P-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TestKey {
    One,
    Other,
}

impl TestKey {
    pub(crate) const fn jwk(self) -> &'static str {
        match self {
            Self::One => include_str!("../token/testdata/p256.jwk.json"),
            Self::Other => include_str!("../token/testdata/p256_other.jwk.json"),
        }
    }

    const fn pem(self) -> &'static str {
        match self {
            Self::One => include_str!("../token/testdata/p256.private.pem"),
            Self::Other => include_str!("../token/testdata/p256_other.private.pem"),
        }
    }

    /// A JWT with any header and payload, signed with ES256.
    ///
    /// # Panics
    /// Never: the key is valid.
    pub(crate) fn sign(self, header: impl AsRef<[u8]>, payload: impl AsRef<[u8]>) -> String {
        sign(Algorithm::ES256, self.pem(), header, payload)
    }
}

/// A JWT with any header and payload, signed with any key in PEM.
///
/// # Panics
/// If the key does not match the algorithm.
pub(super) fn sign(
    algorithm: Algorithm,
    pem: &str,
    header: impl AsRef<[u8]>,
    payload: impl AsRef<[u8]>,
) -> String {
    let message = format!("{}.{}", encode(header), encode(payload));
    let key = read_private(pem.as_bytes()).ok();
    let key = key.and_then(|der: Vec<u8>| PrivateKey::pkcs8(algorithm, &der));
    let signature = key.and_then(|key| key.sign(message.as_bytes()));
    let signature = signature.unwrap_or_else(|| panic!("no private key for {algorithm}"));
    format!("{message}.{}", encode(signature))
}
