//! The honest side: for each algorithm a key pair, and a verifier that has its public half.

use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING,
    ECDSA_P521_SHA512_FIXED_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm, Ed25519KeyPair,
    RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512, RSA_PSS_SHA256, RSA_PSS_SHA384,
    RSA_PSS_SHA512, RsaEncoding, RsaKeyPair,
};
use scopegate::{Algorithm, TokenError, Verifier, VerifierBuilder};

use crate::attacks::attack::Attack;
use crate::attacks::forge::{claims, der, join, signed, testdata};

pub(crate) const SECRET: &str =
    "a secret of these tests, at least 64 bytes, since HS512 needs that many of them";

const SECRETS: [Algorithm; 3] = [Algorithm::HS256, Algorithm::HS384, Algorithm::HS512];

/// A private key with what it does.
pub(crate) enum Key {
    Hmac(Box<hmac::Key>),
    Rsa(Box<RsaKeyPair>, &'static dyn RsaEncoding),
    Ec(EcdsaKeyPair),
    Ed(Ed25519KeyPair),
}

impl Key {
    pub(crate) fn hmac(hash: hmac::Algorithm, secret: &str) -> Self {
        Self::Hmac(Box::new(hmac::Key::new(hash, secret.as_bytes())))
    }

    pub(crate) fn rsa(pem: &str, encoding: &'static dyn RsaEncoding) -> Self {
        Self::Rsa(
            Box::new(RsaKeyPair::from_pkcs8(&der(pem)).unwrap()),
            encoding,
        )
    }

    pub(crate) fn ec(pem: &str, algorithm: &'static EcdsaSigningAlgorithm) -> Self {
        Self::Ec(EcdsaKeyPair::from_pkcs8(algorithm, &der(pem)).unwrap())
    }

    pub(crate) fn sign(&self, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match self {
            Self::Hmac(key) => hmac::sign(key, message).as_ref().to_vec(),
            Self::Rsa(key, encoding) => {
                let mut signature = vec![0; key.public_modulus_len()];
                key.sign(*encoding, &random, message, &mut signature)
                    .unwrap();
                signature
            }
            Self::Ec(key) => key.sign(&random, message).unwrap().as_ref().to_vec(),
            Self::Ed(key) => key.sign(message).as_ref().to_vec(),
        }
    }

    /// A token of any header and payload, truly signed with this key.
    pub(crate) fn token(&self, header: impl AsRef<[u8]>, payload: impl AsRef<[u8]>) -> String {
        let signed = signed(header, payload);
        let signature = self.sign(signed.as_bytes());
        join(&signed, signature)
    }
}

/// An authorization server with one key, and the service that trusts it.
pub(crate) struct Issuer {
    pub(crate) algorithm: Algorithm,
    pub(crate) key: Key,
    /// Its public key in PEM and as a JWK; both are empty for a secret.
    pub(crate) pem: &'static str,
    pub(crate) jwk: &'static str,
    pub(crate) verifier: Verifier,
}

impl Issuer {
    pub(crate) fn of(algorithm: Algorithm) -> Self {
        let key = match algorithm {
            Algorithm::HS256 => Key::hmac(hmac::HMAC_SHA256, SECRET),
            Algorithm::HS384 => Key::hmac(hmac::HMAC_SHA384, SECRET),
            Algorithm::HS512 => Key::hmac(hmac::HMAC_SHA512, SECRET),
            Algorithm::ES512 => Key::ec(
                testdata!("p521.private.pem"),
                &ECDSA_P521_SHA512_FIXED_SIGNING,
            ),
            Algorithm::ES256 => Key::ec(
                testdata!("p256.private.pem"),
                &ECDSA_P256_SHA256_FIXED_SIGNING,
            ),
            Algorithm::ES384 => Key::ec(
                testdata!("p384.private.pem"),
                &ECDSA_P384_SHA384_FIXED_SIGNING,
            ),
            Algorithm::EdDSA => Key::Ed(
                Ed25519KeyPair::from_pkcs8_maybe_unchecked(&der(testdata!("ed25519.private.pem")))
                    .unwrap(),
            ),
            rsa => Key::rsa(testdata!("rsa.private.pem"), rsa_encoding(rsa)),
        };
        let (pem, jwk) = match algorithm {
            Algorithm::HS256 | Algorithm::HS384 | Algorithm::HS512 => ("", ""),
            Algorithm::ES512 => (testdata!("p521.public.pem"), testdata!("p521.jwk.json")),
            Algorithm::ES256 => (testdata!("p256.public.pem"), testdata!("p256.jwk.json")),
            Algorithm::ES384 => (testdata!("p384.public.pem"), testdata!("p384.jwk.json")),
            Algorithm::EdDSA => (
                testdata!("ed25519.public.pem"),
                testdata!("ed25519.jwk.json"),
            ),
            _ => (testdata!("rsa.public.pem"), testdata!("rsa.jwk.json")),
        };
        let mut issuer = Self {
            algorithm,
            key,
            pem,
            jwk,
            verifier: Verifier::hs256(SECRET).unwrap(),
        };
        issuer.verifier = issuer.verifier_with(|rules| rules);
        issuer
    }

