//! Configurations that are refused.

use std::time::Duration;

use crate::crypto::Algorithm;
use crate::issuer::TokenIssuer;
use crate::token::compact::{decode, encode};
use crate::verify::{Verifier, VerifierBuilder};

const SECRET: &[u8] = super::SECRET;
const RSA_PUBLIC: &str = include_str!("../../token/testdata/rsa.public.pem");
const RSA_PRIVATE: &str = include_str!("../../token/testdata/rsa.private.pem");
const RSA_SHORT: &str = include_str!("../../token/testdata/rsa1024.public.pem");
const RSA_JWK: &str = include_str!("../../token/testdata/rsa.jwk.json");
const P256_PUBLIC: &str = include_str!("../../token/testdata/p256.public.pem");
const P256_PRIVATE: &str = include_str!("../../token/testdata/p256.private.pem");
const P256_JWK: &str = include_str!("../../token/testdata/p256.jwk.json");
const P384_PUBLIC: &str = include_str!("../../token/testdata/p384.public.pem");
const P521_PUBLIC: &str = include_str!("../../token/testdata/p521.public.pem");
const ED25519_PUBLIC: &str = include_str!("../../token/testdata/ed25519.public.pem");
const SECP256K1_PUBLIC: &str = include_str!("../../token/testdata/secp256k1.public.pem");

const ALL: [Algorithm; 13] = [
    Algorithm::HS256,
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::EdDSA,
    Algorithm::ES512,
    Algorithm::HS384,
    Algorithm::HS512,
];

fn problems(builder: VerifierBuilder) -> Vec<String> {
    match builder.build() {
        Ok(_) => Vec::new(),
        Err(error) => error.problems().collect(),
    }
}

#[track_caller]
fn assert_problem(builder: VerifierBuilder, part: &str) {
    let problems = problems(builder);
    assert!(
        problems.len() == 1 && problems[0].contains(part),
        "{part:?} not in {problems:?}"
    );
}

fn jwk(json: &str) -> VerifierBuilder {
    Verifier::builder().jwk(json)
}

fn pem(algorithm: Algorithm, pem: impl AsRef<[u8]>) -> VerifierBuilder {
    Verifier::builder().public_key_pem(algorithm, pem)
}

#[test]
fn every_problem_is_named_at_once() {
    let error = Verifier::builder()
        .hs256("short")
        .public_key_pem(Algorithm::RS256, "not a key")
        .jwk("{}")
        .issuer("")
        .audience("")
        .token_type("application/")
        .leeway(Duration::from_secs(301))
        .build()
        .unwrap_err();
    assert_eq!(error.problems().len(), 8);
    let text = error.to_string();
    for part in [
        "mixed", "key 1", "5 bytes", "key 2", "key 3", "issuer", "audience", "type", "300",
    ] {
        assert!(text.contains(part), "{part:?} not in {text}");
    }
}

