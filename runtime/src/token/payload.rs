//! The claims set of RFC 7519 section 4, read once: registered claims borrowed and of the right type,
//! repeated members refused.

use serde::de::{IgnoredAny, MapAccess};

use super::TokenError;
use super::json::{Blame, Members, NumericDate, OneOrMany, Text, read_object};

/// The claims that a verifier looks at. Types are right, meanings are not yet checked.
#[derive(Default)]
pub(super) struct Payload<'a> {
    pub(super) iss: Option<Text<'a>>,
    pub(super) aud: Option<OneOrMany<'a>>,
    pub(super) exp: Option<NumericDate>,
    pub(super) nbf: Option<NumericDate>,
    /// A space-delimited string (RFC 9068 section 2.2.3, RFC 8693 section 4.2).
    pub(super) scope: Option<Text<'a>>,
    /// A list, as the FastAPI tutorial has it.
    pub(super) scopes: Option<Vec<Text<'a>>>,
    /// Either, as Microsoft and Okta have it.
    pub(super) scp: Option<OneOrMany<'a>>,
    /// Whether `cnf` binds the token to its sender (RFC 7800 section 3.1).
    pub(super) cnf: Option<IgnoredAny>,
    at_hash: Option<IgnoredAny>,
    c_hash: Option<IgnoredAny>,
    nonce: Option<IgnoredAny>,
    // Nobody compares these, but a wrong type is a broken token all the same.
    sub: Option<Text<'a>>,
    jti: Option<Text<'a>>,
    iat: Option<NumericDate>,
    client_id: Option<Text<'a>>,
}

impl<'a> Payload<'a> {
    /// # Errors
    /// `InvalidClaim` for a registered claim of the wrong type, else `Malformed`.
    pub(super) fn parse(json: &'a str) -> Result<Self, TokenError> {
        read_object(json)
    }

    /// A claim that RFC 9068 section 2.2 requires, beside those that are compared, and that is not there.
    pub(super) fn missing_claim(&self) -> Option<&'static str> {
        let required = [
            ("sub", self.sub.is_some()),
            ("client_id", self.client_id.is_some()),
            ("iat", self.iat.is_some()),
            ("jti", self.jti.is_some()),
        ];
        let missing = required.into_iter().find(|(_, is_there)| !is_there);
        missing.map(|(name, _)| name)
    }

    /// Whether there are claims that OpenID Connect Core 1.0 has for ID tokens only (sections 2, 3.1.3.6, 3.3.2.11).
    pub(super) fn is_of_an_id_token(&self) -> bool {
        let only_there = [self.at_hash, self.c_hash, self.nonce];
        only_there.iter().any(Option::is_some)
    }
}

