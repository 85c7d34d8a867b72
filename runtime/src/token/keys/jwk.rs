//! Public keys as JWK (RFC 7517).

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::{Algorithm, KeyProblem, Material};
use crate::token::compact::decode;

/// A public key with what the JWK says about it.
#[derive(Debug)]
pub(super) struct PublicJwk {
    pub(super) algorithm: Algorithm,
    pub(super) kid: Option<String>,
    pub(super) material: Material,
}

/// The members that matter; the derive refuses a repeated one.
#[derive(Deserialize)]
struct Jwk {
    kty: String,
    crv: Option<String>,
    alg: Option<String>,
    r#use: Option<String>,
    key_ops: Option<Vec<String>>,
    kid: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
    d: Option<IgnoredAny>,
}

/// What the kind of a key leaves open.
enum Kind {
    Rsa,
    Curve(Algorithm),
}

pub(super) fn read(asked: Option<Algorithm>, json: &str) -> Result<PublicJwk, KeyProblem> {
    let jwk: Jwk = serde_json::from_str(json).map_err(|_| KeyProblem::NotAJwk)?;
    let kind = kind(&jwk)?;
    check_purpose(&jwk)?;
    let algorithm = algorithm(&jwk, &kind, asked)?;
    let material = material(&jwk, &kind).ok_or(KeyProblem::JwkMember)?;
    Ok(PublicJwk {
        algorithm,
        kid: jwk.kid,
        material,
    })
}

fn kind(jwk: &Jwk) -> Result<Kind, KeyProblem> {
    match (&*jwk.kty, jwk.crv.as_deref()) {
        ("oct", _) => Err(KeyProblem::OctJwk),
        ("RSA", _) => Ok(Kind::Rsa),
        ("EC", Some("P-256")) => Ok(Kind::Curve(Algorithm::ES256)),
        ("EC", Some("P-384")) => Ok(Kind::Curve(Algorithm::ES384)),
        ("OKP", Some("Ed25519")) => Ok(Kind::Curve(Algorithm::EdDSA)),
        _ => Err(KeyProblem::UnsupportedJwk),
    }
}

fn check_purpose(jwk: &Jwk) -> Result<(), KeyProblem> {
    if jwk.d.is_some() {
        return Err(KeyProblem::PrivateJwk);
    }
    if jwk.r#use.as_deref().is_some_and(|purpose| purpose != "sig") {
        return Err(KeyProblem::NotForSignatures);
    }
    if jwk
        .key_ops
        .as_ref()
        .is_some_and(|ops| !ops.iter().any(|op| op == "verify"))
    {
        return Err(KeyProblem::NotForVerifying);
    }
    Ok(())
}

/// The one algorithm: what the caller, the JWK and the curve say must agree.
fn algorithm(jwk: &Jwk, kind: &Kind, asked: Option<Algorithm>) -> Result<Algorithm, KeyProblem> {
    let named = match jwk.alg.as_deref() {
        Some(name) => Some(Algorithm::from_name(name).ok_or(KeyProblem::UnsupportedAlgorithm)?),
        None => None,
    };
    let of_key = match (named, kind) {
        (Some(named), Kind::Curve(only)) if named != *only => {
            return Err(KeyProblem::NotAKey(named));
        }
        (_, Kind::Curve(only)) => Some(*only),
        (named, Kind::Rsa) => named,
    };
    match (of_key, asked) {
        (Some(of_key), Some(asked)) if of_key != asked => {
            Err(KeyProblem::AnotherAlgorithm { of_key, asked })
        }
        (Some(algorithm), _) | (None, Some(algorithm)) => Ok(algorithm),
        (None, None) => Err(KeyProblem::AmbiguousAlgorithm),
    }
}

fn material(jwk: &Jwk, kind: &Kind) -> Option<Material> {
    let member = |text: &Option<String>| decode(text.as_deref()?).ok();
    Some(match kind {
        Kind::Rsa => Material::rsa(&member(&jwk.n)?, &member(&jwk.e)?),
        Kind::Curve(Algorithm::EdDSA) => Material::Point(member(&jwk.x)?),
        Kind::Curve(algorithm) => {
            let (x, y) = (member(&jwk.x)?, member(&jwk.y)?);
            let coordinate = if *algorithm == Algorithm::ES256 {
                32
            } else {
                48
            };
            // Each has its full length (RFC 7518 section 6.2.1.2); a sum that fits would hide a shift.
            if x.len() != coordinate || y.len() != coordinate {
                return None;
            }
            Material::Point([&[4], x.as_slice(), y.as_slice()].concat())
        }
    })
}
