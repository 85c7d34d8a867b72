//! Makes proofs, for tests.

use jsonwebtoken::{Algorithm, EncodingKey};

use crate::token::making::{PROVIDER, encode};

/// Two keys on P-256 that everyone knows.
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

    /// A JWT of any header and payload, signed with ES256.
    ///
    /// # Panics
    /// Never: the key is good.
    pub(crate) fn sign(self, header: impl AsRef<[u8]>, payload: impl AsRef<[u8]>) -> String {
        let key = EncodingKey::from_ec_pem(self.pem().as_bytes());
        let key = key.unwrap_or_else(|error| unreachable!("{error}"));
        sign(Algorithm::ES256, &key, header, payload)
    }
}

/// A JWT of any header and payload, signed with any key.
///
/// # Panics
/// If the key is none for the algorithm.
pub(super) fn sign(
    algorithm: Algorithm,
    key: &EncodingKey,
    header: impl AsRef<[u8]>,
    payload: impl AsRef<[u8]>,
) -> String {
    let message = format!("{}.{}", encode(header), encode(payload));
    let signer = (PROVIDER.signer_factory)(&algorithm, key);
    let signature = signer.and_then(|signer| Ok(signer.try_sign(message.as_bytes())?));
    let signature = signature.unwrap_or_else(|error| panic!("{error}"));
    format!("{message}.{}", encode(signature))
}
