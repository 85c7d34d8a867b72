//! Signatures by AWS-LC.

use aws_lc_rs::hmac;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ECDSA_P521_SHA512_FIXED, ED25519,
    ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384,
    RSA_PKCS1_2048_8192_SHA512, RSA_PSS_2048_8192_SHA256, RSA_PSS_2048_8192_SHA384,
    RSA_PSS_2048_8192_SHA512, RsaParameters, RsaPublicKeyComponents,
};
use jsonwebtoken::crypto::CryptoProvider;

use crate::token::Algorithm;
use crate::token::keys::Material;

/// Reads RSA keys.
pub(crate) static PROVIDER: &CryptoProvider = &jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER;

/// A secret, hashed as far as it can be before there is a message.
pub(in crate::token) struct HmacKey(hmac::Key);

impl HmacKey {
    /// For HMAC with SHA-256.
    pub(in crate::token) fn new(secret: &[u8]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, secret))
    }

    /// `None` if this is not an algorithm of secrets.
    pub(in crate::token) fn of(algorithm: Algorithm, secret: &[u8]) -> Option<Self> {
        let algorithm = match algorithm {
            Algorithm::HS256 => hmac::HMAC_SHA256,
            Algorithm::HS384 => hmac::HMAC_SHA384,
            Algorithm::HS512 => hmac::HMAC_SHA512,
            _ => return None,
        };
        Some(Self(hmac::Key::new(algorithm, secret)))
    }

    pub(in crate::token) fn sign(&self, message: &[u8]) -> impl AsRef<[u8]> + use<> {
        hmac::sign(&self.0, message)
    }

    /// Compares in constant time.
    pub(in crate::token) fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        hmac::verify(&self.0, message, signature).is_ok()
    }
}

#[cfg(any(feature = "dpop", feature = "provider"))]
pub(crate) fn sha256(message: &[u8]) -> [u8; 32] {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, message);
    let mut hash = [0; 32];
    hash.copy_from_slice(digest.as_ref());
    hash
}

/// A public key, parsed and checked.
pub(in crate::token) struct PublicKey(ParsedPublicKey);

impl PublicKey {
    /// `None` if the material is no key for the algorithm, for example no point of its curve.
    pub(in crate::token) fn new(algorithm: Algorithm, material: &Material) -> Option<Self> {
        let key = match (algorithm, material) {
            (Algorithm::ES256, Material::Point(point)) => {
                ParsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).ok()
            }
            (Algorithm::ES384, Material::Point(point)) => {
                ParsedPublicKey::new(&ECDSA_P384_SHA384_FIXED, point).ok()
            }
            (Algorithm::ES512, Material::Point(point)) => {
                ParsedPublicKey::new(&ECDSA_P521_SHA512_FIXED, point).ok()
            }
            (Algorithm::EdDSA, Material::Point(point)) => {
                ParsedPublicKey::new(&ED25519, point).ok()
            }
            (_, Material::Rsa { n, e }) => RsaPublicKeyComponents { n, e }
                .to_parsed_public_key(rsa(algorithm)?)
                .ok(),
            (_, Material::Point(_)) => None,
        };
        key.map(Self)
    }

    pub(in crate::token) fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        self.0.verify_sig(message, signature).is_ok()
    }
}

fn rsa(algorithm: Algorithm) -> Option<&'static RsaParameters> {
    Some(match algorithm {
        Algorithm::RS256 => &RSA_PKCS1_2048_8192_SHA256,
        Algorithm::RS384 => &RSA_PKCS1_2048_8192_SHA384,
        Algorithm::RS512 => &RSA_PKCS1_2048_8192_SHA512,
        Algorithm::PS256 => &RSA_PSS_2048_8192_SHA256,
        Algorithm::PS384 => &RSA_PSS_2048_8192_SHA384,
        Algorithm::PS512 => &RSA_PSS_2048_8192_SHA512,
        _ => return None,
    })
}