impl<'de> Members<'de> for Payload<'de> {
    #[inline] // It is on the way of every request.
    fn member<A: MapAccess<'de>>(
        &mut self,
        name: &str,
        blame: &Blame,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        let wrong = TokenError::InvalidClaim;
        match name {
            "iss" => blame.fill(wrong("iss"), &mut self.iss, map)?,
            "sub" => blame.fill(wrong("sub"), &mut self.sub, map)?,
            "aud" => blame.fill(wrong("aud"), &mut self.aud, map)?,
            "exp" => blame.fill(wrong("exp"), &mut self.exp, map)?,
            "nbf" => blame.fill(wrong("nbf"), &mut self.nbf, map)?,
            "iat" => blame.fill(wrong("iat"), &mut self.iat, map)?,
            "jti" => blame.fill(wrong("jti"), &mut self.jti, map)?,
            "client_id" => blame.fill(wrong("client_id"), &mut self.client_id, map)?,
            "scope" => blame.fill(wrong("scope"), &mut self.scope, map)?,
            "scopes" => blame.fill(wrong("scopes"), &mut self.scopes, map)?,
            "scp" => blame.fill(wrong("scp"), &mut self.scp, map)?,
            "at_hash" => blame.fill(wrong("at_hash"), &mut self.at_hash, map)?,
            "c_hash" => blame.fill(wrong("c_hash"), &mut self.c_hash, map)?,
            "nonce" => blame.fill(wrong("nonce"), &mut self.nonce, map)?,
            "cnf" => blame.fill(wrong("cnf"), &mut self.cnf, map)?,
            _ => return Ok(false),
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Payload, TokenError};

    fn refusal(json: &str) -> Option<TokenError> {
        Payload::parse(json).err()
    }

    fn expiry(number: &str) -> Option<Duration> {
        let json = format!(r#"{{"exp":{number}}}"#);
        Some(Payload::parse(&json).ok()?.exp?.0)
    }

    #[test]
    fn dates_may_be_integers_and_fractions() {
        assert_eq!(expiry("0"), Some(Duration::ZERO));
        assert_eq!(expiry("1.5"), Some(Duration::from_millis(1500)));
        assert_eq!(expiry("2e3"), Some(Duration::from_secs(2000)));
        assert_eq!(
            expiry("18446744073709551615"),
            Some(Duration::from_secs(u64::MAX))
        );
    }

    #[test]
    fn dates_that_are_no_finite_number_from_zero_up_are_refused() {
        for claim in ["exp", "nbf", "iat"] {
            for value in [
                "null",
                "true",
                "false",
                r#""1700000000""#,
                r#""""#,
                "[]",
                "[1]",
                "{}",
                "-1",
                "-0.5",
                "-1e300",
                "1e300",
                "1e400",
                "-1e400",
                "99999999999999999999",
            ] {
                let refusal = refusal(&format!(r#"{{"{claim}":{value}}}"#));
                assert_eq!(refusal, Some(TokenError::InvalidClaim(claim)), "{value}");
            }
            for value in ["NaN", "Infinity", "01", "+1", "1.", ".5", "0x10", ""] {
                assert!(
                    refusal(&format!(r#"{{"{claim}":{value}}}"#)).is_some(),
                    "{value}"
                );
            }
        }
    }

    #[test]
    fn strings_are_strings() {
        for claim in ["iss", "sub", "jti", "scope"] {
            for value in ["null", "1", "true", "{}", r#"["a"]"#] {
                let refusal = refusal(&format!(r#"{{"{claim}":{value}}}"#));
                assert_eq!(refusal, Some(TokenError::InvalidClaim(claim)), "{value}");
            }
            assert_eq!(refusal(&format!(r#"{{"{claim}":"a"}}"#)), None);
        }
    }

    #[test]
    fn lists_are_lists_of_strings() {
        for claim in ["aud", "scopes", "scp"] {
            for value in [
                "null",
                "1",
                "true",
                "{}",
                "[1]",
                r#"["a",null]"#,
                r#"["a",["b"]]"#,
            ] {
                let refusal = refusal(&format!(r#"{{"{claim}":{value}}}"#));
                assert_eq!(refusal, Some(TokenError::InvalidClaim(claim)), "{value}");
            }
            assert_eq!(refusal(&format!(r#"{{"{claim}":["a","\u0062"]}}"#)), None);
            assert_eq!(refusal(&format!(r#"{{"{claim}":[]}}"#)), None);
        }
        assert_eq!(
            refusal(r#"{"scopes":"me"}"#),
            Some(TokenError::InvalidClaim("scopes"))
        );
        assert_eq!(refusal(r#"{"aud":"a","scp":"b\u0020c"}"#), None);
    }

    #[test]
    fn a_repeated_claim_is_refused_at_any_depth_and_in_any_spelling() {
        for json in [
            r#"{"exp":1,"exp":1}"#,
            r#"{"exp":1,"\u0065xp":2}"#,
            r#"{"sub":"a","sub":"b"}"#,
            r#"{"scope":"a","\u0073cope":"b"}"#,
            r#"{"x":1,"x":1}"#,
            r#"{"x":{"y":1,"\u0079":1}}"#,
            r#"{"x":[[{"y":[{"z":1,"z":1}]}]]}"#,
        ] {
            assert_eq!(refusal(json), Some(TokenError::Malformed), "{json}");
        }
        assert_eq!(
            refusal(r#"{"x":{"a":1},"y":{"a":1},"z":[null,true,-1,1.5,"s"]}"#),
            None
        );
    }

    #[test]
    fn a_payload_is_one_json_object() {
        for json in [
            "",
            "null",
            "1",
            "[1]",
            "[]",
            r#""a""#,
            "{}x",
            "{}{}",
            "{'a':1}",
            r#"{"a":1,}"#,
        ] {
            assert_eq!(refusal(json), Some(TokenError::Malformed), "{json}");
        }
        // A byte order mark is no white space.
        assert_eq!(refusal("\u{FEFF}{}"), Some(TokenError::Malformed));
    }

    #[test]
    fn deep_nesting_is_refused_without_overflow() {
        for open in ["[", r#"{"a":"#] {
            let deep = open.repeat(10_000);
            assert_eq!(refusal(&deep), Some(TokenError::Malformed));
            assert_eq!(
                refusal(&format!(r#"{{"x":{deep}"#)),
                Some(TokenError::Malformed)
            );
        }
    }
}
