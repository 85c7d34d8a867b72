//! Keys in PEM (RFC 7468).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{Algorithm, der};
use crate::crypto::{Family, KeyProblem, Material};

/// More than twice the longest RSA key.
const MAX_LENGTH: usize = 16 * 1024;

const PUBLIC: &str = "PUBLIC KEY";
const RSA_PUBLIC: &str = "RSA PUBLIC KEY";
const PRIVATE: &str = "PRIVATE KEY";

/// Reads a public key.
pub(crate) fn read(algorithm: Algorithm, pem: &[u8]) -> Result<Material, KeyProblem> {
    if algorithm.family() == Family::Hmac {
        return Err(KeyProblem::Symmetric(algorithm));
    }
    // Nothing else is read: neither the public key of an unchecked certificate, nor the numbers of a private key.
    let (label, bytes) = block(pem).ok_or(KeyProblem::NotAPublicPem)?;
    let material = match label {
        PUBLIC => der::subject_public_key(algorithm.family(), &bytes),
        RSA_PUBLIC if algorithm.family() == Family::Rsa => der::rsa_public_key(&bytes),
        RSA_PUBLIC => None,
        _ => return Err(KeyProblem::NotAPublicPem),
    };
    material.ok_or(KeyProblem::PemForAnother(algorithm))
}

/// Reads a private key, which stays encoded: PKCS #8 (RFC 5958).
pub(crate) fn read_private(pem: &[u8]) -> Result<Vec<u8>, KeyProblem> {
    match block(pem) {
        Some((PRIVATE, der)) => Ok(der),
        _ => Err(KeyProblem::NotAPrivatePem),
    }
}

/// Reads a certificate, which stays encoded: DER.
pub(crate) fn certificate(pem: &[u8]) -> Option<Vec<u8>> {
    let (label, der) = block(pem)?;
    (label == "CERTIFICATE").then_some(der)
}

/// The label and the content, if there is exactly one block.
fn block(pem: &[u8]) -> Option<(&str, Vec<u8>)> {
    if pem.len() > MAX_LENGTH {
        return None;
    }
    let text = str::from_utf8(pem).ok()?.trim_ascii();
    let (label, rest) = text.strip_prefix("-----BEGIN ")?.split_once("-----")?;
    let content = rest.strip_suffix("-----")?.strip_suffix(label)?;
    let content = content.strip_suffix("-----END ")?;
    let base64: String = content.split_ascii_whitespace().collect();
    Some((label, STANDARD.decode(base64).ok()?))
}
