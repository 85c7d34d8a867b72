//! The claim `cnf`: the key that a token is bound to (RFC 7800).

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, Visitor};

use super::compact::decode;
use super::values::Text;

/// How the sender of a token proves to be its legitimate holder. There is one of them at least, and all must be proven.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Confirmation<'a> {
    /// With a DPoP proof by the key with this thumbprint: `jkt` (RFC 9449 section 6.1).
    pub(crate) key: Option<Cow<'a, str>>,
    /// With the TLS certificate with this thumbprint: `x5t#S256` (RFC 8705 section 3.1).
    pub(crate) certificate: Option<Cow<'a, str>>,
}

impl<'a> Confirmation<'a> {
    /// The confirmation of a token that has one, from its claims as JSON. `None` if it cannot be proven: it has an unknown
    /// method, an invalid thumbprint, or none at all.
    pub(crate) fn of_claims(claims: &'a str) -> Option<Self> {
        #[derive(Deserialize)]
        struct Claims<'a> {
            #[serde(borrow)]
            cnf: Confirmation<'a>,
        }
        let claims: Result<Claims<'a>, _> = serde_json::from_str(claims);
        claims.ok().map(|claims| claims.cnf)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Confirmation<'a> {
    /// # Errors
    /// If it is no object of known members, each once, with a canonical SHA-256 thumbprint.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;

        impl<'de> Visitor<'de> for Members {
            type Value = Confirmation<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a confirmation")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut found = Confirmation::default();
                while let Some(Text(name)) = map.next_key()? {
                    let member = match &*name {
                        "jkt" => &mut found.key,
                        "x5t#S256" => &mut found.certificate,
                        _ => return Err(A::Error::custom("an unknown method")),
                    };
                    let Text(thumbprint) = map.next_value()?;
                    let is_sha256 = decode(&thumbprint).is_ok_and(|hash| hash.len() == 32);
                    if !is_sha256 || member.replace(thumbprint).is_some() {
                        return Err(A::Error::custom("not one thumbprint"));
                    }
                }
                if found == Confirmation::default() {
                    return Err(A::Error::custom("no method"));
                }
                Ok(found)
            }
        }

        deserializer.deserialize_map(Members)
    }
}

#[cfg(test)]
mod tests {
    use super::Confirmation;

    const THUMBPRINT: &str = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I";
    const OTHER: &str = "bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg0";

    fn of(cnf: &str) -> Option<Confirmation<'static>> {
        let claims = format!(r#"{{"sub":"johndoe","cnf":{cnf},"exp":1}}"#);
        Confirmation::of_claims(Box::leak(claims.into_boxed_str()))
    }

    fn confirmation(
        key: Option<&'static str>,
        certificate: Option<&'static str>,
    ) -> Confirmation<'static> {
        Confirmation {
            key: key.map(Into::into),
            certificate: certificate.map(Into::into),
        }
    }

    #[test]
    fn known_members_are_understood() {
        let one = |name: &str| of(&format!(r#"{{"{name}":"{THUMBPRINT}"}}"#));
        let (key, certificate) = (Some(THUMBPRINT), Some(OTHER));
        assert_eq!(one("jkt"), Some(confirmation(key, None)));
        assert_eq!(one("\\u006akt"), Some(confirmation(key, None)));
        assert_eq!(one("x5t#S256"), Some(confirmation(None, key)));
        for both in [
            format!(r#"{{"jkt":"{THUMBPRINT}","x5t#S256":"{OTHER}"}}"#),
            format!(r#"{{"x5t#S256":"{OTHER}","jkt":"{THUMBPRINT}"}}"#),
        ] {
            assert_eq!(of(&both), Some(confirmation(key, certificate)));
        }
        for name in ["kid", "JKT", "x5t", "x5t#s256", "x5t#S512", ""] {
            assert_eq!(one(name), None, "{name}");
        }
    }

    #[test]
    fn everything_else_cannot_be_proven() {
        for cnf in [
            "null",
            "1",
            "[]",
            r#""jkt""#,
            "{}",
            r#"{"jwk":{"kty":"oct"}}"#,
        ] {
            assert_eq!(of(cnf), None, "{cnf}");
        }
        for name in ["jkt", "x5t#S256"] {
            let good = format!(r#""{name}":"{THUMBPRINT}""#);
            for cnf in [
                format!(r#"{{"{name}":null}}"#),
                format!(r#"{{"{name}":1}}"#),
                format!(r#"{{"{name}":""}}"#),
                format!(r#"{{"{name}":"abc"}}"#),
                format!(r#"{{"{name}":["{THUMBPRINT}"]}}"#),
                format!(r#"{{"{name}":"{THUMBPRINT}="}}"#),
                format!(r#"{{"{name}":" {THUMBPRINT}"}}"#),
                // The last character has bits of no byte. So has that of the example in RFC 8705, which is no hash.
                format!(r#"{{"{name}":"{}J"}}"#, &THUMBPRINT[..42]),
                format!(r#"{{"{name}":"bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2"}}"#),
                format!(r#"{{"{name}":"{}"}}"#, THUMBPRINT.replace('-', "+")),
                format!("{{{good},{good}}}"),
                format!(r#"{{{good},"kid":"a"}}"#),
                format!(r#"{{"kid":"a",{good}}}"#),
                format!(r#"{{{good},"x5t#S512":null}}"#),
                format!("[{{{good}}}]"),
            ] {
                assert_eq!(of(&cnf), None, "{cnf}");
            }
        }
        for claims in ["", "{}", "null", r#"{"cnf":{},"cnf":{}}"#] {
            assert_eq!(Confirmation::of_claims(claims), None);
        }
    }
}
