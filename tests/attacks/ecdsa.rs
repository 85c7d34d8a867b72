//! Signatures of ECDSA that some library has believed.

use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING};
use num_bigint::BigUint;
use scopegate::{Algorithm, TokenError};

use crate::attacks::attack::Attack;
use crate::attacks::forge::{join, testdata};
use crate::attacks::issuer::{Issuer, Key};

/// A curve's order, and the prime of its field, in hexadecimal (FIPS 186-5, SP 800-186).
pub(crate) const P256: [&str; 2] = [
    "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
    "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
];
pub(crate) const P384: [&str; 2] = [
    "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
    "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff",
];

pub(crate) fn number(hex: &str) -> BigUint {
    BigUint::parse_bytes(hex.as_bytes(), 16).unwrap()
}

/// Big-endian, with zeros before it.
pub(crate) fn padded(number: &BigUint, length: usize) -> Vec<u8> {
    let bytes = number.to_bytes_be();
    [vec![0; length.saturating_sub(bytes.len())], bytes].concat()
}

pub(crate) fn attacks() -> Vec<Attack> {
    [(Algorithm::ES256, P256, 32), (Algorithm::ES384, P384, 48)]
        .into_iter()
        .flat_map(|(algorithm, curve, length)| {
            let issuer = Issuer::of(algorithm);
            let blank = blank(&issuer, curve, length);
            [
                blank,
                changed(&issuer, curve, length),
                encoded(&issuer, length),
            ]
            .concat()
        })
        .collect()
}

/// Signatures that need no key.
fn blank(issuer: &Issuer, [order, prime]: [&str; 2], length: usize) -> Vec<Attack> {
    const SOURCE: &str = "CVE-2022-21449, CVE-2022-41340";
    let (order, prime) = (number(order), number(prime));
    let numbers = [
        ("0", BigUint::ZERO),
        ("1", BigUint::from(1u8)),
        ("n", order.clone()),
        ("n-1", &order - 1u8),
        ("n+1", &order + 1u8),
        ("p", prime.clone()),
        ("p-1", prime - 1u8),
        ("2^k-1", (BigUint::from(1u8) << (8 * length)) - 1u8),
    ];
    let signed = issuer.signed();
    let pairs = numbers
        .iter()
        .flat_map(|r| numbers.iter().map(move |s| (r, s)));
    pairs
        .map(|((r_name, r), (s_name, s))| {
            let token = join(&signed, [padded(r, length), padded(s, length)].concat());
            let name = format!("r = {r_name}, s = {s_name}");
            issuer.attack(&name, SOURCE, token, TokenError::Signature)
        })
        .collect()
}

/// An honest signature whose numbers are replaced or mean the same in the group.
fn changed(issuer: &Issuer, [order, _]: [&str; 2], length: usize) -> Vec<Attack> {
    const SOURCE: &str = "CVE-2020-14966, FIPS 186-5 section 6.4.2";
    let order = number(order);
    let signed = issuer.signed();
    let good = issuer.key.sign(signed.as_bytes());
    let (r, s) = good.split_at(length);
    let (big_r, big_s) = (BigUint::from_bytes_be(r), BigUint::from_bytes_be(s));
    let zero = vec![0; length];
    let n = padded(&order, length);
    let wide = |number: &BigUint| padded(number, length + 1);
    [
        ("r and s exchanged", [s, r].concat()),
        ("s = 0", [r, &zero].concat()),
        ("r = 0", [&zero, s].concat()),
        ("s = n", [r, &n].concat()),
        ("r = n", [&n, s].concat()),
        ("r twice", [r, r].concat()),
        (
            "n - r",
            [padded(&(&order - &big_r), length), s.to_vec()].concat(),
        ),
        ("r + n", [wide(&(&big_r + &order)), wide(&big_s)].concat()),
        ("s + n", [wide(&big_r), wide(&(&big_s + &order))].concat()),
        (
            "s + n beside a short r",
            [r.to_vec(), wide(&(&big_s + &order))].concat(),
        ),
        ("a zero before each number", [&[0], r, &[0], s].concat()),
        ("a zero before s", [r, &[0], s].concat()),
        (
            "a zero after r",
            [r, &[0], s].concat().into_iter().chain([0]).collect(),
        ),
        ("only r", r.to_vec()),
        ("only s", s.to_vec()),
    ]
    .map(|(name, signature)| {
        issuer.attack(
            name,
            SOURCE,
            join(&signed, signature),
            TokenError::Signature,
        )
    })
    .to_vec()
}

/// In DER, as TLS and X.509 have it; RFC 7518 section 3.4 has the two numbers side by side.
fn encoded(issuer: &Issuer, length: usize) -> Vec<Attack> {
    const SOURCE: &str = "RFC 7518 section 3.4, CVE-2024-42461, CVE-2020-13822";
    let (pem, algorithm) = match issuer.algorithm {
        Algorithm::ES256 => (
            testdata!("p256.private.pem"),
            &ECDSA_P256_SHA256_ASN1_SIGNING,
        ),
        _ => (
            testdata!("p384.private.pem"),
            &ECDSA_P384_SHA384_ASN1_SIGNING,
        ),
    };
    let signed = issuer.signed();
    let der = Key::ec(pem, algorithm).sign(signed.as_bytes());
    let blank = [0x30, 6, 2, 1, 0, 2, 1, 0];
    let mut long_form = vec![0x30, 0x81];
    long_form.extend(&der[1..]);
    let mut fitting = der.clone();
    fitting.resize(2 * length, 0);
    [
        ("DER", der),
        ("DER of the right length", fitting),
        ("BER with a long length", long_form),
        ("DER of zeros", blank.to_vec()),
        ("an empty sequence", vec![0x30, 0]),
    ]
    .map(|(name, signature)| {
        issuer.attack(
            name,
            SOURCE,
            join(&signed, signature),
            TokenError::Signature,
        )
    })
    .to_vec()
}
