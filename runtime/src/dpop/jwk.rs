//! The public key in a proof, and its thumbprint (RFC 7638).

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, Visitor};

use super::DpopError;
use crate::crypto::{Algorithm, sha256};
use crate::token::compact::{decode, encode};
use crate::token::json::{Blame, read};
use crate::token::keys::Key;
use crate::token::values::{Text, Unread};

/// Members that only the owner of a key has, and the member of a shared secret (RFC 7518 section 6, RFC 8037 section
/// 2).
const PRIVATE: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// The thumbprint of a public JWK, as in a token's `jkt`: SHA-256 in base64url ([RFC
/// 7638](https://www.rfc-editor.org/rfc/rfc7638), [RFC 9449 section
/// 6.1](https://www.rfc-editor.org/rfc/rfc9449#section-6.1)).
///
/// # Errors
/// [`DpopError::Key`] if this is not a JWK of an RSA, P-256, P-384 or Ed25519 key, or if it has private members.
pub fn thumbprint(jwk: &str) -> Result<String, DpopError> {
    let blame = Blame::new();
    let jwk = read(jwk, PhantomData::<PublicJwk<'_>>, &blame);
    Ok(jwk.map_err(|_| DpopError::Key)?.thumbprint())
}

/// A key reduced to its required members. Both the thumbprint and the key are computed from this text alone, so that
/// they cannot differ.
pub(super) struct PublicJwk<'a> {
    canonical: String,
    algorithm: Option<Text<'a>>,
}

impl PublicJwk<'_> {
    pub(super) fn thumbprint(&self) -> String {
        encode(sha256(self.canonical.as_bytes()))
    }

    /// The key, if it matches the algorithm.
    pub(super) fn key(&self, algorithm: Algorithm) -> Option<Key> {
        let named = match &self.algorithm {
            Some(Text(name)) => Algorithm::from_name(name)?,
            None => algorithm,
        };
        (named == algorithm).then(|| Key::in_proof(algorithm, &self.canonical))?
    }
}

#[derive(Default)]
struct Members<'a> {
    kty: Option<Text<'a>>,
    crv: Option<Text<'a>>,
    n: Option<Text<'a>>,
    e: Option<Text<'a>>,
    x: Option<Text<'a>>,
    y: Option<Text<'a>>,
    alg: Option<Text<'a>>,
    r#use: Option<Text<'a>>,
    key_ops: Option<Vec<Text<'a>>>,
}

impl<'a> Members<'a> {
    /// # Errors
    /// The error does not mention the content.
    fn reduce<E: Error>(self) -> Result<PublicJwk<'a>, E> {
        let refused = || E::custom("not a public key");
        if !self.is_for_proofs() {
            return Err(refused());
        }
        Ok(PublicJwk {
            canonical: self.canonical().ok_or_else(refused)?,
            algorithm: self.alg,
        })
    }

    fn is_for_proofs(&self) -> bool {
        let is_for_signatures = self.r#use.as_ref().is_none_or(|Text(used)| used == "sig");
        let verify = |operations: &Vec<Text<'_>>| operations.iter().any(|Text(op)| op == "verify");
        is_for_signatures && self.key_ops.as_ref().is_none_or(verify)
    }

    /// The required members sorted by name, without white space (RFC 7638 section 3).
    fn canonical(&self) -> Option<String> {
        let kty = self.kty.as_ref().map(|Text(kty)| &**kty);
        let crv = self.crv.as_ref().map(|Text(crv)| &**crv);
        Some(match (kty?, crv) {
            ("RSA", _) => {
                let (e, n) = (number(self.e.as_ref())?, number(self.n.as_ref())?);
                format!(r#"{{"e":"{e}","kty":"RSA","n":"{n}"}}"#)
            }
            ("EC", Some(crv @ ("P-256" | "P-384"))) => {
                let (x, y) = (number(self.x.as_ref())?, number(self.y.as_ref())?);
                format!(r#"{{"crv":"{crv}","kty":"EC","x":"{x}","y":"{y}"}}"#)
            }
            ("OKP", Some(crv @ "Ed25519")) => {
                let x = number(self.x.as_ref())?;
                format!(r#"{{"crv":"{crv}","kty":"OKP","x":"{x}"}}"#)
            }
            _ => return None,
        })
    }
}

/// Base64url, which contains nothing to escape in a JSON string.
fn number<'t>(member: Option<&'t Text<'_>>) -> Option<&'t str> {
    let Text(text) = member?;
    decode(text).ok().filter(|bytes| !bytes.is_empty())?;
    Some(text)
}

impl<'de> Deserialize<'de> for PublicJwk<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct JwkVisitor;

        impl<'de> Visitor<'de> for JwkVisitor {
            type Value = PublicJwk<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a public JWK")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut jwk = Members::default();
                let mut unread = Unread::default();
                while let Some(name) = map.next_key::<Text<'de>>()? {
                    match &*name.0 {
                        "kty" => fill(&mut jwk.kty, &mut map)?,
                        "crv" => fill(&mut jwk.crv, &mut map)?,
                        "n" => fill(&mut jwk.n, &mut map)?,
                        "e" => fill(&mut jwk.e, &mut map)?,
                        "x" => fill(&mut jwk.x, &mut map)?,
                        "y" => fill(&mut jwk.y, &mut map)?,
                        "alg" => fill(&mut jwk.alg, &mut map)?,
                        "use" => fill(&mut jwk.r#use, &mut map)?,
                        "key_ops" => fill(&mut jwk.key_ops, &mut map)?,
                        private if PRIVATE.contains(&private) => {
                            return Err(A::Error::custom("a private member"));
                        }
                        _ => unread.skip(name, &mut map)?,
                    }
                }
                unread.finish()?;
                jwk.reduce()
            }
        }

        deserializer.deserialize_map(JwkVisitor)
    }
}