    /// One for each algorithm.
    pub(crate) fn all() -> Vec<Self> {
        [&SECRETS[..], &ASYMMETRIC]
            .concat()
            .into_iter()
            .map(Self::of)
            .collect()
    }

    /// One for each algorithm with a public key.
    pub(crate) fn asymmetric() -> Vec<Self> {
        ASYMMETRIC.into_iter().map(Self::of).collect()
    }

    /// A verifier of this issuer's tokens with rules of its own.
    pub(crate) fn verifier_with(
        &self,
        rules: impl FnOnce(VerifierBuilder) -> VerifierBuilder,
    ) -> Verifier {
        let builder = match self.algorithm {
            Algorithm::HS256 => Verifier::builder().hs256(SECRET),
            Algorithm::HS384 => Verifier::builder().hs384(SECRET),
            Algorithm::HS512 => Verifier::builder().hs512(SECRET),
            algorithm => Verifier::builder().public_key_pem(algorithm, self.pem),
        };
        rules(builder).build().unwrap()
    }

    /// An honest header with more members (each with a comma before it).
    pub(crate) fn header(&self, members: &str) -> String {
        format!(r#"{{"alg":"{}","typ":"at+jwt"{members}}}"#, self.algorithm)
    }

    /// An honest token.
    pub(crate) fn token(&self) -> String {
        self.key.token(self.header(""), claims(""))
    }

    /// What an honest token signs, for another signature.
    pub(crate) fn signed(&self) -> String {
        signed(self.header(""), claims(""))
    }

    /// A row: this token is shown to the verifier, beside an honest one.
    pub(crate) fn attack(
        &self,
        name: &str,
        source: &'static str,
        token: String,
        error: TokenError,
    ) -> Attack {
        Attack {
            name: format!("{}: {name}", self.algorithm),
            source,
            verifier: self.verifier.clone(),
            token,
            error,
            control: self.token(),
        }
    }
}

pub(crate) const RSA: [Algorithm; 6] = [
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
];

const ASYMMETRIC: [Algorithm; 10] = [
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::ES512,
    Algorithm::EdDSA,
];

fn rsa_encoding(algorithm: Algorithm) -> &'static dyn RsaEncoding {
    match algorithm {
        Algorithm::RS256 => &RSA_PKCS1_SHA256,
        Algorithm::RS384 => &RSA_PKCS1_SHA384,
        Algorithm::RS512 => &RSA_PKCS1_SHA512,
        Algorithm::PS256 => &RSA_PSS_SHA256,
        Algorithm::PS384 => &RSA_PSS_SHA384,
        Algorithm::PS512 => &RSA_PSS_SHA512,
        other => panic!("{other} is not of RSA"),
    }
}