#[test]
fn a_verifier_has_keys_but_not_too_many_and_of_one_kind() {
    assert_problem(Verifier::builder(), "no key");
    let many = (0..17).fold(Verifier::builder(), |builder, _| builder.hs256(SECRET));
    assert_problem(many, "17 keys");
    assert_problem(Verifier::builder().hs256(SECRET).jwk(P256_JWK), "mixed");
    let named = P256_JWK.replacen('{', r#"{"kid":"a","#, 1);
    assert_problem(Verifier::builder().jwk(&named).jwk(&named), "key 2");
}

#[test]
fn a_secret_has_as_many_bytes_as_the_hash() {
    for length in [0, 1, 31] {
        assert_problem(
            Verifier::builder().hs256(vec![7; length]),
            "fewer than the 32",
        );
        assert!(TokenIssuer::hs256(vec![7; length]).is_err());
    }
    assert!(Verifier::hs256([7; 32]).is_ok());
    let builder = Verifier::builder;
    assert_problem(
        builder().hs384([7; 47]),
        "HS384 secret has 47 bytes, fewer than the 48",
    );
    assert_problem(
        builder().hs512([7; 63]),
        "HS512 secret has 63 bytes, fewer than the 64",
    );
    assert!(problems(builder().hs384([7; 48]).hs512([7; 64])).is_empty());
    for asked in [
        VerifierBuilder::hs256,
        VerifierBuilder::hs384,
        VerifierBuilder::hs512,
    ] {
        assert_problem(asked(builder(), RSA_PUBLIC), "PEM");
    }
}

#[test]
fn leeway_ends_at_the_cap() {
    let with = |seconds| {
        Verifier::builder()
            .hs256(SECRET)
            .leeway(Duration::from_secs(seconds))
    };
    assert!(problems(with(300)).is_empty());
    assert_problem(with(301), "300 seconds");
    assert_problem(
        Verifier::builder().hs256(SECRET).leeway(Duration::MAX),
        "300 seconds",
    );
}

#[test]
fn a_pem_fits_its_algorithm_and_no_other() {
    for (key, fits) in [
        (RSA_PUBLIC, &ALL[1..7]),
        (P256_PUBLIC, &[Algorithm::ES256]),
        (P384_PUBLIC, &[Algorithm::ES384]),
        (ED25519_PUBLIC, &[Algorithm::EdDSA]),
        #[cfg(feature = "aws_lc_rs")]
        (P521_PUBLIC, &[Algorithm::ES512]),
    ] {
        for algorithm in ALL {
            let problems = problems(pem(algorithm, key));
            assert_eq!(
                problems.is_empty(),
                fits.contains(&algorithm),
                "{algorithm}"
            );
        }
    }
    for algorithm in [Algorithm::HS256, Algorithm::HS384, Algorithm::HS512] {
        assert_problem(pem(algorithm, RSA_PUBLIC), "no public key");
    }
    #[cfg(not(feature = "aws_lc_rs"))]
    assert_problem(pem(Algorithm::ES512, P521_PUBLIC), "`aws_lc_rs`");
    assert_problem(pem(Algorithm::ES256, SECP256K1_PUBLIC), "ES256");
}

#[test]
fn an_rsa_key_that_is_too_short_is_refused() {
    assert_problem(pem(Algorithm::RS256, RSA_SHORT), "1024 bits");
    let short = r#"{"kty":"RSA","alg":"RS256","e":"AQAB","n":"AQAB"}"#;
    assert_problem(jwk(short), "17 bits");
}

#[test]
fn an_rsa_key_that_the_library_cannot_use_is_refused() {
    let of_bytes = |length: usize| {
        let modulus = encode(vec![0xFF; length]);
        jwk(&format!(
            r#"{{"kty":"RSA","alg":"PS256","e":"AQAB","n":"{modulus}"}}"#
        ))
    };
    assert!(problems(of_bytes(512)).is_empty());
    assert_eq!(
        problems(of_bytes(513)).is_empty(),
        cfg!(feature = "aws_lc_rs")
    );
    assert_problem(of_bytes(1025), "8200 bits");
}

#[test]
fn a_pem_is_one_public_key() {
    for text in [
        "",
        "x",
        "-----BEGIN PUBLIC KEY-----",
        RSA_PRIVATE,
        P256_PRIVATE,
        &RSA_PUBLIC.replace("PUBLIC KEY", "CERTIFICATE"),
        &format!("{P256_PUBLIC}{RSA_PUBLIC}"),
        &format!("{P256_PUBLIC}{P256_PRIVATE}"),
        &"-----BEGIN PUBLIC KEY-----\nMIIB".repeat(500),
    ] {
        for algorithm in ALL {
            assert_eq!(
                problems(pem(algorithm, text)).len(),
                1,
                "{algorithm} {text}"
            );
        }
    }
    for bytes in [
        &b"\xFF\xFE"[..],
        &[0; 10_000],
        b"-----BEGIN PUBLIC KEY-----\n\xFF",
    ] {
        assert_eq!(problems(pem(Algorithm::RS256, bytes)).len(), 1);
    }
}

#[test]
fn a_broken_pem_body_never_panics() {
    for (algorithm, key) in [
        (Algorithm::RS256, RSA_PUBLIC),
        (Algorithm::ES256, P256_PUBLIC),
        (Algorithm::ES384, P384_PUBLIC),
        (Algorithm::EdDSA, ED25519_PUBLIC),
    ] {
        for at in 0..key.trim_end().len() {
            for byte in [b'A', b'/', b'\n'] {
                let mut broken = key.as_bytes().to_vec();
                broken[at] = byte;
                let _ = problems(pem(algorithm, &broken));
                broken.truncate(at);
                assert!(!problems(pem(algorithm, &broken)).is_empty());
            }
        }
    }
}

#[test]
fn a_jwk_is_public_and_for_verifying() {
    assert!(problems(jwk(P256_JWK)).is_empty());
    let with = |member: &str| jwk(&P256_JWK.replacen('{', &format!("{{{member},"), 1));
    assert!(
        problems(with(
            r#""use":"sig","key_ops":["verify"],"kid":"a","own":{}"#
        ))
        .is_empty()
    );
    assert_problem(with(r#""use":"enc""#), "use");
    assert_problem(with(r#""use":"SIG""#), "use");
    assert_problem(with(r#""key_ops":["sign"]"#), "key_ops");
    assert_problem(with(r#""key_ops":[]"#), "key_ops");
    assert_problem(with(r#""d":"AAAA""#), "private");
    assert_problem(with(r#""kid":1"#), "not a JWK");
    assert_problem(with(r#""kty":"EC""#), "not a JWK");
    assert_problem(
        jwk(r#"{"kty":"oct","k":"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY"}"#),
        "secret",
    );
    for json in ["", "[]", "null", "{}", r#"{"kty":1}"#, P256_PUBLIC] {
        assert_problem(jwk(json), "not a JWK");
    }
}

#[test]
fn a_jwk_has_one_algorithm() {
    let with = |json: &str, alg: &str| json.replacen('{', &format!(r#"{{"alg":"{alg}","#), 1);
    assert_problem(jwk(RSA_JWK), "jwk_with");
    assert!(problems(jwk(&with(RSA_JWK, "PS256"))).is_empty());
    assert_problem(jwk(&with(RSA_JWK, "ES256")), "ES256");
    assert_problem(jwk(&with(RSA_JWK, "HS256")), "HS256");
    assert_problem(jwk(&with(RSA_JWK, "RSA-OAEP")), "not a supported algorithm");
    assert_problem(jwk(&with(P256_JWK, "ES384")), "ES384");
    assert_problem(jwk(&with(P256_JWK, "none")), "not a supported algorithm");
    let asked = |algorithm, json: &str| Verifier::builder().jwk_with(algorithm, json);
    assert_problem(
        asked(Algorithm::RS256, &with(RSA_JWK, "PS256")),
        "PS256, not RS256",
    );
    assert_problem(asked(Algorithm::ES384, P256_JWK), "ES256, not ES384");
    assert_problem(asked(Algorithm::HS256, RSA_JWK), "HS256");
    assert_problem(asked(Algorithm::EdDSA, RSA_JWK), "EdDSA");
}

#[test]
fn a_jwk_with_broken_numbers_is_refused_without_panic() {
    let full = "A".repeat(43);
    for (crv, x, y) in [
        ("P-256", "", ""),
        ("P-256", "AAAA", "AAAA"),
        ("P-256", full.as_str(), full.as_str()),
        ("P-256", full.as_str(), &"A".repeat(42)),
        ("P-384", full.as_str(), full.as_str()),
        ("P-256", "=", "="),
        ("P-521", full.as_str(), full.as_str()),
        ("P-512", full.as_str(), full.as_str()),
        ("secp256k1", full.as_str(), full.as_str()),
    ] {
        let json = format!(r#"{{"kty":"EC","crv":"{crv}","x":"{x}","y":"{y}"}}"#);
        assert_eq!(problems(jwk(&json)).len(), 1, "{json}");
    }
    // A shift by one byte keeps the sum.
    let (long, short) = ("_".repeat(44), "_".repeat(42));
    assert_problem(
        jwk(&format!(
            r#"{{"kty":"EC","crv":"P-256","x":"{long}","y":"{short}"}}"#
        )),
        "length",
    );
    let shifted: serde_json::Value = serde_json::from_str(P256_JWK).unwrap();
    let member = |name: &str| decode(shifted[name].as_str().unwrap()).unwrap();
    let (mut x, mut y) = (member("x"), member("y"));
    x.push(y.remove(0));
    let json = format!(
        r#"{{"kty":"EC","crv":"P-256","x":"{}","y":"{}"}}"#,
        encode(x),
        encode(y)
    );
    assert_eq!(problems(jwk(&json)).len(), 1);
    for (crv, x) in [
        ("Ed25519", ""),
        ("Ed25519", "AAAA"),
        ("Ed25519", "!"),
        ("Ed448", "AAAA"),
    ] {
        let json = format!(r#"{{"kty":"OKP","crv":"{crv}","x":"{x}"}}"#);
        assert_eq!(problems(jwk(&json)).len(), 1, "{json}");
    }
    for members in [
        "",
        r#","n":"""#,
        r#","n":"","e":"""#,
        r#","n":"AQAB","e":"AQ""#,
    ] {
        assert_eq!(
            problems(jwk(&format!(r#"{{"kty":"RSA","alg":"RS256"{members}}}"#))).len(),
            1
        );
    }
}

#[test]
fn debug_shows_no_key() {
    let text = format!(
        "{:?} {:?} {:?} {:?}",
        Verifier::hs256(SECRET).unwrap(),
        Verifier::builder().hs256(SECRET),
        TokenIssuer::hs256(SECRET).unwrap(),
        Verifier::hs256("0123456789").unwrap_err(),
    );
    assert!(
        !text.contains("0123456789") && !text.contains("48, 49"),
        "{text}"
    );
}

#[test]
fn a_verifier_is_shared_between_threads() {
    fn shared<T: Clone + Send + Sync + 'static>() {}
    shared::<Verifier>();
}
