//! Whole tokens against whole verifiers: the requirements of RFC 7515, 7519, 8725 and 9068.

mod algorithms;
mod configuration;
mod forgeries;
mod issuing;
mod parts;
mod properties;
mod rules;
mod weak_keys;

use std::time::{Duration, SystemTime};

// A different library from that under test: a fault that signing and verifying share would go unnoticed.
use jsonwebtoken::EncodingKey;
use jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER as PROVIDER;

use crate::crypto::HmacKey;
use crate::token::TokenError;
use crate::token::compact::encode;
use crate::verify::Verifier;

const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";
const NOW: u64 = 1_700_000_000;
const HS256: &str = r#"{"alg":"HS256","typ":"JWT"}"#;

fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(NOW)
}

/// A token with any header and payload, correctly signed with `SECRET`.
fn hs256(header: impl AsRef<[u8]>, payload: impl AsRef<[u8]>) -> String {
    let signed = format!("{}.{}", encode(header), encode(payload));
    sign_parts(&signed)
}

/// A correct signature of any two parts.
fn sign_parts(signed: &str) -> String {
    format!(
        "{signed}.{}",
        encode(HmacKey::new(SECRET).sign(signed.as_bytes()))
    )
}

/// A token with any header and payload, signed with a private key.
fn signed_by(algorithm: jsonwebtoken::Algorithm, key: &EncodingKey, header: &str) -> String {
    let signed = format!("{}.{}", encode(header), encode(valid("")));
    let key = (PROVIDER.signer_factory)(&algorithm, key).unwrap();
    format!(
        "{signed}.{}",
        encode(key.try_sign(signed.as_bytes()).unwrap())
    )
}

/// A payload that is valid now, with additional members (each with a comma before it).
fn valid(members: &str) -> String {
    format!(r#"{{"sub":"johndoe","exp":{}{members}}}"#, NOW + 60)
}

/// The verifier's result for a token with this payload.
fn verdict(verifier: &Verifier, payload: &str) -> Option<TokenError> {
    verifier
        .verify_at(&hs256(HS256, payload), now())
        .now()
        .err()
}
