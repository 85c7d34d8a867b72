//! The claim `cnf`: the key that a token is bound to (RFC 7800).

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};

use super::compact::decode;
use super::values::{Text, Unread};

/// How the sender of a token proves to be its legitimate holder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Confirmation<'a> {
    /// With a DPoP proof by the key with this thumbprint: `jkt` (RFC 9449 section 6.1).
    Dpop(Cow<'a, str>),
    /// With a TLS certificate with this thumbprint: `x5t#S256` (RFC 8705 section 3.1).
    Mtls(Cow<'a, str>),
    /// An unknown method, several methods at once, or an invalid thumbprint. It cannot be proven, so the token has to
    /// be refused.
    Unknown,
}

impl<'a> Confirmation<'a> {
    /// The confirmation of a token that has one, from its claims as JSON. `Unknown` if it cannot be read.
    pub(crate) fn of_claims(claims: &'a str) -> Self {
        #[derive(Deserialize)]
        struct Claims<'a> {
            #[serde(borrow)]
            cnf: Confirmation<'a>,
        }
        serde_json::from_str(claims).map_or(Self::Unknown, |Claims { cnf }| cnf)
    }

    fn of_member(name: &str, thumbprint: Cow<'a, str>) -> Self {
        let is_sha256 = decode(&thumbprint).is_ok_and(|hash| hash.len() == 32);
        match name {
            "jkt" if is_sha256 => Self::Dpop(thumbprint),
            "x5t#S256" if is_sha256 => Self::Mtls(thumbprint),
            _ => Self::Unknown,
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Confirmation<'a> {
    /// # Errors
    /// If it is not an object, or a thumbprint is not a string.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;

        impl<'de> Visitor<'de> for Members {
            type Value = Confirmation<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a confirmation")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut all = Vec::new();
                let mut unread = Unread::default();
                while let Some(name) = map.next_key::<Text<'de>>()? {
                    all.push(match &*name.0 {
                        "jkt" | "x5t#S256" => {
                            let Text(thumbprint) = map.next_value()?;
                            Confirmation::of_member(&name.0, thumbprint)
                        }
                        _ => {
                            unread.skip(name, &mut map)?;
                            Confirmation::Unknown
                        }
                    });
                }
                unread.finish()?;
                let only = all.pop().filter(|_| all.is_empty());
                Ok(only.unwrap_or(Confirmation::Unknown))
            }
        }

        deserializer.deserialize_map(Members)
    }
}

#[cfg(test)]
mod tests {
    use super::Confirmation;

    const THUMBPRINT: &str = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I";

    fn of(cnf: &str) -> Confirmation<'static> {
        let claims = format!(r#"{{"sub":"johndoe","cnf":{cnf},"exp":1}}"#);
        Confirmation::of_claims(Box::leak(claims.into_boxed_str()))
    }

    #[test]
    fn one_known_member_is_understood() {
        let cnf = |name: &str| of(&format!(r#"{{"{name}":"{THUMBPRINT}"}}"#));
        assert_eq!(cnf("jkt"), Confirmation::Dpop(THUMBPRINT.into()));
        assert_eq!(cnf("\\u006akt"), Confirmation::Dpop(THUMBPRINT.into()));
        assert_eq!(cnf("x5t#S256"), Confirmation::Mtls(THUMBPRINT.into()));
        assert_eq!(cnf("kid"), Confirmation::Unknown);
        assert_eq!(cnf("JKT"), Confirmation::Unknown);
    }

    #[test]
    fn everything_else_is_unknown() {
        let jkt = format!(r#""jkt":"{THUMBPRINT}""#);
        for cnf in [
            "null",
            "1",
            "[]",
            r#""jkt""#,
            "{}",
            r#"{"jkt":null}"#,
            r#"{"jkt":1}"#,
            r#"{"jkt":""}"#,
            r#"{"jkt":"abc"}"#,
            r#"{"jwk":{"kty":"oct"}}"#,
            &format!("{{{jkt},{jkt}}}"),
            &format!(r#"{{{jkt},"x5t#S256":"{THUMBPRINT}"}}"#),
            &format!(r#"{{{jkt},"kid":"a"}}"#),
            &format!(r#"{{"kid":"a",{jkt}}}"#),
            &format!(r#"{{"jkt":"{THUMBPRINT}="}}"#),
            &format!("[{{{jkt}}}]"),
        ] {
            assert_eq!(of(cnf), Confirmation::Unknown, "{cnf}");
        }
        for claims in ["", "{}", "null", r#"{"cnf":{},"cnf":{}}"#] {
            assert_eq!(Confirmation::of_claims(claims), Confirmation::Unknown);
        }
    }
}
