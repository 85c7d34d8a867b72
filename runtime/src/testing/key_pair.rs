//! Key pairs that sign tokens in tests.

use std::sync::atomic::{AtomicU64, Ordering};

use jsonwebtoken::errors::{Error, ErrorKind};
use jsonwebtoken::jwk::EllipticCurve;
use jsonwebtoken::{Algorithm as Jwa, EncodingKey};
use serde_json::{Value, json};

use crate::token::Algorithm;
use crate::token::making::{PROVIDER, encode};

/// What comes before the 32 bytes of an Ed25519 private key in PKCS #8 (RFC 8410 section 7).
const ED25519_PREFIX: [u8; 16] =
    *b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20";

/// A private key with its public one.
pub(super) struct KeyPair {
    pub(super) kid: String,
    algorithm: Jwa,
    private: EncodingKey,
    public: Value,
}

impl KeyPair {
    /// A pair that no other one of this program is like. Whoever reads this can make it, too.
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
        let private = EncodingKey::from_ed_der(&der);
        let pair = Self::of(Jwa::EdDSA, private, kid);
        pair.unwrap_or_else(|error| unreachable!("any 32 bytes are a key: {error}"))
    }

    /// The pair of a private key of your own, in PEM.
    pub(super) fn pem(algorithm: Algorithm, pem: &[u8], kid: &str) -> Result<Self, Error> {
        let (algorithm, private) = match algorithm {
            Algorithm::RS256 => (Jwa::RS256, EncodingKey::from_rsa_pem(pem)?),
            Algorithm::PS256 => (Jwa::PS256, EncodingKey::from_rsa_pem(pem)?),
            Algorithm::ES256 => (Jwa::ES256, EncodingKey::from_ec_pem(pem)?),
            Algorithm::ES384 => (Jwa::ES384, EncodingKey::from_ec_pem(pem)?),
            Algorithm::EdDSA => (Jwa::EdDSA, EncodingKey::from_ed_pem(pem)?),
            _ => return Err(ErrorKind::InvalidAlgorithm.into()),
        };
        Self::of(algorithm, private, kid)
    }

    fn of(algorithm: Jwa, private: EncodingKey, kid: &str) -> Result<Self, Error> {
        let (utils, der) = (&PROVIDER.key_utils, private.as_bytes());
        let public = match algorithm {
            Jwa::EdDSA => {
                let curve = EllipticCurve::Ed25519;
                let x = (utils.ed_pub_components_from_private_key)(der, &curve)?;
                json!({ "kty": "OKP", "crv": "Ed25519", "x": encode(x) })
            }
            Jwa::ES256 | Jwa::ES384 => {
                let (_, x, y) = (utils.ec_pub_components_from_private_key)(der, algorithm)?;
                let curve = if algorithm == Jwa::ES256 {
                    "P-256"
                } else {
                    "P-384"
                };
                json!({ "kty": "EC", "crv": curve, "x": encode(x), "y": encode(y) })
            }
            _ => {
                let (n, e) = (utils.rsa_pub_components_from_private_key)(der)?;
                json!({ "kty": "RSA", "n": encode(n), "e": encode(e) })
            }
        };
        Ok(Self {
            kid: kid.to_owned(),
            algorithm,
            private,
            public,
        })
    }

    /// The public key as a provider publishes it.
    pub(super) fn jwk(&self) -> Value {
        let mut jwk = self.public.clone();
        jwk["kid"] = self.kid.clone().into();
        jwk["alg"] = self.algorithm_name().into();
        jwk["use"] = "sig".into();
        jwk
    }

    pub(super) fn algorithm_name(&self) -> String {
        format!("{:?}", self.algorithm)
    }

    pub(super) fn sign(&self, message: &[u8]) -> Vec<u8> {
        let signer = (PROVIDER.signer_factory)(&self.algorithm, &self.private);
        let signature = signer.map(|signer| signer.try_sign(message));
        let Ok(Ok(signature)) = signature else {
            unreachable!("the key is one of this algorithm");
        };
        signature
    }
}

/// A number that was not given before.
fn unique() -> u64 {
    static NUMBER: AtomicU64 = AtomicU64::new(1);

    NUMBER.fetch_add(1, Ordering::Relaxed)
}
