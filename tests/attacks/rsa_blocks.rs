//! Raw RSA: any block under the private key, and blocks under a small exponent without one.

use aws_lc_rs::digest::{self, digest};
use num_bigint::BigUint;
use serde_json::Value;

use crate::attacks::ecdsa::padded;
use crate::attacks::forge::{decode, der, testdata};

/// Bytes of the modulus.
pub(crate) const LENGTH: usize = 256;

/// The key's modulus, and its two primes.
pub(crate) struct Numbers {
    pub(crate) n: BigUint,
    p: BigUint,
    q: BigUint,
}

impl Numbers {
    pub(crate) fn read() -> Self {
        let jwk: Value = serde_json::from_str(testdata!("rsa.jwk.json")).unwrap();
        let n = BigUint::from_bytes_be(&decode(jwk["n"].as_str().unwrap()));
        // PKCS#8 has 26 bytes before the PKCS#1 key, whose numbers are version, n, e, d, p, q and more.
        let numbers = integers(&der(testdata!("rsa.private.pem"))[26..]);
        let [p, q] = [numbers[4].clone(), numbers[5].clone()];
        assert!(&p * &q == n);
        Self { n, p, q }
    }

    /// The block to the power of the private exponent that belongs to `e`.
    pub(crate) fn sign(&self, e: u32, block: &[u8]) -> Vec<u8> {
        let order = (&self.p - 1u8) * (&self.q - 1u8);
        let d = BigUint::from(e).modinv(&order).unwrap();
        padded(&BigUint::from_bytes_be(block).modpow(&d, &self.n), LENGTH)
    }
}

/// The INTEGERs of a DER sequence.
fn integers(der: &[u8]) -> Vec<BigUint> {
    let (_, mut rest) = element(der);
    let mut numbers = Vec::new();
    while !rest.is_empty() {
        let (after, content) = element(rest);
        numbers.push(BigUint::from_bytes_be(content));
        rest = after;
    }
    numbers
}

/// What comes after a DER element, and its content.
fn element(der: &[u8]) -> (&[u8], &[u8]) {
    let (start, length) = match der[1] {
        0x81 => (3, usize::from(der[2])),
        0x82 => (4, usize::from(u16::from_be_bytes([der[2], der[3]]))),
        short => (2, usize::from(short)),
    };
    let (element, after) = der.split_at(start + length);
    (after, &element[start..])
}

/// `DigestInfo` up to the hash (RFC 8017 section 9.2).
pub(crate) const SHA256: &[u8] = &[
    0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05,
    0x00, 0x04, 0x20,
];

pub(crate) fn sha256(message: &str) -> Vec<u8> {
    digest(&digest::SHA256, message.as_bytes())
        .as_ref()
        .to_vec()
}

/// `DigestInfo` with the hash.
pub(crate) fn info(message: &str) -> Vec<u8> {
    [SHA256, &sha256(message)].concat()
}

/// A block of that type, padded with that byte.
pub(crate) fn block(kind: u8, padding: u8, info: &[u8]) -> Vec<u8> {
    let padding = vec![padding; LENGTH - 3 - info.len()];
    [&[0, kind], &padding[..], &[0], info].concat()
}

/// Eight bytes of padding, and whatever fits after the hash.
pub(crate) fn with_garbage(padding: usize, info: &[u8], garbage: u8) -> Vec<u8> {
    let mut block = [&[0, 1], &vec![0xFF; padding][..], &[0], info].concat();
    block.resize(LENGTH, garbage);
    block
}

/// A number whose cube begins with what a block has to begin with: a signature for `e` = 3 that no key made.
pub(crate) fn cube_root(info: &[u8]) -> Vec<u8> {
    let wanted = with_garbage(8, info, 0);
    let root = BigUint::from_bytes_be(&wanted).cbrt() + 1u8;
    let cube = padded(&root.pow(3), LENGTH);
    let fixed = 2 + 8 + 1 + info.len();
    assert_eq!(cube[..fixed], wanted[..fixed]);
    padded(&root, LENGTH)
}
