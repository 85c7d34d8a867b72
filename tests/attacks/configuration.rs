//! Keys under which anyone can sign: no verifier is built from one.

use num_bigint::BigUint;
use scopegate::{Algorithm, Verifier};
use serde_json::Value;

use crate::attacks::forge::{decode, der, encode, testdata};

const fn point(first: [u8; 2], middle: u8, last: u8) -> [u8; 32] {
    let mut bytes = [middle; 32];
    bytes[0] = first[0];
    bytes[1] = first[1];
    bytes[31] = last;
    bytes
}

/// The y-coordinates of points with order 8.
const ORDER_8: [[u8; 32]; 2] = [
    [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98,
        0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53,
        0xfc, 0x05,
    ],
    [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67,
        0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac,
        0x03, 0x7a,
    ],
];

/// The points of Ed25519 whose multiples are at most eight, in every encoding that a lenient reader takes.
pub(crate) const SMALL_ORDER: [(&str, [u8; 32]); 14] = [
    ("order 1", point([1, 0], 0, 0)),
    ("order 1, with a sign", point([1, 0], 0, 0x80)),
    ("order 1, as p + 1", point([0xEE, 0xFF], 0xFF, 0x7F)),
    (
        "order 1, as p + 1 with a sign",
        point([0xEE, 0xFF], 0xFF, 0xFF),
    ),
    ("order 2", point([0xEC, 0xFF], 0xFF, 0x7F)),
    ("order 2, with a sign", point([0xEC, 0xFF], 0xFF, 0xFF)),
    ("order 4", point([0, 0], 0, 0)),
    ("order 4, with a sign", point([0, 0], 0, 0x80)),
    ("order 4, as p", point([0xED, 0xFF], 0xFF, 0x7F)),
    ("order 4, as p with a sign", point([0xED, 0xFF], 0xFF, 0xFF)),
    ("order 8", ORDER_8[0]),
    ("order 8, with a sign", negative(ORDER_8[0])),
    ("order 8, the other", ORDER_8[1]),
    ("order 8, the other with a sign", negative(ORDER_8[1])),
];

const fn negative(mut point: [u8; 32]) -> [u8; 32] {
    point[31] |= 0x80;
    point
}

/// Whether a verifier comes of it.
fn builds(algorithm: Algorithm, jwk: &str) -> bool {
    Verifier::builder().jwk_with(algorithm, jwk).build().is_ok()
}

