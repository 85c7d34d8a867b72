//! Every algorithm, and the choice among several keys.

use jsonwebtoken::{Algorithm as Jwa, EncodingKey};

use super::{HS256, TokenError, Verifier, hs256, now, signed_by, valid};
use crate::token::Algorithm;

const RSA: &[u8] = include_bytes!("../testdata/rsa.private.pem");
const RSA_PUBLIC: &[u8] = include_bytes!("../testdata/rsa.public.pem");
const RSA_PKCS1: &[u8] = include_bytes!("../testdata/rsa.pkcs1.public.pem");
const RSA_JWK: &str = include_str!("../testdata/rsa.jwk.json");
const P256: &[u8] = include_bytes!("../testdata/p256.private.pem");
const P256_PUBLIC: &[u8] = include_bytes!("../testdata/p256.public.pem");
const P256_JWK: &str = include_str!("../testdata/p256.jwk.json");
const P256_OTHER: &[u8] = include_bytes!("../testdata/p256_other.private.pem");
const P256_OTHER_JWK: &str = include_str!("../testdata/p256_other.jwk.json");
const P384: &[u8] = include_bytes!("../testdata/p384.private.pem");
const P384_PUBLIC: &[u8] = include_bytes!("../testdata/p384.public.pem");
const P384_JWK: &str = include_str!("../testdata/p384.jwk.json");
const ED25519: &[u8] = include_bytes!("../testdata/ed25519.private.pem");
const ED25519_PUBLIC: &[u8] = include_bytes!("../testdata/ed25519.public.pem");
const ED25519_JWK: &str = include_str!("../testdata/ed25519.jwk.json");

const RSA_ALGORITHMS: [(Jwa, Algorithm); 6] = [
    (Jwa::RS256, Algorithm::RS256),
    (Jwa::RS384, Algorithm::RS384),
    (Jwa::RS512, Algorithm::RS512),
    (Jwa::PS256, Algorithm::PS256),
    (Jwa::PS384, Algorithm::PS384),
    (Jwa::PS512, Algorithm::PS512),
];

/// A token by that private key whose header is honest.
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