/// # Errors
/// If the member is repeated or of the wrong type.
fn fill<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    slot: &mut Option<T>,
    map: &mut A,
) -> Result<(), A::Error> {
    if slot.is_some() {
        return Err(A::Error::custom("repeated member"));
    }
    *slot = Some(map.next_value()?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{DpopError, thumbprint};

    /// The example key of RFC 7638 section 3.1.
    const RFC_7638: &str = concat!(
        r#"{"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAt"#,
        "VT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl9",
        "3lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5h",
        "ajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF",
        r#"44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"}"#
    );
    /// The key of the proofs in RFC 9449.
    const RFC_9449: &str = r#"{"kty":"EC","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs","y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA","crv":"P-256"}"#;
    /// The key of RFC 8037 appendix A.2.
    const RFC_8037: &str =
        r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;

    #[test]
    fn the_examples_of_the_rfcs_have_their_thumbprints() {
        for (jwk, expected) in [
            (RFC_7638, "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"),
            (RFC_9449, "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"),
            (RFC_8037, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"),
        ] {
            assert_eq!(thumbprint(jwk).as_deref(), Ok(expected));
        }
    }

    #[test]
    fn neither_order_nor_spelling_nor_other_members_count() {
        let changed = RFC_8037
            .replace(
                '{',
                r#"{ "kid" : "a", "key_ops":["verify"], "use":"sig","ext":true, "#,
            )
            .replace("Ed25519", r"Ed\u00325519");
        assert_eq!(thumbprint(&changed), thumbprint(RFC_8037));
    }

    #[test]
    fn what_is_no_public_key_for_signatures_is_refused() {
        let with = |member: &str| RFC_9449.replacen('{', &format!("{{{member},"), 1);
        for jwk in [
            "",
            "null",
            "[]",
            "{}",
            r#""a""#,
            r#"{"kty":"oct","k":"AAAA"}"#,
            r#"{"kty":"EC"}"#,
            &RFC_9449.replace("P-256", "P-521"),
            &RFC_9449.replace("P-256", "secp256k1"),
            &RFC_9449.replace("P-256", "p-256"),
            &RFC_9449.replace("EC", "ec"),
            &RFC_9449.replace("WBFs", "WBFs="),
            &RFC_9449.replace("WBFs", r#"WBFs\""#),
            &RFC_9449.replace(r#""x""#, r#""z""#),
            &RFC_9449.replace("EC", "oct"),
            &RFC_8037.replace("Ed25519", "X25519"),
            &with(r#""d":"AAAA""#),
            &with(r#""\u0064":null"#),
            &with(r#""p":"AAAA""#),
            &with(r#""q":"AAAA""#),
            &with(r#""dp":"AAAA""#),
            &with(r#""dq":"AAAA""#),
            &with(r#""qi":"AAAA""#),
            &with(r#""oth":[]"#),
            &with(r#""k":"AAAA""#),
            &with(r#""use":"enc""#),
            &with(r#""use":1"#),
            &with(r#""key_ops":["sign"]"#),
            &with(r#""key_ops":"verify""#),
            &with(r#""kty":"EC""#),
            &with(r#""a":1,"a":1"#),
            &with(r#""a":{"b":1,"b":1}"#),
        ] {
            assert_eq!(thumbprint(jwk), Err(DpopError::Key), "{jwk}");
        }
    }
}
