//! Signatures of Ed25519 that some library has believed.

use num_bigint::BigUint;
use scopegate::{Algorithm, TokenError};

use crate::attacks::attack::Attack;
use crate::attacks::forge::{der, join};
use crate::attacks::issuer::Issuer;

/// The order of the group, 2^252 + 27742317777372353535851937790883648493 (RFC 8032 section 5.1).
fn order() -> BigUint {
    let low: BigUint = "27742317777372353535851937790883648493".parse().unwrap();
    (BigUint::from(1u8) << 252) + low
}

/// Little-endian, of 32 bytes.
fn scalar(number: &BigUint) -> Vec<u8> {
    let mut bytes = number.to_bytes_le();
    bytes.resize(32, 0);
    bytes
}

pub(crate) fn attacks() -> Vec<Attack> {
    let issuer = Issuer::of(Algorithm::EdDSA);
    let signed = issuer.signed();
    let good = issuer.key.sign(signed.as_bytes());
    let (r, s) = good.split_at(32);
    let big_s = BigUint::from_bytes_le(s);
    let plus = |times: u8| [r, &scalar(&(&big_s + order() * times))].concat();
    let high_bit = |at: usize| {
        let mut signature = good.clone();
        signature[at] ^= 0x80;
        signature
    };
    let zero = [0; 32];
    let public = der(issuer.pem).split_off(12);
    let mut attacks = vec![
        ("S + L", "RFC 8032 section 5.1.7, CVE-2024-48949", plus(1)),
        ("S + 2 L", "RFC 8032 section 5.1.7", plus(2)),
        ("S + 8 L", "Taming the many EdDSAs, case 6", plus(8)),
        (
            "S = L",
            "RFC 8032 section 5.1.7",
            [r, &scalar(&order())].concat(),
        ),
        ("S = 0", "CVE-2024-48949", [r, &zero].concat()),
        (
            "L - S",
            "RFC 8032 section 5.1.7",
            [r, &scalar(&(order() - &big_s))].concat(),
        ),
        ("top bit of S", "CVE-2024-48949", high_bit(63)),
        ("sign bit of R", "RFC 8032 section 5.1.3", high_bit(31)),
        (
            "R and S exchanged",
            "RFC 8032 section 5.1.6",
            [s, r].concat(),
        ),
        (
            "the public key as R",
            "Double public key signing oracle, 2022",
            [&public, s].concat(),
        ),
        (
            "a zero after each number",
            "Wycheproof, SignatureWithGarbage",
            [r, &[0], s, &[0]].concat(),
        ),
    ];
    for (name, point) in crate::attacks::configuration::SMALL_ORDER {
        let point = point.to_vec();
        let source = "Taming the many EdDSAs, cases 0 to 2";
        attacks.push((name, source, [&point[..], &zero].concat()));
    }
    attacks
        .into_iter()
        .map(|(name, source, signature)| {
            issuer.attack(
                name,
                source,
                join(&signed, signature),
                TokenError::Signature,
            )
        })
        .collect()
}
