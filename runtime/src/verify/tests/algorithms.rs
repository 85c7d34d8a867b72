//! Every algorithm, and the choice among several keys.

// Signs with every algorithm, with keys that it parses itself: see `super`.
use jsonwebtoken::{Algorithm as Jwa, EncodingKey};

use super::{HS256, TokenError, Verifier, hs256, now, signed_by, valid};
use crate::crypto::Algorithm;

const RSA: &[u8] = include_bytes!("../../token/testdata/rsa.private.pem");
const RSA_PUBLIC: &[u8] = include_bytes!("../../token/testdata/rsa.public.pem");
const RSA_PKCS1: &[u8] = include_bytes!("../../token/testdata/rsa.pkcs1.public.pem");
const RSA_JWK: &str = include_str!("../../token/testdata/rsa.jwk.json");
const P256: &[u8] = include_bytes!("../../token/testdata/p256.private.pem");
const P256_PUBLIC: &[u8] = include_bytes!("../../token/testdata/p256.public.pem");
const P256_JWK: &str = include_str!("../../token/testdata/p256.jwk.json");
const P256_OTHER: &[u8] = include_bytes!("../../token/testdata/p256_other.private.pem");
const P256_OTHER_JWK: &str = include_str!("../../token/testdata/p256_other.jwk.json");
const P384: &[u8] = include_bytes!("../../token/testdata/p384.private.pem");
const P384_PUBLIC: &[u8] = include_bytes!("../../token/testdata/p384.public.pem");
const P384_JWK: &str = include_str!("../../token/testdata/p384.jwk.json");
const ED25519: &[u8] = include_bytes!("../../token/testdata/ed25519.private.pem");
const ED25519_PUBLIC: &[u8] = include_bytes!("../../token/testdata/ed25519.public.pem");
const ED25519_JWK: &str = include_str!("../../token/testdata/ed25519.jwk.json");

const RSA_ALGORITHMS: [(Jwa, Algorithm); 6] = [
    (Jwa::RS256, Algorithm::RS256),
    (Jwa::RS384, Algorithm::RS384),
    (Jwa::RS512, Algorithm::RS512),
    (Jwa::PS256, Algorithm::PS256),
    (Jwa::PS384, Algorithm::PS384),
    (Jwa::PS512, Algorithm::PS512),
];

