//! Tokens of any content.

use std::time::SystemTime;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
// Another library than ours: a fault that signing and verifying share would go unseen.
use jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER;
use jsonwebtoken::{Algorithm, EncodingKey};
use scopegate_tests::SECRET;

/// A token with any header and payload, signed with any key.
pub(crate) fn sign(
    algorithm: Algorithm,
    key: &EncodingKey,
    header: impl AsRef<[u8]>,
    payload: impl AsRef<[u8]>,
) -> String {
    let parts = [header.as_ref(), payload.as_ref()].map(|part| URL_SAFE_NO_PAD.encode(part));
    let parts = parts.join(".");
    let signer = (DEFAULT_PROVIDER.signer_factory)(&algorithm, key).unwrap();
    let signature = signer.try_sign(parts.as_bytes()).unwrap();
    format!("{parts}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// A token of the right signature.
pub(crate) fn forge(header: impl AsRef<[u8]>, payload: impl AsRef<[u8]>) -> String {
    let key = EncodingKey::from_secret(SECRET.as_bytes());
    sign(Algorithm::HS256, &key, header, payload)
}

/// A genuine token with these claims, as members of a JSON object.
pub(crate) fn with_claims(members: &str) -> String {
    forge(r#"{"alg":"HS256"}"#, claims(members))
}

/// A payload that is valid for a minute.
pub(crate) fn claims(members: &str) -> String {
    format!(r#"{{{members},"exp":{}}}"#, now() + 60)
}

/// A genuine token with space-delimited scopes.
pub(crate) fn token(subject: &str, scope: &str) -> String {
    with_claims(&format!(r#""sub":"{subject}","scope":"{scope}""#))
}

pub(crate) fn now() -> u64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    now.unwrap().as_secs()
}
