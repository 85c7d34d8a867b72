use aws_lc_rs::aead::{AES_256_GCM, Aad, Nonce, RandomizedNonceKey};
use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// What keeps private keys from those who only read the database: AES-256-GCM, with a key that is derived from the secret
/// key.
pub(super) struct Seal(RandomizedNonceKey);

/// The bytes of a nonce of GCM.
const NONCE: usize = 12;

impl Seal {
    pub(super) fn new(secret_key: &[u8]) -> Result<Self, Unspecified> {
        // Another use of the secret key gets another key.
        let derived = digest(&SHA256, &[b"demo signing keys\0", secret_key].concat());
        RandomizedNonceKey::new(&AES_256_GCM, derived.as_ref()).map(Self)
    }

    /// A new private key of ES256 (PKCS #8), sealed for this name.
    pub(super) fn new_key(&self, kid: &str) -> Result<String, Unspecified> {
        let random = SystemRandom::new();
        let key = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random)?;
        let mut sealed = key.as_ref().to_vec();
        let nonce = self
            .0
            .seal_in_place_append_tag(Aad::from(kid), &mut sealed)?;
        Ok(STANDARD.encode([nonce.as_ref().as_slice(), &sealed].concat()))
    }

    /// The private key as PEM. None if it was sealed with another secret key, or for another name.
    pub(super) fn open(&self, kid: &str, sealed: &str) -> Option<String> {
        let mut sealed = STANDARD.decode(sealed).ok()?;
        let (nonce, sealed) = sealed.split_at_mut_checked(NONCE)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let key = self.0.open_in_place(nonce, Aad::from(kid), sealed).ok()?;
        let body = STANDARD.encode(key);
        let lines: Vec<_> = body
            .as_bytes()
            .chunks(64)
            .map(String::from_utf8_lossy)
            .collect();
        Some(format!(
            "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n",
            lines.join("\n")
        ))
    }
}

#[cfg(test)]
mod tests {
    use scopegate::{Algorithm, TokenIssuer};

    use super::*;

    #[test]
    fn a_sealed_key_signs_and_opens_for_its_secret_and_name_only() {
        let seal = Seal::new(&[1; 32]).unwrap();
        let sealed = seal.new_key("a").unwrap();
        let pem = seal.open("a", &sealed).unwrap();
        TokenIssuer::key_pair(Algorithm::ES256, "a", pem).unwrap();

        assert!(seal.open("b", &sealed).is_none());
        assert!(Seal::new(&[2; 32]).unwrap().open("a", &sealed).is_none());
        for broken in ["", "AAAA", "?", &sealed[4..]] {
            assert!(seal.open("a", broken).is_none());
        }
        assert_ne!(seal.new_key("a").unwrap(), sealed);
    }
}
