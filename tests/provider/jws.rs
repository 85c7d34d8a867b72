//! Looks into tokens, and spoils them.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use serde_json::Value;

/// A member of the header.
pub(crate) fn header(token: &str, name: &str) -> Option<String> {
    part(token, 0)[name].as_str().map(str::to_owned)
}

pub(crate) fn payload(token: &str) -> Value {
    part(token, 1)
}

/// The token in the name of another key, with a signature that was good before.
pub(crate) fn with_kid(token: &str, kid: &str) -> String {
    let mut header = part(token, 0);
    header["kid"] = kid.into();
    let (_, rest) = token.split_once('.').unwrap();
    format!("{}.{rest}", BASE64.encode(header.to_string()))
}

fn part(token: &str, index: usize) -> Value {
    let part = token.split('.').nth(index).unwrap();
    serde_json::from_slice(&BASE64.decode(part).unwrap()).unwrap()
}
