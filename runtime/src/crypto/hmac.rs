//! HMAC-SHA-256 for uses other than tokens.

use super::HmacKey;

pub(crate) fn sign(key: &[u8], message: &[u8]) -> impl AsRef<[u8]> + use<> {
    HmacKey::new(key).sign(message)
}

/// Compares in constant time.
pub(crate) fn verify(key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    HmacKey::new(key).verify(message, signature)
}
