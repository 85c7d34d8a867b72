//! Public keys as JWK, for publication.

use serde_json::{Value, json};

use super::Spelling;
use crate::crypto::{Algorithm, KeyProblem, Material, PrivateKey};
use crate::token::compact::encode;

/// The public half of a private key (RFC 7517 section 4).
pub(crate) fn public_jwk(algorithm: Algorithm, key: &PrivateKey, kid: &str) -> Value {
    jwk_of(algorithm, &key.public(), kid)
}

/// A public JWK in its canonical form, from any form: other readers may be stricter than this crate.
pub(crate) fn canonical_jwk(jwk: &str, kid: &str) -> Result<Value, KeyProblem> {
    let jwk = super::jwk::read(None, jwk, Spelling::Lenient)?;
    jwk.material.check(jwk.algorithm)?;
    Ok(jwk_of(jwk.algorithm, &jwk.material, kid))
}

/// Numbers as RFC 7518 section 6 requires: in base64url without padding, a coordinate with its leading zeros and a
/// modulus without.
fn jwk_of(algorithm: Algorithm, key: &Material, kid: &str) -> Value {
    let mut jwk = match (algorithm, key) {
        (_, Material::Rsa { n, e }) => json!({ "kty": "RSA", "n": encode(n), "e": encode(e) }),
        (Algorithm::EdDSA, Material::Point(point)) => {
            json!({ "kty": "OKP", "crv": "Ed25519", "x": encode(point) })
        }
        (algorithm, Material::Point(point)) => {
            let curve = match algorithm {
                Algorithm::ES256 => "P-256",
                Algorithm::ES384 => "P-384",
                _ => "P-521",
            };
            // Uncompressed: one byte for the form, and two numbers of equal length (SEC 1 section 2.3.3).
            let (x, y) = point.get(1..).unwrap_or_default().split_at(point.len() / 2);
            json!({ "kty": "EC", "crv": curve, "x": encode(x), "y": encode(y) })
        }
    };
    jwk["kid"] = kid.into();
    jwk["alg"] = algorithm.as_str().into();
    jwk["use"] = "sig".into();
    jwk
}
