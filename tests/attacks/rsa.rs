//! Signatures of RSA that some library has believed.

use aws_lc_rs::digest::{self, digest};
use num_bigint::BigUint;
use scopegate::{Algorithm, TokenError, Verifier};

use crate::attacks::attack::Attack;
use crate::attacks::ecdsa::padded;
use crate::attacks::forge::{claims, join, signed};
use crate::attacks::issuer::{Issuer, RSA};
use crate::attacks::rsa_blocks::{
    LENGTH, Numbers, SHA256, block, cube_root, info, sha256, with_garbage,
};

pub(crate) fn attacks() -> Vec<Attack> {
    let numbers = Numbers::read();
    [
        blocks(&numbers),
        residues(&numbers),
        small_exponent(&numbers),
    ]
    .concat()
}

/// Blocks that are nearly right, each to the private exponent: whoever checks the padding loosely takes them.
fn blocks(numbers: &Numbers) -> Vec<Attack> {
    let issuer = Issuer::of(Algorithm::RS256);
    let signed = issuer.signed();
    let good = block(1, 0xFF, &info(&signed));
    let control = join(&signed, numbers.sign(65537, &good));
    padding(&signed)
        .into_iter()
        .chain(digest_info(&signed))
        .map(|(name, source, block)| {
            let token = join(&signed, numbers.sign(65537, &block));
            let attack = issuer.attack(name, source, token, TokenError::Signature);
            attack.beside(control.clone())
        })
        .collect()
}

type Block = (&'static str, &'static str, Vec<u8>);

fn padding(signed: &str) -> Vec<Block> {
    const FORGERY: &str = "CVE-2006-4339, Bleichenbacher 2006";
    let info = info(signed);
    let good = block(1, 0xFF, &info);
    let with = |at: usize, byte: u8| {
        let mut block = good.clone();
        block[at] = byte;
        block
    };
    let mut unseparated = good.clone();
    unseparated[LENGTH - info.len() - 1] = 0xFF;
    vec![
        ("block type 0", "RFC 8017 section 9.2", block(0, 0, &info)),
        ("block type 2", "CVE-2021-30246", block(2, 0xFF, &info)),
        ("padding of zeros", "CVE-2018-15836", block(1, 0, &info)),
        ("first byte of padding", "CVE-2018-16152", with(2, 0xFE)),
        (
            "last byte of padding",
            "CVE-2018-16152",
            with(LENGTH - info.len() - 2, 0xFE),
        ),
        ("first byte of the block", "CVE-2020-14967", with(0, 1)),
        ("no separator", "RFC 8017 section 9.2", unseparated),
        (
            "no padding and garbage after",
            FORGERY,
            with_garbage(0, &info, 0xAA),
        ),
        (
            "eight bytes of padding and garbage after",
            FORGERY,
            with_garbage(8, &info, 0xAA),
        ),
        (
            "eight bytes of padding and zeros after",
            FORGERY,
            with_garbage(8, &info, 0),
        ),
        (
            "one byte of garbage after",
            FORGERY,
            with_garbage(LENGTH - 4 - info.len(), &info, 0xAA),
        ),
        (
            "nothing but the info",
            "CVE-2016-1494",
            [vec![0; LENGTH - info.len()], info.clone()].concat(),
        ),
        ("garbage before the info", "CVE-2016-1494", {
            let mut block = good.clone();
            block[10..100].fill(0xAA);
            block
        }),
    ]
}

