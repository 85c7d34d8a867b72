//! What a forger has: the bytes of keys and tokens, and signatures of anything.

use std::sync::LazyLock;
use std::time::SystemTime;

use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

/// A file of the runtime's test keys.
macro_rules! testdata {
    ($name:literal) => {
        include_str!(concat!("../../runtime/src/token/testdata/", $name))
    };
}
pub(crate) use testdata;

pub(crate) fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(crate) fn decode(part: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(part).unwrap()
}

/// The standard alphabet, as PEM and `x5c` have it.
pub(crate) fn encode_standard(bytes: impl AsRef<[u8]>) -> String {
    STANDARD.encode(bytes)
}

/// The DER in a PEM file.
pub(crate) fn der(pem: &str) -> Vec<u8> {
    let lines = pem.lines().filter(|line| !line.starts_with("-----"));
    STANDARD.decode(lines.collect::<String>()).unwrap()
}

/// Header, dot, payload.
pub(crate) fn signed(header: impl AsRef<[u8]>, payload: impl AsRef<[u8]>) -> String {
    format!("{}.{}", encode(header), encode(payload))
}

/// A token of anything.
pub(crate) fn join(signed: &str, signature: impl AsRef<[u8]>) -> String {
    format!("{signed}.{}", encode(signature))
}

/// A token's header, payload and signature.
pub(crate) fn split(token: &str) -> [&str; 3] {
    token.split('.').collect::<Vec<_>>().try_into().unwrap()
}

/// A token whose signature is an HMAC with these bytes as its secret.
pub(crate) fn by_secret(
    hash: hmac::Algorithm,
    secret: &[u8],
    header: impl AsRef<[u8]>,
    payload: impl AsRef<[u8]>,
) -> String {
    let signed = signed(header, payload);
    let key = hmac::Key::new(hash, secret);
    join(&signed, hmac::sign(&key, signed.as_bytes()))
}

/// A payload that is valid for an hour, with more members (each with a comma before it).
pub(crate) fn claims(members: &str) -> String {
    format!(
        r#"{{"sub":"johndoe","scope":"me","exp":{}{members}}}"#,
        now() + 3600
    )
}

/// The second in which the tests began: two tokens of the same claims have the same bytes.
pub(crate) fn now() -> u64 {
    static NOW: LazyLock<u64> = LazyLock::new(|| {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        now.unwrap().as_secs()
    });
    *NOW
}
