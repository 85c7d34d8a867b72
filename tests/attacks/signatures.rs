//! Signatures that are missing, cut, stretched, blank, changed or someone else's, for every algorithm.

use num_bigint::BigUint;
use scopegate::TokenError;

use crate::attacks::attack::Attack;
use crate::attacks::forge::{claims, encode, encode_standard, join, split};
use crate::attacks::issuer::Issuer;

pub(crate) fn attacks() -> Vec<Attack> {
    Issuer::all()
        .iter()
        .flat_map(|issuer| [forms(issuer), of_others(issuer)].concat())
        .collect()
}

fn forms(issuer: &Issuer) -> Vec<Attack> {
    const SHAPE: &str = "RFC 7515 section 5.2";
    let signed = issuer.signed();
    let good = issuer.key.sign(signed.as_bytes());
    let length = good.len();
    let flipped = |at: usize| {
        let mut signature = good.clone();
        signature[at] ^= 1;
        signature
    };
    let hex = format!("{:x}", BigUint::from_bytes_be(&good));
    let reversed: Vec<_> = good.iter().rev().copied().collect();
    [
        ("no signature", "CVE-2020-28042", Vec::new()),
        ("one byte", SHAPE, good[..1].to_vec()),
        ("the first half", SHAPE, good[..length / 2].to_vec()),
        ("the second half", SHAPE, good[length / 2..].to_vec()),
        ("without its last byte", SHAPE, good[..length - 1].to_vec()),
        ("without its first byte", SHAPE, good[1..].to_vec()),
        ("with a zero after it", SHAPE, [&good[..], &[0]].concat()),
        (
            "with a zero before it",
            "CVE-2020-14968",
            [&[0], &good[..]].concat(),
        ),
        ("twice", SHAPE, [&good[..], &good].concat()),
        ("reversed", SHAPE, reversed),
        ("all zero", "CVE-2022-21449", vec![0; length]),
        ("all ones", SHAPE, vec![0xFF; length]),
        ("one zero", SHAPE, vec![0]),
        ("zeros of 4 KiB", SHAPE, vec![0; 4096]),
        ("first bit changed", SHAPE, flipped(0)),
        ("middle bit changed", SHAPE, flipped(length / 2)),
        ("last bit changed", SHAPE, flipped(length - 1)),
        ("base64 of it", SHAPE, encode(&good).into_bytes()),
        (
            "standard base64 of it",
            SHAPE,
            encode_standard(&good).into_bytes(),
        ),
        ("hexadecimal of it", SHAPE, hex.into_bytes()),
        ("what it signs", SHAPE, signed.clone().into_bytes()),
    ]
    .map(|(name, source, signature)| {
        let token = join(&signed, signature);
        issuer.attack(name, source, token, TokenError::Signature)
    })
    .to_vec()
}

/// Parts of two honest tokens.
fn of_others(issuer: &Issuer) -> Vec<Attack> {
    const SOURCE: &str = "RFC 8725 section 3.3";
    let mine = issuer.key.token(issuer.header(""), claims(""));
    let theirs = issuer
        .key
        .token(issuer.header(r#","kid":"x""#), claims(r#","admin":true"#));
    let ([mh, mp, ms], [th, tp, ts]) = (split(&mine), split(&theirs));
    let swapped_dot = format!("{mh}{}.{}.{ms}", &mp[..4], &mp[4..]);
    [
        (
            "another header",
            format!("{th}.{mp}.{ms}"),
            TokenError::Signature,
        ),
        (
            "another payload",
            format!("{mh}.{tp}.{ms}"),
            TokenError::Signature,
        ),
        (
            "another signature",
            format!("{mh}.{mp}.{ts}"),
            TokenError::Signature,
        ),
        (
            "header for payload",
            format!("{mh}.{mh}.{ms}"),
            TokenError::Signature,
        ),
        (
            "payload for header",
            format!("{mp}.{mp}.{ms}"),
            TokenError::Algorithm,
        ),
        (
            "parts in the other order",
            format!("{mp}.{mh}.{ms}"),
            TokenError::Algorithm,
        ),
        ("the dot moved", swapped_dot, TokenError::Malformed),
    ]
    .map(|(name, token, error)| issuer.attack(name, SOURCE, token, error))
    .to_vec()
}