fn digest_info(signed: &str) -> Vec<Block> {
    const BERSERK: &str = "CVE-2014-1568 (BERserk)";
    let hash = sha256(signed);
    let sha1 = digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, signed.as_bytes());
    let sha384 = digest(&digest::SHA384, signed.as_bytes());
    let sha512 = digest(&digest::SHA512, signed.as_bytes());
    let oid = &SHA256[4..15];
    let after = |prefix: &[u8], hash: &[u8]| block(1, 0xFF, &[prefix, hash].concat());
    let of_size = |mut prefix: Vec<u8>, last: u8, size: u8| {
        (prefix[1], prefix[14], prefix[18]) = (17 + size, last, size);
        prefix
    };
    let sha1_prefix = [&[
        0x30, 0x21, 0x30, 9, 6, 5, 0x2b, 0x0e, 3, 2, 0x1a, 5, 0, 4, 0x14,
    ][..]]
    .concat();
    vec![
        ("the hash alone", "CVE-2018-16150", block(1, 0xFF, &hash)),
        (
            "no NULL",
            "RFC 8017 section 9.2",
            after(
                &[&[0x30, 0x2f, 0x30, 0x0b], oid, &[4, 0x20]].concat(),
                &hash,
            ),
        ),
        (
            "garbage for NULL",
            "CVE-2018-16151",
            after(
                &[&[0x30, 0x33, 0x30, 0x0f], oid, &[5, 2, 1, 2, 4, 0x20]].concat(),
                &hash,
            ),
        ),
        (
            "long lengths",
            BERSERK,
            after(
                &[&[0x30, 0x81, 0x32, 0x30, 0x81, 0x0d], oid, &[5, 0, 4, 0x20]].concat(),
                &hash,
            ),
        ),
        (
            "a length of 2^31 bytes",
            BERSERK,
            after(
                &[&[0x30, 0x84, 0x80, 0, 0, 0x31], &SHA256[2..]].concat(),
                &hash,
            ),
        ),
        (
            "an indefinite length",
            BERSERK,
            after(
                &[&[0x30, 0x80], &SHA256[2..]].concat(),
                &[&hash[..], &[0, 0]].concat(),
            ),
        ),
        (
            "a byte after the hash",
            "RFC 8017 section 8.2.2",
            after(SHA256, &[&hash[..], &[0]].concat()),
        ),
        (
            "the hash of another message",
            "RFC 8017 section 8.2.2",
            after(SHA256, &sha256("x")),
        ),
        (
            "the hash cut to 31 bytes",
            "RFC 8017 section 8.2.2",
            after(SHA256, &hash[..31]),
        ),
        (
            "SHA-1",
            "RFC 8725 section 3.2",
            after(&sha1_prefix, sha1.as_ref()),
        ),
        (
            "SHA-384",
            "RFC 7518 section 3.3",
            after(&of_size(SHA256.to_vec(), 2, 48), sha384.as_ref()),
        ),
        (
            "SHA-512",
            "RFC 7518 section 3.3",
            after(&of_size(SHA256.to_vec(), 3, 64), sha512.as_ref()),
        ),
        (
            "SHA-256 under the name of SHA-512",
            "RFC 7518 section 3.3",
            after(&of_size(SHA256.to_vec(), 3, 32), &hash),
        ),
    ]
}

/// Other numbers of the same class, and numbers that are their own power.
fn residues(numbers: &Numbers) -> Vec<Attack> {
    const SOURCE: &str = "RFC 8017 section 5.2.2, step 1";
    let mut attacks = Vec::new();
    for issuer in RSA.into_iter().map(Issuer::of) {
        let n = &numbers.n;
        // s + n fits into as many bytes for some messages; one that does not is refused for its length already.
        let top = BigUint::from(1u8) << (8 * LENGTH);
        let (message, s) = (0..1000)
            .map(|nonce| {
                let message = signed(issuer.header(""), claims(&format!(r#","jti":"{nonce}""#)));
                let signature = BigUint::from_bytes_be(&issuer.key.sign(message.as_bytes()));
                (message, signature)
            })
            .find(|(_, s)| s + n < top)
            .unwrap();
        for (name, number) in [
            ("s + n", &s + n),
            ("n - s", n - &s),
            ("n", n.clone()),
            ("n - 1", n - 1u8),
            ("1", BigUint::from(1u8)),
            ("2^k - 1", &top - 1u8),
        ] {
            let token = join(&message, padded(&number, LENGTH));
            let control = join(&message, padded(&s, LENGTH));
            attacks.push(
                issuer
                    .attack(name, SOURCE, token, TokenError::Signature)
                    .beside(control),
            );
        }
    }
    attacks
}

/// A key with the exponent 3 is legal; Bleichenbacher's forgery under it must not be.
fn small_exponent(numbers: &Numbers) -> Vec<Attack> {
    let issuer = Issuer::of(Algorithm::RS256);
    let jwk = issuer.jwk.replace(r#""AQAB""#, r#""Aw""#);
    let verifier = Verifier::builder().jwk_with(Algorithm::RS256, &jwk);
    let verifier = verifier.build().unwrap();
    let signed = issuer.signed();
    let good = block(1, 0xFF, &info(&signed));
    let control = join(&signed, numbers.sign(3, &good));
    [
        ("a cube root", cube_root(&info(&signed))),
        ("a cube root of the hash alone", cube_root(&sha256(&signed))),
        ("the cube root of nothing", vec![0; LENGTH]),
    ]
    .map(|(name, signature)| {
        let token = join(&signed, signature);
        let source = "CVE-2006-4339, Bleichenbacher 2006, Kuehn 2008";
        let attack = issuer.attack(name, source, token, TokenError::Signature);
        attack.against(&verifier).beside(control.clone())
    })
    .to_vec()
}
