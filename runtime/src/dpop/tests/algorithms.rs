//! Proofs with every algorithm, and with none.

use super::*;
use crate::crypto::Algorithm;
use crate::dpop::signer::sign;
use crate::token::compact::{decode, encode};

macro_rules! testdata {
    ($name:literal) => {
        include_str!(concat!("../../token/testdata/", $name))
    };
}

const RSA: &str = testdata!("rsa.jwk.json");
const P256: &str = testdata!("p256.jwk.json");
const P384: &str = testdata!("p384.jwk.json");
const ED25519: &str = testdata!("ed25519.jwk.json");

fn key(jwk: &str) -> &'static str {
    match jwk {
        RSA => testdata!("rsa.private.pem"),
        P256 => testdata!("p256.private.pem"),
        P384 => testdata!("p384.private.pem"),
        _ => testdata!("ed25519.private.pem"),
    }
}

/// A proof of the key, signed with `algorithm`, whose `alg` is `name`.
fn proof(jwk: &str, algorithm: Algorithm, name: &str) -> String {
    let header = format!(r#"{{"typ":"dpop+jwt","alg":"{name}","jwk":{jwk}}}"#);
    sign(algorithm, key(jwk), header, claims("", ""))
}

fn verdict(dpop: &Dpop, jwk: &str, proof: &str) -> Result<(), DpopError> {
    let request = ProofRequest {
        method: &Method::GET,
        uri: &Uri::from_static("/items"),
        token: TOKEN,
        jkt: &thumbprint(jwk).unwrap(),
    };
    ready(dpop.check_at(proof, request, clock(now())))
}

#[test]
fn every_asymmetric_algorithm_is_checked() {
    for (jwk, algorithm, name) in [
        (P256, Algorithm::ES256, "ES256"),
        (P384, Algorithm::ES384, "ES384"),
        (ED25519, Algorithm::EdDSA, "EdDSA"),
        (RSA, Algorithm::RS256, "RS256"),
        (RSA, Algorithm::RS384, "RS384"),
        (RSA, Algorithm::RS512, "RS512"),
        (RSA, Algorithm::PS256, "PS256"),
        (RSA, Algorithm::PS384, "PS384"),
        (RSA, Algorithm::PS512, "PS512"),
    ] {
        let good = proof(jwk, algorithm, name);
        assert_eq!(verdict(&dpop(), jwk, &good), Ok(()), "{name}");
        let bad = format!("{}AAAA", &good[..good.len() - 4]);
        assert!(verdict(&dpop(), jwk, &bad).is_err(), "{name}");
    }
}

#[test]
fn what_is_symmetric_unknown_or_none_is_refused() {
    for name in [
        "none", "None", "", "HS256", "HS384", "HS512", "ES512", "ES256K", "es256", "dir",
    ] {
        let good = proof(P256, Algorithm::ES256, name);
        assert_eq!(
            verdict(&dpop(), P256, &good),
            Err(DpopError::Algorithm),
            "{name}"
        );
        let unsigned = format!("{}.", good.rsplit_once('.').unwrap().0);
        assert!(verdict(&dpop(), P256, &unsigned).is_err(), "{name}");
    }
    for member in ["", r#","alg":null"#, r#","alg":["ES256"]"#, r#","alg":1"#] {
        let proof = with_header(header("alg", member));
        assert_eq!(
            verdict(&dpop(), P256, &proof),
            Err(DpopError::Algorithm),
            "{member}"
        );
    }
}

#[test]
fn the_algorithm_fits_the_key_and_the_signature() {
    for (jwk, algorithm, name, expected) in [
        (P256, Algorithm::ES256, "ES384", DpopError::Key),
        (P256, Algorithm::ES256, "EdDSA", DpopError::Key),
        (P256, Algorithm::ES256, "RS256", DpopError::Key),
        (ED25519, Algorithm::EdDSA, "ES256", DpopError::Key),
        (RSA, Algorithm::RS256, "ES256", DpopError::Key),
        (RSA, Algorithm::RS256, "PS256", DpopError::Signature),
        (RSA, Algorithm::RS256, "RS512", DpopError::Signature),
    ] {
        let proof = proof(jwk, algorithm, name);
        assert_eq!(verdict(&dpop(), jwk, &proof), Err(expected), "{name}");
    }
}

#[test]
fn only_the_configured_algorithms_are_accepted() {
    let dpop = builder().algorithms([Algorithm::EdDSA, Algorithm::ES384]);
    let dpop = dpop.build().unwrap();
    let good = proof(ED25519, Algorithm::EdDSA, "EdDSA");
    assert_eq!(verdict(&dpop, ED25519, &good), Ok(()));
    let other = proof(P256, Algorithm::ES256, "ES256");
    assert_eq!(verdict(&dpop, P256, &other), Err(DpopError::Algorithm));
    assert_eq!(
        dpop.challenge().to_header_value(),
        r#"DPoP algs="EdDSA ES384""#
    );
}

#[test]
fn a_key_that_proves_nothing_is_refused() {
    let rsa_1 = r#"{"kty":"RSA","n":"AQAB","e":"AQAB"}"#;
    let no_point = P256.replace("oaUYD7", "AAAAAA");
    let short = r#"{"kty":"EC","crv":"P-256","x":"AAAA","y":"AAAA"}"#;
    for (jwk, name) in [
        (rsa_1, "RS256"),
        (&no_point, "ES256"),
        (short, "ES256"),
        (r#"{"kty":"OKP","crv":"Ed25519","x":"AA"}"#, "EdDSA"),
    ] {
        let header = format!(r#"{{"typ":"dpop+jwt","alg":"{name}","jwk":{jwk}}}"#);
        let proof = with_header(header);
        assert_eq!(verdict(&dpop(), jwk, &proof), Err(DpopError::Key), "{jwk}");
    }
}

/// The thumbprint is computed from the text: a key with two encodings would have two.
#[test]
fn a_key_has_one_spelling() {
    let (start, rest) = P256.split_once(r#""x":""#).unwrap();
    let (x, end) = rest.split_once('"').unwrap();
    let number = decode(x).unwrap();
    let longer = encode([&[0], &number[..]].concat());
    for x in [format!("{x}="), x.replace(['-', '_'], "+"), longer] {
        let jwk = format!(r#"{start}"x":"{x}"{end}"#);
        let header = format!(r#"{{"typ":"dpop+jwt","alg":"ES256","jwk":{jwk}}}"#);
        let proof = sign(Algorithm::ES256, key(P256), header, claims("", ""));
        assert!(verdict(&dpop(), P256, &proof).is_err(), "{x}");
        if thumbprint(&jwk).is_ok() {
            let of_its_own = verdict(&dpop(), &jwk, &proof);
            assert_eq!(of_its_own, Err(DpopError::Key), "{x}");
        }
    }
}
