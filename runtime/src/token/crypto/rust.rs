//! Signatures in pure Rust.

use hmac::digest::KeyInit;
use hmac::{Hmac, Mac};
use jsonwebtoken::crypto::CryptoProvider;
use jsonwebtoken::{Algorithm as Jwa, DecodingKey};
use sha2::{Sha256, Sha384, Sha512};

use crate::token::Algorithm;
use crate::token::algorithm::Family;
use crate::token::keys::Material;

/// The longest modulus this library takes, in bytes.
const MAX_MODULUS: usize = 4096 / 8;

/// Reads RSA keys and checks signatures.
pub(crate) static PROVIDER: &CryptoProvider = &jsonwebtoken::crypto::rust_crypto::DEFAULT_PROVIDER;

/// A secret, hashed as far as it can be before there is a message.
pub(in crate::token) enum HmacKey {
    Sha256(Hmac<Sha256>),
    Sha384(Hmac<Sha384>),
    Sha512(Hmac<Sha512>),
}

impl HmacKey {
    /// For HMAC with SHA-256.
    pub(in crate::token) fn new(secret: &[u8]) -> Self {
        Self::Sha256(prepare(secret))
    }

    /// `None` if this is not an algorithm of secrets.
    pub(in crate::token) fn of(algorithm: Algorithm, secret: &[u8]) -> Option<Self> {
        Some(match algorithm {
            Algorithm::HS256 => Self::Sha256(prepare(secret)),
            Algorithm::HS384 => Self::Sha384(prepare(secret)),
            Algorithm::HS512 => Self::Sha512(prepare(secret)),
            _ => return None,
        })
    }

    pub(in crate::token) fn sign(&self, message: &[u8]) -> impl AsRef<[u8]> + use<> {
        match self {
            Self::Sha256(key) => sign(key, message),
            Self::Sha384(key) => sign(key, message),
            Self::Sha512(key) => sign(key, message),
        }
    }

    /// Compares in constant time.
    pub(in crate::token) fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::Sha256(key) => verify(key, message, signature),
            Self::Sha384(key) => verify(key, message, signature),
            Self::Sha512(key) => verify(key, message, signature),
        }
    }
}

fn prepare<M: Mac + KeyInit>(secret: &[u8]) -> M {
    let key = <M as KeyInit>::new_from_slice(secret);
    key.unwrap_or_else(|_| unreachable!("HMAC takes a secret of any length"))
}

fn sign<M: Mac + Clone>(key: &M, message: &[u8]) -> Vec<u8> {
    let signature = key.clone().chain_update(message).finalize();
    signature.into_bytes().to_vec()
}

fn verify<M: Mac + Clone>(key: &M, message: &[u8], signature: &[u8]) -> bool {
    let key = key.clone().chain_update(message);
    key.verify_slice(signature).is_ok()
}

#[cfg(any(feature = "dpop", feature = "provider"))]
pub(crate) fn sha256(message: &[u8]) -> [u8; 32] {
    use sha2::Digest;
    Sha256::digest(message).into()
}

/// A public key that is known to fit its algorithm.
pub(in crate::token) struct PublicKey {
    algorithm: Jwa,
    key: DecodingKey,
}

impl PublicKey {
    /// `None` if the material is no key for the algorithm, for example no point of its curve.
    pub(in crate::token) fn new(algorithm: Algorithm, material: &Material) -> Option<Self> {
        let key = match (algorithm.family(), material) {
            (Family::P256 | Family::P384, Material::Point(point)) => {
                DecodingKey::from_ec_der(point)
            }
            // The factory below would panic on fewer than 32 bytes.
            (Family::Ed25519, Material::Point(point)) if point.len() == 32 => {
                DecodingKey::from_ed_der(point)
            }
            // The factory does not look at the numbers, and no signature would fit longer ones.
            (Family::Rsa, Material::Rsa { n, e }) if n.len() <= MAX_MODULUS => {
                DecodingKey::from_rsa_raw_components(n, e)
            }
            _ => return None,
        };
        let algorithm = jwa(algorithm)?;
        (PROVIDER.verifier_factory)(&algorithm, &key).ok()?;
        Some(Self { algorithm, key })
    }

    pub(in crate::token) fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        // The factory's verifiers are not `Send`, so none can be kept, and they want a `Vec`.
        (PROVIDER.verifier_factory)(&self.algorithm, &self.key)
            .is_ok_and(|verifier| verifier.verify(message, &signature.to_vec()).is_ok())
    }
}

fn jwa(algorithm: Algorithm) -> Option<Jwa> {
    Some(match algorithm {
        Algorithm::RS256 => Jwa::RS256,
        Algorithm::RS384 => Jwa::RS384,
        Algorithm::RS512 => Jwa::RS512,
        Algorithm::PS256 => Jwa::PS256,
        Algorithm::PS384 => Jwa::PS384,
        Algorithm::PS512 => Jwa::PS512,
        Algorithm::ES256 => Jwa::ES256,
        Algorithm::ES384 => Jwa::ES384,
        Algorithm::EdDSA => Jwa::EdDSA,
        Algorithm::HS256 | Algorithm::HS384 | Algorithm::HS512 | Algorithm::ES512 => return None,
    })
}
