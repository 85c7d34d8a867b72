//! Keys with which anyone can sign.

use crate::crypto::Algorithm;
use crate::issuer::TokenIssuer;
use crate::token::compact::{decode, encode};
use crate::verify::Verifier;

const RSA_JWK: &str = include_str!("../../token/testdata/rsa.jwk.json");
const ED25519_JWK: &str = include_str!("../../token/testdata/ed25519.jwk.json");

fn problem(algorithm: Algorithm, jwk: &str) -> Option<String> {
    let error = Verifier::builder().jwk_with(algorithm, jwk).build().err()?;
    error.problems().next()
}

fn ed25519(x: [u8; 32]) -> String {
    format!(r#"{{"kty":"OKP","crv":"Ed25519","x":"{}"}}"#, encode(x))
}

/// For such a key, `R` = 1 and `S` = 0 is a valid signature of every message, or of one in eight.
#[test]
fn an_ed25519_key_of_small_order_is_refused() {
    let of = |first: u8, middle: u8, last: u8| {
        let mut point = [middle; 32];
        (point[0], point[31]) = (first, last);
        point
    };
    let order_8 = [
        "JuiVj8KyJ7BFw_SJ8u-Y8NXfrAXTxjM5sTgCiG1T_AU",
        "xxdqcD1N2E-6PAt2DRBnDyogU_osOczGTsf9d5KsA3o",
    ];
    let order_8 = order_8.map(|x| decode(x).unwrap().try_into().unwrap());
    for point in [
        of(0, 0, 0),
        of(1, 0, 0),
        of(0xEC, 0xFF, 0x7F),
        of(0xED, 0xFF, 0x7F),
        of(0xEE, 0xFF, 0x7F),
        order_8[0],
        order_8[1],
    ] {
        for sign in [0, 0x80] {
            let mut point: [u8; 32] = point;
            point[31] |= sign;
            let problem = problem(Algorithm::EdDSA, &ed25519(point)).unwrap();
            assert!(problem.contains("small order"), "{problem}");
        }
    }
    assert_eq!(problem(Algorithm::EdDSA, ED25519_JWK), None);
}

#[test]
fn an_rsa_modulus_that_two_divides_is_refused() {
    let jwk: serde_json::Value = serde_json::from_str(RSA_JWK).unwrap();
    let modulus = jwk["n"].as_str().unwrap();
    let mut bytes = decode(modulus).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    let even = RSA_JWK.replace(modulus, &encode(bytes));
    let problem = problem(Algorithm::RS256, &even).unwrap();
    assert!(problem.contains("even"), "{problem}");
}

/// CVE-2026-34950: a check of only the first characters can be bypassed with a space.
#[test]
fn a_public_key_in_any_form_is_no_secret() {
    const PEM: &str = include_str!("../../token/testdata/rsa.public.pem");
    let der = |pem: &str| {
        let lines = pem.lines().filter(|line| !line.starts_with("-----"));
        let text = lines
            .collect::<String>()
            .replace('+', "-")
            .replace('/', "_");
        decode(text.trim_end_matches('=')).unwrap()
    };
    for secret in [
        PEM.as_bytes(),
        format!("\u{FEFF}{PEM}").as_bytes(),
        format!("# the key of our issuer\n{PEM}").as_bytes(),
        RSA_JWK.as_bytes(),
        format!(" {ED25519_JWK}").as_bytes(),
        format!(r#"{{"keys":[{ED25519_JWK}]}}"#).as_bytes(),
        b"ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ== user@host",
        b"ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTY= user@host",
        &der(PEM),
        &der(include_str!("../../token/testdata/rsa.pkcs1.public.pem")),
        &der(include_str!("../../token/testdata/p256.public.pem")),
        &der(include_str!("../../token/testdata/p384.public.pem")),
        &der(include_str!("../../token/testdata/ed25519.public.pem")),
    ] {
        let text = secret.escape_ascii();
        let error = Verifier::hs256(secret).unwrap_err();
        assert!(error.to_string().contains("public_key_pem"), "{text}");
        assert!(TokenIssuer::hs256(secret).is_err(), "{text}");
    }
}

#[test]
fn what_only_resembles_a_key_is_a_secret() {
    let long_sequence = [&[0x30, 0x2A, 0x30, 5, 6][..], &[7; 40]].concat();
    for secret in [
        &b"0123456789abcdef0123456789abcdef"[..],
        b"0*0123456789abcdef0123456789abcdef0123456789",
        b"{a secret that begins like JSON, and is none}",
        b"ssh, this is a secret of some thirty bytes",
        b"-----begin with a dash, and go on in small letters",
        &long_sequence,
        &[0x30; 64],
        &[0x30, 0x82, 0x30, 0x82].repeat(16),
    ] {
        assert!(Verifier::hs256(secret).is_ok(), "{}", secret.escape_ascii());
    }
}
