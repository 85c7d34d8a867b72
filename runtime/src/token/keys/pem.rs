//! Public keys in PEM.

use jsonwebtoken::DecodingKey;

use super::{Algorithm, KeyProblem, Material};
use crate::token::algorithm::Family;
use crate::token::crypto::PROVIDER;

/// More than twice the longest RSA key. The ASN.1 reader recurses, and the cap bounds how deep.
const MAX_LENGTH: usize = 4096;

const LABELS: [&[u8]; 2] = [
    b"-----BEGIN PUBLIC KEY-----",
    b"-----BEGIN RSA PUBLIC KEY-----",
];

pub(super) fn read(algorithm: Algorithm, pem: &[u8]) -> Result<Material, KeyProblem> {
    if algorithm.family() == Family::Hmac {
        return Err(KeyProblem::Symmetric(algorithm));
    }
    // The PEM reader takes the first block whatever it is: the public key of a certificate that nobody
    // checked, or the numbers of a private key.
    if pem.len() > MAX_LENGTH || !is_one_public_key(pem) {
        return Err(KeyProblem::NotAPublicPem);
    }
    material(algorithm.family(), pem).ok_or(KeyProblem::PemForAnother(algorithm))
}

fn is_one_public_key(pem: &[u8]) -> bool {
    let pem = pem.trim_ascii();
    let blocks = pem
        .windows(11)
        .filter(|window| *window == b"-----BEGIN ")
        .count();
    blocks == 1 && LABELS.iter().any(|label| pem.starts_with(label))
}

fn material(family: Family, pem: &[u8]) -> Option<Material> {
    let key = match family {
        Family::Hmac => return None,
        Family::Rsa => DecodingKey::from_rsa_pem(pem),
        Family::P256 | Family::P384 | Family::P521 => DecodingKey::from_ec_pem(pem),
        Family::Ed25519 => DecodingKey::from_ed_pem(pem),
    };
    let key = key.ok()?;
    let bytes = key.try_get_as_bytes().ok()?;
    if family == Family::Rsa {
        let (n, e) = (PROVIDER.key_utils.rsa_pub_components_from_public_key)(bytes).ok()?;
        return Some(Material::rsa(&n, &e));
    }
    Some(Material::Point(bytes.to_vec()))
}
