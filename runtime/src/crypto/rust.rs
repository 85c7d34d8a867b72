//! Signatures in pure Rust.

use ed25519_dalek::{SigningKey as Ed25519SigningKey, VerifyingKey as Ed25519Key};
use hmac::digest::KeyInit;
use hmac::{Hmac, Mac};
use p256::ecdsa as ecdsa_p256;
use p384::ecdsa as ecdsa_p384;
use rand_core::{OsRng, RngCore};
use rsa::pkcs8::DecodePrivateKey;
use rsa::signature::{RandomizedSigner, SignatureEncoding, Signer, Verifier};
use rsa::traits::PublicKeyParts;
use rsa::{BigUint, RsaPrivateKey, RsaPublicKey, pkcs1v15, pss};
use sha2::{Sha256, Sha384, Sha512};

use super::Material;
use super::{Algorithm, Family};

/// The longest modulus that this library accepts, in bytes.
const MAX_MODULUS: usize = 4096 / 8;

/// A secret, hashed as far as possible without a message.
pub(crate) enum HmacKey {
    Sha256(Hmac<Sha256>),
    Sha384(Hmac<Sha384>),
    Sha512(Hmac<Sha512>),
}

impl HmacKey {
    /// For HMAC with SHA-256.
    pub(crate) fn new(secret: &[u8]) -> Self {
        Self::Sha256(prepare(secret))
    }

    /// `None` if this is not an HMAC algorithm.
    pub(crate) fn of(algorithm: Algorithm, secret: &[u8]) -> Option<Self> {
        Some(match algorithm {
            Algorithm::HS256 => Self::Sha256(prepare(secret)),
            Algorithm::HS384 => Self::Sha384(prepare(secret)),
            Algorithm::HS512 => Self::Sha512(prepare(secret)),
            _ => return None,
        })
    }

    pub(crate) fn sign(&self, message: &[u8]) -> impl AsRef<[u8]> + use<> {
        match self {
            Self::Sha256(key) => sign(key, message),
            Self::Sha384(key) => sign(key, message),
            Self::Sha512(key) => sign(key, message),
        }
    }

    /// Compares in constant time.
    pub(crate) fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
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

pub(crate) fn sha256(message: &[u8]) -> [u8; 32] {
    use sha2::Digest;

    Sha256::digest(message).into()
}

/// Random bytes from the operating system; `None` if none are available.
pub(crate) fn random() -> Option<[u8; 16]> {
    let mut bytes = [0; 16];
    OsRng.try_fill_bytes(&mut bytes).ok()?;
    Some(bytes)
}

/// A public key, parsed and checked.
pub(crate) enum PublicKey {
    Rsa(Box<dyn VerifyRsa>),
    P256(Box<ecdsa_p256::VerifyingKey>),
    P384(Box<ecdsa_p384::VerifyingKey>),
    Ed25519(Box<Ed25519Key>),
}

/// One padding with one hash.
pub(crate) trait VerifyRsa: Send + Sync {
    fn verify_rsa(&self, message: &[u8], signature: &[u8]) -> bool;
}

macro_rules! verify_rsa {
    ($($padding:ident $hash:ident),*) => {
        $(impl VerifyRsa for $padding::VerifyingKey<$hash> {
            fn verify_rsa(&self, message: &[u8], signature: &[u8]) -> bool {
                $padding::Signature::try_from(signature)
                    .is_ok_and(|signature| self.verify(message, &signature).is_ok())
            }
        })*
    };
}

verify_rsa!(pkcs1v15 Sha256, pkcs1v15 Sha384, pkcs1v15 Sha512, pss Sha256, pss Sha384, pss Sha512);

impl PublicKey {
    /// `None` if the material is not a key for the algorithm, for example not a point on its curve.
    pub(crate) fn new(algorithm: Algorithm, material: &Material) -> Option<Self> {
        match (algorithm.family(), material) {
            (Family::P256, Material::Point(point)) => {
                let key = ecdsa_p256::VerifyingKey::from_sec1_bytes(point).ok()?;
                Some(Self::P256(Box::new(key)))
            }
            (Family::P384, Material::Point(point)) => {
                let key = ecdsa_p384::VerifyingKey::from_sec1_bytes(point).ok()?;
                Some(Self::P384(Box::new(key)))
            }
            (Family::Ed25519, Material::Point(point)) => {
                let key = Ed25519Key::from_bytes(point.as_slice().try_into().ok()?).ok()?;
                Some(Self::Ed25519(Box::new(key)))
            }
            (Family::Rsa, Material::Rsa { n, e }) if n.len() <= MAX_MODULUS => {
                let (n, e) = (BigUint::from_bytes_be(n), BigUint::from_bytes_be(e));
                rsa_key(algorithm, RsaPublicKey::new(n, e).ok()?).map(Self::Rsa)
            }
            _ => None,
        }
    }

