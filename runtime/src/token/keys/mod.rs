//! Keys: parsed, checked, and prepared for verification.

mod der;
mod jwk;
pub(crate) mod pem;
mod public;
mod secret;
#[cfg(test)]
mod wycheproof;

pub(crate) use public::{canonical_jwk, public_jwk};

use std::sync::Arc;

use self::jwk::Spelling;
use crate::crypto::{Algorithm, HmacKey, KeyProblem, Material, PublicKey};
use crate::token::TokenError;
use crate::token::header::Header;

/// The maximum number of keys tried on a token: one without `kid` may match all of them.
pub(crate) const MAX_KEYS: usize = 16;

/// One key with its one algorithm (RFC 8725 section 3.1).
pub(crate) struct Key {
    algorithm: Algorithm,
    kid: Option<String>,
    issuer: Option<String>,
    prepared: Prepared,
    /// The JWK that it was read from.
    #[cfg_attr(
        not(feature = "provider"),
        expect(dead_code, reason = "keys are static")
    )]
    json: Option<Box<str>>,
}

enum Prepared {
    /// Boxed: a prepared one is over a kilobyte.
    Hmac(Box<HmacKey>),
    Public(PublicKey),
}

impl Key {
    pub(crate) fn hmac(algorithm: Algorithm, secret: &[u8]) -> Result<Self, KeyProblem> {
        let prepared = Prepared::Hmac(Box::new(hmac_key_of(algorithm, secret)?));
        Ok(Self {
            algorithm,
            kid: None,
            issuer: None,
            prepared,
            json: None,
        })
    }

    pub(crate) fn pem(algorithm: Algorithm, pem: &[u8]) -> Result<Self, KeyProblem> {
        Self::public(algorithm, None, &pem::read(algorithm, pem)?)
    }

    /// A JWK with `algorithm`, or else its own.
    pub(crate) fn jwk(algorithm: Option<Algorithm>, json: &str) -> Result<Self, KeyProblem> {
        let jwk::PublicJwk {
            algorithm,
            kid,
            issuer,
            material,
        } = jwk::read(algorithm, json, Spelling::Lenient)?;
        let key = Self::public(algorithm, kid, &material)?;
        Ok(Self {
            issuer,
            json: Some(json.into()),
            ..key
        })
    }

    /// A JWK with its own algorithm or that of its curve; `of_rsa_keys` if it is an RSA key without one.
    #[cfg(feature = "provider")]
    pub(crate) fn jwk_or(of_rsa_keys: Algorithm, json: &str) -> Result<Self, KeyProblem> {
        match Self::jwk(None, json) {
            Err(KeyProblem::AmbiguousAlgorithm) => Self::jwk(Some(of_rsa_keys), json),
            key => key,
        }
    }

    /// The key in a proof of possession, whose sender chose both: `None` unless they match.
    #[cfg(feature = "dpop")]
    pub(crate) fn in_proof(algorithm: Algorithm, json: &str) -> Option<Self> {
        let jwk = jwk::read(Some(algorithm), json, Spelling::Exact).ok()?;
        Self::public(jwk.algorithm, jwk.kid, &jwk.material).ok()
    }

    fn public(
        algorithm: Algorithm,
        kid: Option<String>,
        material: &Material,
    ) -> Result<Self, KeyProblem> {
        material.check(algorithm)?;
        let key = PublicKey::new(algorithm, material).ok_or(KeyProblem::NotAKey(algorithm))?;
        Ok(Self {
            algorithm,
            kid,
            issuer: None,
            prepared: Prepared::Public(key),
            json: None,
        })
    }

    /// Whether both were read from the same JWK, for the same algorithm.
    #[cfg(feature = "provider")]
    pub(crate) fn is(&self, other: &Self) -> bool {
        self.json.is_some() && self.json == other.json && self.algorithm == other.algorithm
    }

    pub(crate) fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    pub(crate) fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// The only issuer that it is published for, or a template of issuers, if the JWK names one (a member of Entra's
    /// keys).
    pub(crate) fn issuer(&self) -> Option<&str> {
        self.issuer.as_deref()
    }

    /// Key IDs are compared if both sides have one; a key ID alone proves nothing, so this only selects.
    fn is_meant_by(&self, header: &Header<'_>) -> bool {
        match (&self.kid, &header.kid) {
            (Some(own), Some(named)) => own.as_str() == named.0,
            _ => true,
        }
    }

    pub(crate) fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        match &self.prepared {
            Prepared::Hmac(key) => key.verify(message, signature),
            Prepared::Public(key) => key.verify(message, signature),
        }
    }
}

/// A secret for HS256 that is long enough.
pub(crate) fn hmac_key(secret: &[u8]) -> Result<HmacKey, KeyProblem> {
    hmac_key_of(Algorithm::HS256, secret)
}

/// A secret that is at least as long as the hash (RFC 7518 section 3.2).
fn hmac_key_of(algorithm: Algorithm, secret: &[u8]) -> Result<HmacKey, KeyProblem> {
    let needed = match algorithm {
        Algorithm::HS384 => 48,
        Algorithm::HS512 => 64,
        _ => 32,
    };
    if secret.len() < needed {
        return Err(KeyProblem::ShortSecret {
            algorithm,
            length: secret.len(),
            needed,
        });
    }
    // With a public key as the secret, everyone who has that key could sign tokens.
    if secret::is_key(secret) {
        return Err(KeyProblem::SecretIsKey);
    }
    HmacKey::of(algorithm, secret).ok_or(KeyProblem::NotOfSecrets(algorithm))
}

/// Checks a signature with the keys that match the header, and returns the one that verified it.
///
/// # Errors
/// `Algorithm` if no key has the token's algorithm, `UnknownKey` if none of those has its `kid`, `Signature` if none of
/// the rest verifies the signature.
pub(crate) fn verify<'k>(
    keys: &'k [Arc<Key>],
    header: &Header<'_>,
    message: &[u8],
    signature: &[u8],
) -> Result<&'k Arc<Key>, TokenError> {
    let mut refusal = TokenError::Algorithm;
    let mut left = MAX_KEYS;
    for key in keys.iter().filter(|key| key.algorithm == header.algorithm) {
        if key.is_meant_by(header) && left > 0 {
            if key.verify(message, signature) {
                return Ok(key);
            }
            left -= 1;
            refusal = TokenError::Signature;
        } else if refusal == TokenError::Algorithm {
            refusal = TokenError::UnknownKey;
        }
    }
    Err(refusal)
}
