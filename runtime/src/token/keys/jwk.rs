//! Public keys as JWK (RFC 7517).

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::crypto::{Algorithm, Family, KeyProblem, Material};
use crate::token::compact::decode;

/// How the numbers of a key may be encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spelling {
    /// Only as RFC 7518 section 6 requires: a thumbprint (RFC 7638) is computed from the text.
    Exact,
    /// As issuers publish them: in base64 of either alphabet, with or without padding, and numbers with any leading
    /// zeros.
    Lenient,
}

impl Spelling {
    fn decode(self, text: &str) -> Option<Vec<u8>> {
        if self == Self::Exact {
            return decode(text).ok();
        }
        let text = text.trim_end_matches('=');
        decode(&text.replace('+', "-").replace('/', "_")).ok()
    }

    /// A coordinate of this many bytes (RFC 7518 section 6.2.1.2).
    fn coordinate(self, number: &[u8], length: usize) -> Option<Vec<u8>> {
        if self == Self::Exact {
            return (number.len() == length).then(|| number.to_vec());
        }
        let zeros = number.iter().take_while(|digit| **digit == 0).count();
        let digits = &number[zeros..];
        let missing = length.checked_sub(digits.len())?;
        Some([vec![0; missing], digits.to_vec()].concat())
    }
}

/// A public key with the other members of its JWK.
#[derive(Debug)]
pub(crate) struct PublicJwk {
    pub(crate) algorithm: Algorithm,
    pub(crate) kid: Option<String>,
    pub(crate) issuer: Option<String>,
    pub(crate) material: Material,
}

/// The relevant members; the derive refuses a repeated one.
#[derive(Deserialize)]
struct Jwk {
    kty: String,
    crv: Option<String>,
    alg: Option<String>,
    r#use: Option<String>,
    key_ops: Option<Vec<String>>,
    kid: Option<String>,
    issuer: Option<Value>,
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

pub(crate) fn read(
    asked: Option<Algorithm>,
    json: &str,
    spelling: Spelling,
) -> Result<PublicJwk, KeyProblem> {
    let jwk: Jwk = serde_json::from_str(json).map_err(|_| KeyProblem::NotAJwk)?;
    let kind = kind(&jwk)?;
    check_purpose(&jwk)?;
    let algorithm = algorithm(&jwk, &kind, asked)?;
    let material = material(&jwk, &kind, spelling).ok_or(KeyProblem::JwkMember)?;
    Ok(PublicJwk {
        algorithm,
        kid: jwk.kid,
        // A value that is not a string cannot be the name of an issuer.
        issuer: (jwk.issuer).map(|issuer| issuer.as_str().unwrap_or_default().to_owned()),
        material,
    })
}

fn kind(jwk: &Jwk) -> Result<Kind, KeyProblem> {
    match (&*jwk.kty, jwk.crv.as_deref()) {
        ("oct", _) => Err(KeyProblem::OctJwk),
        ("RSA", _) => Ok(Kind::Rsa),
        ("EC", Some("P-256")) => Ok(Kind::Curve(Algorithm::ES256)),
        ("EC", Some("P-384")) => Ok(Kind::Curve(Algorithm::ES384)),
        ("EC", Some("P-521")) => Ok(Kind::Curve(Algorithm::ES512)),
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

/// The algorithm: that of the caller, the JWK and the curve must agree.
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

fn material(jwk: &Jwk, kind: &Kind, spelling: Spelling) -> Option<Material> {
    let member = |text: &Option<String>| spelling.decode(text.as_deref()?);
    let Kind::Curve(algorithm) = kind else {
        return Some(Material::rsa(&member(&jwk.n)?, &member(&jwk.e)?));
    };
    let length = match algorithm.family() {
        Family::P256 => 32,
        Family::P384 => 48,
        Family::P521 => 66,
        // No leading zeros to strip: its bytes are in the other order (RFC 8032 section 5.1.5).
        Family::Ed25519 => return Some(Material::Point(member(&jwk.x)?)),
        Family::Hmac | Family::Rsa => return None,
    };
    // Each has its own length; checking only the sum would hide a shift.
    let x = spelling.coordinate(&member(&jwk.x)?, length)?;
    let y = spelling.coordinate(&member(&jwk.y)?, length)?;
    Some(Material::Point([&[4], x.as_slice(), y.as_slice()].concat()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Spelling;
    use crate::token::compact::encode;

    #[test]
    fn a_coordinate_may_lack_its_zeros_or_have_more() {
        let lenient = |number: &[u8]| Spelling::Lenient.coordinate(number, 3);
        for number in [&[1, 2][..], &[0, 1, 2], &[0, 0, 0, 1, 2]] {
            assert_eq!(lenient(number), Some(vec![0, 1, 2]), "{number:?}");
        }
        assert_eq!(lenient(&[1, 2, 3, 4]), None);
        assert_eq!(lenient(&[1, 0, 0, 0]), None);
        let exact = |number: &[u8]| Spelling::Exact.coordinate(number, 3);
        assert_eq!(exact(&[0, 1, 2]), Some(vec![0, 1, 2]));
        assert_eq!((exact(&[1, 2]), exact(&[0, 0, 1, 2])), (None, None));
    }

    #[test]
    fn base64_of_either_alphabet_is_read_but_nothing_else() {
        let lenient = |text: &str| Spelling::Lenient.decode(text);
        for text in ["-_8", "+/8", "+_8=", "-_8==="] {
            assert_eq!(lenient(text), Some(vec![0xFB, 0xFF]), "{text}");
            assert_eq!(Spelling::Exact.decode(text).is_some(), text == "-_8");
        }
        for text in ["-_ 8", "-_8\n", "=-_8", "-=_8", "-_9", "-", "é"] {
            assert_eq!(lenient(text), None, "{text}");
        }
    }

    proptest! {
        /// All encodings of a number are read as the same number.
        #[test]
        fn a_lenient_reading_keeps_the_number(number in prop::collection::vec(any::<u8>(), 0..40), zeros in 0_usize..4) {
            let spelt = encode([vec![0; zeros], number.clone()].concat());
            let spelt = spelt.replace('-', "+").replace('_', "/") + "=";
            let read = Spelling::Lenient.decode(&spelt).unwrap();
            let coordinate = Spelling::Lenient.coordinate(&read, 32);
            let digits: Vec<u8> = number.into_iter().skip_while(|digit| *digit == 0).collect();
            prop_assert_eq!(coordinate.is_some(), digits.len() <= 32);
            if let Some(coordinate) = coordinate {
                prop_assert_eq!(coordinate.len(), 32);
                prop_assert!(coordinate.ends_with(&digits));
                prop_assert!(coordinate.iter().take(32 - digits.len()).all(|digit| *digit == 0));
            }
        }
    }
}
