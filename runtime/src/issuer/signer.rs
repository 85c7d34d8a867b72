//! Signing keys of tokens.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::crypto::{Algorithm, Family, HmacKey, KeyProblem, PrivateKey, check_library};
use crate::token::compact::encode;
use crate::token::keys::{hmac_key, pem, public_jwk};

/// A secret, or a private key with its `kid`.
#[derive(Clone)]
pub(super) enum Signer {
    Secret(Arc<HmacKey>),
    Pair(Arc<Pair>),
}

pub(super) struct Pair {
    key: PrivateKey,
    /// The header of its tokens, encoded.
    header: String,
    public: Value,
}

/// `{"alg":"HS256","typ":"JWT"}` in base64url.
const HS256: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";

impl Signer {
    pub(super) fn hs256(secret: &[u8]) -> Result<Self, KeyProblem> {
        Ok(Self::Secret(Arc::new(hmac_key(secret)?)))
    }

    pub(super) fn key_pair(
        algorithm: Algorithm,
        kid: &str,
        pem: &[u8],
    ) -> Result<Self, KeyProblem> {
        if algorithm.family() == Family::Hmac {
            return Err(KeyProblem::Symmetric(algorithm));
        }
        if kid.is_empty() {
            return Err(KeyProblem::NameOfKey);
        }
        check_library(algorithm)?;
        let der = pem::read_private(pem)?;
        let problem = || KeyProblem::NotAPrivateKey(algorithm);
        let key = PrivateKey::pkcs8(algorithm, &der).ok_or_else(problem)?;
        key.public().check(algorithm)?;
        let header = json!({ "alg": algorithm.as_str(), "kid": kid, "typ": "at+jwt" });
        Ok(Self::Pair(Arc::new(Pair {
            header: encode(header.to_string()),
            public: public_jwk(algorithm, &key, kid),
            key,
        })))
    }

    pub(super) fn header(&self) -> &str {
        match self {
            Self::Secret(_) => HS256,
            Self::Pair(pair) => &pair.header,
        }
    }

    pub(super) fn public_jwk(&self) -> Option<Value> {
        match self {
            Self::Secret(_) => None,
            Self::Pair(pair) => Some(pair.public.clone()),
        }
    }

    /// `None` if there are no random numbers.
    pub(super) fn sign(&self, message: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Secret(key) => Some(key.sign(message).as_ref().to_vec()),
            Self::Pair(pair) => pair.key.sign(message),
        }
    }
}