/// A token signed with that private key, with a truthful header.
fn token(jwa: Jwa, algorithm: Algorithm, pem: &[u8], kid: Option<&str>) -> String {
    let key = match jwa {
        Jwa::ES256 | Jwa::ES384 => EncodingKey::from_ec_pem(pem),
        Jwa::EdDSA => EncodingKey::from_ed_pem(pem),
        _ => EncodingKey::from_rsa_pem(pem),
    };
    let kid = kid
        .map(|kid| format!(r#","kid":"{kid}""#))
        .unwrap_or_default();
    signed_by(
        jwa,
        &key.unwrap(),
        &format!(r#"{{"alg":"{algorithm}"{kid}}}"#),
    )
}

fn verdict(verifier: &Verifier, token: &str) -> Result<(), TokenError> {
    verifier.verify_at(token, now()).now().map(drop)
}

fn pem(algorithm: Algorithm, pem: &[u8]) -> Verifier {
    Verifier::builder()
        .public_key_pem(algorithm, pem)
        .build()
        .unwrap()
}

fn named(jwk: &str, kid: &str) -> String {
    jwk.replacen('{', &format!(r#"{{"kid":"{kid}","#), 1)
}

fn assert_round_trip(verifier: &Verifier, token: &str) {
    assert_eq!(verdict(verifier, token), Ok(()));
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let mut bytes = crate::token::compact::decode(signature).unwrap();
    for forged in [
        &[][..],
        &bytes[1..],
        &vec![0; bytes.len()],
        &[bytes.as_slice(), &[0]].concat(),
    ] {
        let forged = format!("{signed}.{}", super::encode(forged));
        assert_eq!(verdict(verifier, &forged), Err(TokenError::Signature));
    }
    bytes[7] ^= 1;
    let forged = format!("{signed}.{}", super::encode(bytes));
    assert_eq!(verdict(verifier, &forged), Err(TokenError::Signature));
}

#[test]
fn every_rsa_algorithm_verifies_its_own_tokens_only() {
    for (jwa, algorithm) in RSA_ALGORITHMS {
        let token = token(jwa, algorithm, RSA, None);
        assert_round_trip(&pem(algorithm, RSA_PUBLIC), &token);
        assert_round_trip(&pem(algorithm, RSA_PKCS1), &token);
        let jwk = Verifier::builder()
            .jwk_with(algorithm, RSA_JWK)
            .build()
            .unwrap();
        assert_round_trip(&jwk, &token);
        for (_, other) in RSA_ALGORITHMS
            .into_iter()
            .filter(|(_, other)| *other != algorithm)
        {
            let verifier = pem(other, RSA_PUBLIC);
            assert_eq!(
                verdict(&verifier, &token),
                Err(TokenError::Algorithm),
                "{other}"
            );
        }
    }
}

#[test]
fn every_curve_verifies_its_tokens_by_pem_and_by_jwk() {
    for (jwa, algorithm, private, public, jwk) in [
        (Jwa::ES256, Algorithm::ES256, P256, P256_PUBLIC, P256_JWK),
        (Jwa::ES384, Algorithm::ES384, P384, P384_PUBLIC, P384_JWK),
        (
            Jwa::EdDSA,
            Algorithm::EdDSA,
            ED25519,
            ED25519_PUBLIC,
            ED25519_JWK,
        ),
    ] {
        let token = token(jwa, algorithm, private, None);
        assert_round_trip(&pem(algorithm, public), &token);
        assert_round_trip(&Verifier::builder().jwk(jwk).build().unwrap(), &token);
        assert_round_trip(
            &Verifier::builder()
                .jwk_with(algorithm, jwk)
                .build()
                .unwrap(),
            &token,
        );
    }
}

#[test]
fn hs256_verifies_its_tokens() {
    assert_round_trip(
        &Verifier::hs256(super::SECRET).unwrap(),
        &hs256(HS256, valid("")),
    );
}

/// A token signed with that algorithm and this secret, with any `alg`.
fn by_secret(algorithm: Algorithm, name: &str, secret: &[u8]) -> String {
    let header = format!(r#"{{"alg":"{name}"}}"#);
    let signed = format!("{}.{}", super::encode(header), super::encode(valid("")));
    let key = super::HmacKey::of(algorithm, secret).unwrap();
    let signature = super::encode(key.sign(signed.as_bytes()));
    format!("{signed}.{signature}")
}

#[test]
fn every_hash_of_a_secret_verifies_its_own_tokens_only() {
    const ALL: [Algorithm; 3] = [Algorithm::HS256, Algorithm::HS384, Algorithm::HS512];
    let secret = [7; 64];
    for own in ALL {
        let builder = Verifier::builder();
        let builder = match own {
            Algorithm::HS384 => builder.hs384(secret),
            Algorithm::HS512 => builder.hs512(secret),
            _ => builder.hs256(secret),
        };
        let verifier = builder.build().unwrap();
        assert_round_trip(&verifier, &by_secret(own, own.as_str(), &secret));
        for other in ALL.into_iter().filter(|other| *other != own) {
            for (token, refused) in [
                (
                    by_secret(other, other.as_str(), &secret),
                    TokenError::Algorithm,
                ),
                (
                    by_secret(own, other.as_str(), &secret),
                    TokenError::Algorithm,
                ),
                (
                    by_secret(other, own.as_str(), &secret),
                    TokenError::Signature,
                ),
            ] {
                assert_eq!(verdict(&verifier, &token), Err(refused), "{own} {other}");
            }
        }
    }
    let both = Verifier::builder()
        .hs256([1; 32])
        .hs512([2; 64])
        .build()
        .unwrap();
    for (algorithm, secret, expected) in [
        (Algorithm::HS256, &[1; 32][..], Ok(())),
        (Algorithm::HS512, &[2; 64], Ok(())),
        (Algorithm::HS512, &[1; 32], Err(TokenError::Signature)),
        (Algorithm::HS256, &[2; 64], Err(TokenError::Signature)),
        (Algorithm::HS384, &[2; 64], Err(TokenError::Algorithm)),
    ] {
        let token = by_secret(algorithm, algorithm.as_str(), secret);
        assert_eq!(verdict(&both, &token), expected, "{algorithm}");
    }
}

#[cfg(feature = "aws_lc_rs")]
mod p521 {
    use aws_lc_rs::rand::SystemRandom;
    use aws_lc_rs::signature::{ECDSA_P521_SHA512_FIXED_SIGNING, EcdsaKeyPair};

    use super::*;

    const PRIVATE: &str = include_str!("../../token/testdata/p521.private.pem");
    const PUBLIC: &[u8] = include_bytes!("../../token/testdata/p521.public.pem");
    const JWK: &str = include_str!("../../token/testdata/p521.jwk.json");

    fn token(header: &str) -> String {
        use base64::Engine;
        let lines = PRIVATE.lines().filter(|line| !line.starts_with('-'));
        let der = base64::engine::general_purpose::STANDARD.decode(lines.collect::<String>());
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P521_SHA512_FIXED_SIGNING, &der.unwrap());
        let signed = format!(
            "{}.{}",
            super::super::encode(header),
            super::super::encode(valid(""))
        );
        let signature = key
            .unwrap()
            .sign(&SystemRandom::new(), signed.as_bytes())
            .unwrap();
        format!("{signed}.{}", super::super::encode(signature))
    }

    #[test]
    fn es512_verifies_its_tokens_by_pem_and_by_jwk() {
        let token = token(r#"{"alg":"ES512"}"#);
        assert_round_trip(&pem(Algorithm::ES512, PUBLIC), &token);
        assert_round_trip(&Verifier::builder().jwk(JWK).build().unwrap(), &token);
        for (algorithm, public) in [
            (Algorithm::ES256, P256_PUBLIC),
            (Algorithm::ES384, P384_PUBLIC),
        ] {
            let refused = verdict(&pem(algorithm, public), &token);
            assert_eq!(refused, Err(TokenError::Algorithm));
        }
    }

    #[test]
    fn a_signature_on_p521_has_no_other_name() {
        let verifier = pem(Algorithm::ES512, PUBLIC);
        for name in ["ES256", "ES384", "ES512K", "HS512", "RS512"] {
            let token = token(&format!(r#"{{"alg":"{name}"}}"#));
            assert_eq!(
                verdict(&verifier, &token),
                Err(TokenError::Algorithm),
                "{name}"
            );
        }
    }
}

/// As Java's `BigInteger` and C's `mpz` encode them (glewlwyd), and in the base64 of PEM.
#[test]
fn a_jwk_with_other_zeros_or_other_base64_is_the_same_key() {
    for (jwa, algorithm, private, jwk) in [
        (Jwa::ES256, Algorithm::ES256, P256, P256_JWK),
        (Jwa::ES384, Algorithm::ES384, P384, P384_JWK),
        (Jwa::EdDSA, Algorithm::EdDSA, ED25519, ED25519_JWK),
        (Jwa::RS256, Algorithm::RS256, RSA, RSA_JWK),
    ] {
        let token = token(jwa, algorithm, private, None);
        for zeros in 0..=usize::from(algorithm != Algorithm::EdDSA) {
            let mut jwk: serde_json::Value = serde_json::from_str(jwk).unwrap();
            for name in ["x", "y", "n", "e"] {
                let Some(text) = jwk[name].as_str() else {
                    continue;
                };
                let number = crate::token::compact::decode(text).unwrap();
                let number = [vec![0; zeros], number].concat();
                let text = super::encode(number).replace('-', "+").replace('_', "/");
                let padding = "=".repeat((4 - text.len() % 4) % 4);
                jwk[name] = (text + &padding).into();
            }
            let builder = Verifier::builder().jwk_with(algorithm, &jwk.to_string());
            assert_round_trip(&builder.build().unwrap(), &token);
        }
    }
}

#[test]
fn an_rsa_public_key_is_no_hmac_secret() {
    let verifier = pem(Algorithm::RS256, RSA_PUBLIC);
    let signed = format!("{}.{}", super::encode(HS256), super::encode(valid("")));
    let signature = super::HmacKey::new(RSA_PUBLIC).sign(signed.as_bytes());
    let forged = format!("{signed}.{}", super::encode(signature));
    assert_eq!(verdict(&verifier, &forged), Err(TokenError::Algorithm));
}

#[test]
fn kid_chooses_among_keys_of_one_algorithm() {
    let verifier = Verifier::builder()
        .jwk(&named(P256_JWK, "one"))
        .jwk(&named(P256_OTHER_JWK, "two"))
        .build()
        .unwrap();
    let by = |private, kid| token(Jwa::ES256, Algorithm::ES256, private, kid);
    assert_eq!(verdict(&verifier, &by(P256, Some("one"))), Ok(()));
    assert_eq!(verdict(&verifier, &by(P256_OTHER, Some("two"))), Ok(()));
    assert_eq!(
        verdict(&verifier, &by(P256, Some("two"))),
        Err(TokenError::Signature)
    );
    assert_eq!(
        verdict(&verifier, &by(P256, Some("three"))),
        Err(TokenError::UnknownKey)
    );
    assert_eq!(
        verdict(&verifier, &by(P256, Some("' OR 1=1"))),
        Err(TokenError::UnknownKey)
    );
    assert_eq!(verdict(&verifier, &by(P256, None)), Ok(()));
    assert_eq!(verdict(&verifier, &by(P256_OTHER, None)), Ok(()));
}

#[test]
fn kid_is_ignored_where_the_key_has_none() {
    let token = token(Jwa::ES256, Algorithm::ES256, P256, Some("any"));
    assert_eq!(verdict(&pem(Algorithm::ES256, P256_PUBLIC), &token), Ok(()));
}

#[test]
fn the_same_kid_may_stand_for_keys_of_two_algorithms() {
    let verifier = Verifier::builder()
        .jwk(&named(P256_JWK, "k"))
        .jwk(&named(ED25519_JWK, "k"))
        .build()
        .unwrap();
    let es256 = token(Jwa::ES256, Algorithm::ES256, P256, Some("k"));
    let eddsa = token(Jwa::EdDSA, Algorithm::EdDSA, ED25519, Some("k"));
    assert_eq!(verdict(&verifier, &es256), Ok(()));
    assert_eq!(verdict(&verifier, &eddsa), Ok(()));
}

#[test]
fn an_rsa_modulus_with_a_leading_zero_is_the_same_key() {
    let (_, rest) = RSA_JWK.split_once(r#""n":""#).unwrap();
    let (modulus, _) = rest.split_once('"').unwrap();
    let mut bytes = crate::token::compact::decode(modulus).unwrap();
    bytes.insert(0, 0);
    let padded = RSA_JWK.replace(modulus, &super::encode(bytes));
    let verifier = Verifier::builder()
        .jwk_with(Algorithm::RS256, &padded)
        .build()
        .unwrap();
    assert_round_trip(&verifier, &token(Jwa::RS256, Algorithm::RS256, RSA, None));
}
