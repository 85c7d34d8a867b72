//! Signatures with AWS-LC.

use aws_lc_rs::hmac;
use aws_lc_rs::rand::{SecureRandom, SystemRandom};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED,
    ECDSA_P384_SHA384_FIXED_SIGNING, ECDSA_P521_SHA512_FIXED, ECDSA_P521_SHA512_FIXED_SIGNING,
    ED25519, EcdsaKeyPair, EcdsaSigningAlgorithm, Ed25519KeyPair, KeyPair, ParsedPublicKey,
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512,
    RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512, RSA_PSS_2048_8192_SHA256,
    RSA_PSS_2048_8192_SHA384, RSA_PSS_2048_8192_SHA512, RSA_PSS_SHA256, RSA_PSS_SHA384,
    RSA_PSS_SHA512, RsaEncoding, RsaKeyPair, RsaParameters, RsaPublicKeyComponents,
};

use super::{Algorithm, Material};

/// A secret, hashed as far as possible without a message.
pub(crate) struct HmacKey(hmac::Key);

impl HmacKey {
    /// For HMAC with SHA-256.
    pub(crate) fn new(secret: &[u8]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, secret))
    }

    /// `None` if this is not an HMAC algorithm.
    pub(crate) fn of(algorithm: Algorithm, secret: &[u8]) -> Option<Self> {
        let algorithm = match algorithm {
            Algorithm::HS256 => hmac::HMAC_SHA256,
            Algorithm::HS384 => hmac::HMAC_SHA384,
            Algorithm::HS512 => hmac::HMAC_SHA512,
            _ => return None,
        };
        Some(Self(hmac::Key::new(algorithm, secret)))
    }

    pub(crate) fn sign(&self, message: &[u8]) -> impl AsRef<[u8]> + use<> {
        hmac::sign(&self.0, message)
    }

    /// Compares in constant time.
    pub(crate) fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        hmac::verify(&self.0, message, signature).is_ok()
    }
}

/// Random bytes; `None` if none are available.
pub(crate) fn random() -> Option<[u8; 16]> {
    let mut bytes = [0; 16];
    SystemRandom::new().fill(&mut bytes).ok()?;
    Some(bytes)
}

pub(crate) fn sha256(message: &[u8]) -> [u8; 32] {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, message);
    let mut hash = [0; 32];
    hash.copy_from_slice(digest.as_ref());
    hash
}

/// A public key, parsed and checked.
pub(crate) struct PublicKey(ParsedPublicKey);

impl PublicKey {
    /// `None` if the material is not a key for the algorithm, for example not a point on its curve.
    pub(crate) fn new(algorithm: Algorithm, material: &Material) -> Option<Self> {
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

    pub(crate) fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
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

/// A private key with its one algorithm.
pub(crate) enum PrivateKey {
    Rsa(Box<RsaKeyPair>, &'static dyn RsaEncoding),
    Ec(Box<EcdsaKeyPair>),
    Ed25519(Box<Ed25519KeyPair>),
}

impl PrivateKey {
    /// Reads PKCS #8 (RFC 5958). `None` if it is not a key for the algorithm.
    pub(crate) fn pkcs8(algorithm: Algorithm, der: &[u8]) -> Option<Self> {
        Some(match algorithm {
            Algorithm::ES256 => Self::ec(&ECDSA_P256_SHA256_FIXED_SIGNING, der)?,
            Algorithm::ES384 => Self::ec(&ECDSA_P384_SHA384_FIXED_SIGNING, der)?,
            Algorithm::ES512 => Self::ec(&ECDSA_P521_SHA512_FIXED_SIGNING, der)?,
            Algorithm::EdDSA => {
                // Older files lack the public key.
                let key = Ed25519KeyPair::from_pkcs8_maybe_unchecked(der).ok()?;
                Self::Ed25519(Box::new(key))
            }
            algorithm => {
                let key = RsaKeyPair::from_pkcs8(der).ok()?;
                Self::Rsa(Box::new(key), rsa_encoding(algorithm)?)
            }
        })
    }

    fn ec(algorithm: &'static EcdsaSigningAlgorithm, der: &[u8]) -> Option<Self> {
        let key = EcdsaKeyPair::from_pkcs8(algorithm, der).ok()?;
        Some(Self::Ec(Box::new(key)))
    }

    pub(crate) fn public(&self) -> Material {
        match self {
            Self::Rsa(key, _) => {
                let key = key.public_key();
                let (n, e) = (key.modulus(), key.exponent());
                let (n, e) = (
                    n.big_endian_without_leading_zero(),
                    e.big_endian_without_leading_zero(),
                );
                Material::rsa(n, e)
            }
            Self::Ec(key) => Material::Point(key.public_key().as_ref().to_vec()),
            Self::Ed25519(key) => Material::Point(key.public_key().as_ref().to_vec()),
        }
    }

    /// `None` if no randomness is available.
    pub(crate) fn sign(&self, message: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Rsa(key, encoding) => {
                let mut signature = vec![0; key.public_modulus_len()];
                key.sign(*encoding, &SystemRandom::new(), message, &mut signature)
                    .ok()?;
                Some(signature)
            }
            Self::Ec(key) => {
                let signature = key.sign(&SystemRandom::new(), message).ok()?;
                Some(signature.as_ref().to_vec())
            }
            Self::Ed25519(key) => Some(key.sign(message).as_ref().to_vec()),
        }
    }
}

fn rsa_encoding(algorithm: Algorithm) -> Option<&'static dyn RsaEncoding> {
    Some(match algorithm {
        Algorithm::RS256 => &RSA_PKCS1_SHA256,
        Algorithm::RS384 => &RSA_PKCS1_SHA384,
        Algorithm::RS512 => &RSA_PKCS1_SHA512,
        Algorithm::PS256 => &RSA_PSS_SHA256,
        Algorithm::PS384 => &RSA_PSS_SHA384,
        Algorithm::PS512 => &RSA_PSS_SHA512,
        _ => return None,
    })
}