/// With `S` = 0 and `R` = the neutral element, some or all messages verify ("Taming the many `EdDSAs`", case 0).
#[test]
fn a_public_key_of_small_order_is_refused() {
    let jwk = |x: &[u8]| format!(r#"{{"kty":"OKP","crv":"Ed25519","x":"{}"}}"#, encode(x));
    for (name, point) in SMALL_ORDER {
        assert!(!builds(Algorithm::EdDSA, &jwk(&point)), "{name}");
    }
    assert!(builds(Algorithm::EdDSA, testdata!("ed25519.jwk.json")));
}

/// A modulus as the broken generator makes them: a power of 65537, in respect of every small prime (ROCA,
/// CVE-2017-15361; Wycheproof, `rejectsKeyWithRocaVulnerability`).
#[test]
fn an_rsa_key_of_a_broken_generator_is_refused() {
    let weak = BigUint::from(65537u32).pow(128);
    let other = &weak + 2u8;
    assert!(!builds(
        Algorithm::RS256,
        &rsa(&weak.to_bytes_be(), &[1, 0, 1])
    ));
    assert!(builds(
        Algorithm::RS256,
        &rsa(&other.to_bytes_be(), &[1, 0, 1])
    ));
}

fn rsa(n: &[u8], e: &[u8]) -> String {
    format!(r#"{{"kty":"RSA","n":"{}","e":"{}"}}"#, encode(n), encode(e))
}

/// With an exponent of 1 every block is its own signature (Wycheproof, `rejectsPublicExponent1`); 1024 bits can be
/// factored (RFC 7518 section 3.3), and so can an even number.
#[test]
fn an_rsa_key_that_proves_nothing_is_refused() {
    let jwk: Value = serde_json::from_str(testdata!("rsa.jwk.json")).unwrap();
    let n = decode(jwk["n"].as_str().unwrap());
    let mut even = n.clone();
    *even.last_mut().unwrap() &= 0xFE;
    for algorithm in [Algorithm::RS256, Algorithm::PS256] {
        for e in [
            &[][..],
            &[0],
            &[1],
            &[0, 1],
            &[2],
            &[4],
            &[1, 0, 0],
            &[0xFF; 5],
            &n,
        ] {
            assert!(!builds(algorithm, &rsa(&n, e)), "e = {e:?}");
        }
        for n in [
            &[][..],
            &[0],
            &[1],
            &[3],
            &n[..64],
            &n[..128],
            &n[..255],
            &[0; 256],
            &even,
        ] {
            assert!(
                !builds(algorithm, &rsa(n, &[1, 0, 1])),
                "n of {} bytes",
                n.len()
            );
        }
        assert!(builds(algorithm, &rsa(&n, &[1, 0, 1])));
        assert!(builds(algorithm, &rsa(&n, &[3])));
    }
}

/// An invalid curve makes the order small, and zero is no point (CVE-2018-5383, RFC 8725 section 3.4).
#[test]
fn a_point_off_its_curve_is_refused() {
    for (algorithm, crv, size, own, other) in [
        (
            Algorithm::ES256,
            "P-256",
            32,
            testdata!("p256.jwk.json"),
            testdata!("p256_other.jwk.json"),
        ),
        (
            Algorithm::ES384,
            "P-384",
            48,
            testdata!("p384.jwk.json"),
            testdata!("p384.jwk.json"),
        ),
        (
            Algorithm::ES512,
            "P-521",
            66,
            testdata!("p521.jwk.json"),
            testdata!("p521.jwk.json"),
        ),
    ] {
        let member = |jwk: &str, name: &str| {
            let jwk: Value = serde_json::from_str(jwk).unwrap();
            decode(jwk[name].as_str().unwrap())
        };
        let jwk = |x: &[u8], y: &[u8]| {
            format!(
                r#"{{"kty":"EC","crv":"{crv}","x":"{}","y":"{}"}}"#,
                encode(x),
                encode(y)
            )
        };
        let (x, y) = (member(own, "x"), member(own, "y"));
        let mut off = y.clone();
        off[size - 1] ^= 1;
        let (zero, ones) = (vec![0; size], vec![0xFF; size]);
        let foreign = member(other, "x");
        for (x, y) in [
            (&x, &off),
            (&zero, &zero),
            (&ones, &ones),
            (&x, &zero),
            (&zero, &y),
            (&y, &x),
            (&foreign, &x),
            (&x, &y[1..].to_vec()),
            (&[&[1], &x[..]].concat(), &y),
            (&[&x[..], &[0]].concat(), &y),
            (&[&x[..], &y[..1]].concat(), &y[1..].to_vec()),
            (&vec![], &y),
        ] {
            assert!(!builds(algorithm, &jwk(x, y)), "{algorithm}");
        }
        assert!(builds(algorithm, &jwk(&x, &y)));
        assert!(builds(algorithm, &jwk(&[&[0], &x[..]].concat(), &y)));
    }
}

/// Whoever passes a public key as a secret lets everyone sign (CVE-2023-48223, CVE-2026-34950: a space before the
/// PEM was enough; CVE-2024-33663, CVE-2022-29217: other forms were not noticed).
#[test]
fn a_public_key_is_no_secret() {
    for (pem, jwk) in [
        (testdata!("rsa.public.pem"), testdata!("rsa.jwk.json")),
        (testdata!("p256.public.pem"), testdata!("p256.jwk.json")),
        (testdata!("p384.public.pem"), testdata!("p384.jwk.json")),
        (
            testdata!("ed25519.public.pem"),
            testdata!("ed25519.jwk.json"),
        ),
        (
            testdata!("rsa.private.pem"),
            testdata!("p256_other.jwk.json"),
        ),
        (
            testdata!("rsa.pkcs1.public.pem"),
            testdata!("p256_other.jwk.json"),
        ),
    ] {
        for secret in [
            pem.to_owned(),
            format!(" {pem}"),
            format!("\n\t{pem}"),
            format!("\u{FEFF}{pem}"),
            format!("our key:\n{pem}"),
            pem.replace('\n', "\r\n"),
            pem.replace('\n', ""),
            jwk.to_owned(),
            format!(r#" {{"keys":[{jwk}]}}"#),
        ] {
            assert!(Verifier::hs256(&secret).is_err(), "{secret}");
        }
        if pem.contains("PUBLIC") {
            assert!(Verifier::hs256(der(pem)).is_err(), "the DER of {pem}");
        }
    }
    assert!(Verifier::hs256(crate::attacks::issuer::SECRET).is_ok());
}

/// Blank and short secrets can be guessed (CVE-2019-20933, RFC 7518 section 3.2).
#[test]
fn a_secret_of_fewer_than_32_bytes_is_refused() {
    for secret in ["", " ", "secret", "your-256-bit-secret", &"a".repeat(31)] {
        assert!(Verifier::hs256(secret).is_err(), "{secret:?}");
    }
    assert!(Verifier::hs256("a".repeat(32)).is_ok());
}
