//! Tokens of any content, signed with the key of the demo or another.

use std::time::SystemTime;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
// Another library than ours: a fault that signing and verifying share would go unseen. It also signs
// by algorithms that the demo does not issue.
use jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER;
use jsonwebtoken::{Algorithm, EncodingKey};

pub(crate) const SECRET: &[u8] = b"the demo's key, of at least 32 bytes";
pub(crate) const HS256: &str = r#"{"alg":"HS256","typ":"JWT"}"#;

pub(crate) fn encode(part: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(part)
}

/// A header and a payload as they stand in a token.
pub(crate) fn parts(header: impl AsRef<[u8]>, payload: impl AsRef<[u8]>) -> String {
    format!("{}.{}", encode(header), encode(payload))
}

pub(crate) fn sign(algorithm: Algorithm, key: &[u8], parts: &str) -> String {
    let key = EncodingKey::from_secret(key);
    let signer = (DEFAULT_PROVIDER.signer_factory)(&algorithm, &key).unwrap();
    format!(
        "{parts}.{}",
        encode(signer.try_sign(parts.as_bytes()).unwrap())
    )
}

/// A token with any header and payload that the demo's own key has signed.
pub(crate) fn forge(header: impl AsRef<[u8]>, payload: impl AsRef<[u8]>) -> String {
    sign(Algorithm::HS256, SECRET, &parts(header, payload))
}

/// A token of which only the payload is in question.
pub(crate) fn with_payload(payload: impl AsRef<[u8]>) -> String {
    forge(HS256, payload)
}

/// A token with these claims, as members of a JSON object, that expires in a minute.
pub(crate) fn with_claims(members: &str) -> String {
    with_payload(claims(members))
}

pub(crate) fn claims(members: &str) -> String {
    format!(r#"{{{members},"exp":{}}}"#, now() + 60)
}

/// A token like those of the tutorial: `scopes` is a JSON list.
pub(crate) fn token(subject: &str, scopes: &str) -> String {
    with_claims(&format!(r#""sub":"{subject}","scopes":{scopes}"#))
}

pub(crate) fn now() -> u64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    now.unwrap().as_secs()
}