    pub(crate) fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::Rsa(key) => key.verify_rsa(message, signature),
            Self::P256(key) => ecdsa_p256::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify(message, &signature).is_ok()),
            Self::P384(key) => ecdsa_p384::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify(message, &signature).is_ok()),
            Self::Ed25519(key) => ed25519_dalek::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify(message, &signature).is_ok()),
        }
    }
}

fn rsa_key(algorithm: Algorithm, key: RsaPublicKey) -> Option<Box<dyn VerifyRsa>> {
    Some(match algorithm {
        Algorithm::RS256 => Box::new(pkcs1v15::VerifyingKey::<Sha256>::new(key)),
        Algorithm::RS384 => Box::new(pkcs1v15::VerifyingKey::<Sha384>::new(key)),
        Algorithm::RS512 => Box::new(pkcs1v15::VerifyingKey::<Sha512>::new(key)),
        Algorithm::PS256 => Box::new(pss::VerifyingKey::<Sha256>::new(key)),
        Algorithm::PS384 => Box::new(pss::VerifyingKey::<Sha384>::new(key)),
        Algorithm::PS512 => Box::new(pss::VerifyingKey::<Sha512>::new(key)),
        _ => return None,
    })
}

/// A private key with its one algorithm.
pub(crate) enum PrivateKey {
    Rsa(Algorithm, Box<RsaPrivateKey>),
    P256(Box<ecdsa_p256::SigningKey>),
    P384(Box<ecdsa_p384::SigningKey>),
    Ed25519(Box<Ed25519SigningKey>),
}

impl PrivateKey {
    /// Reads PKCS #8 (RFC 5958). `None` if it is not a key for the algorithm.
    pub(crate) fn pkcs8(algorithm: Algorithm, der: &[u8]) -> Option<Self> {
        Some(match algorithm.family() {
            Family::Rsa => {
                let key = RsaPrivateKey::from_pkcs8_der(der).ok()?;
                key.validate().ok()?;
                Self::Rsa(algorithm, Box::new(key))
            }
            Family::P256 => {
                let key = ecdsa_p256::SigningKey::from_pkcs8_der(der).ok()?;
                Self::P256(Box::new(key))
            }
            Family::P384 => {
                let key = ecdsa_p384::SigningKey::from_pkcs8_der(der).ok()?;
                Self::P384(Box::new(key))
            }
            Family::Ed25519 => {
                let key = Ed25519SigningKey::from_pkcs8_der(der).ok()?;
                Self::Ed25519(Box::new(key))
            }
            Family::P521 | Family::Hmac => return None,
        })
    }

    pub(crate) fn public(&self) -> Material {
        let point = |point: &[u8]| Material::Point(point.to_vec());
        match self {
            Self::Rsa(_, key) => Material::rsa(&key.n().to_bytes_be(), &key.e().to_bytes_be()),
            Self::P256(key) => point(key.verifying_key().to_encoded_point(false).as_bytes()),
            Self::P384(key) => point(key.verifying_key().to_encoded_point(false).as_bytes()),
            Self::Ed25519(key) => point(key.verifying_key().as_bytes()),
        }
    }

    /// `None` if no randomness is available, or the key is too short for the algorithm.
    pub(crate) fn sign(&self, message: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Rsa(algorithm, key) => sign_rsa(*algorithm, key, message),
            Self::P256(key) => {
                let signature: ecdsa_p256::Signature = key.try_sign(message).ok()?;
                Some(signature.to_vec())
            }
            Self::P384(key) => {
                let signature: ecdsa_p384::Signature = key.try_sign(message).ok()?;
                Some(signature.to_vec())
            }
            Self::Ed25519(key) => Some(key.try_sign(message).ok()?.to_vec()),
        }
    }
}

/// Blinded with random numbers, so that its duration reveals less about the key.
fn sign_rsa(algorithm: Algorithm, key: &RsaPrivateKey, message: &[u8]) -> Option<Vec<u8>> {
    macro_rules! sign {
        ($padding:ident $hash:ident) => {{
            let key = $padding::SigningKey::<$hash>::new(key.clone());
            let signature = key.try_sign_with_rng(&mut OsRng, message);
            signature.ok().map(|signature| signature.to_vec())
        }};
    }
    match algorithm {
        Algorithm::RS256 => sign!(pkcs1v15 Sha256),
        Algorithm::RS384 => sign!(pkcs1v15 Sha384),
        Algorithm::RS512 => sign!(pkcs1v15 Sha512),
        Algorithm::PS256 => sign!(pss Sha256),
        Algorithm::PS384 => sign!(pss Sha384),
        Algorithm::PS512 => sign!(pss Sha512),
        _ => None,
    }
}
