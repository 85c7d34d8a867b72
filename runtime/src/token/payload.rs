//! The claims set of RFC 7519 section 4, read once: registered claims are borrowed and have the right type, repeated
//! members are refused.

use serde::de::{IgnoredAny, MapAccess};

use super::TokenError;
use super::json::{Blame, Members, read_object};
use super::values::{Any, NumericDate, OneOrMany, Text};

/// The claims that a verifier checks. Their types are right; their values are not checked yet.
#[derive(Default)]
pub(crate) struct Payload<'a> {
    pub(crate) iss: Option<Text<'a>>,
    pub(crate) aud: Option<OneOrMany<'a>>,
    pub(crate) exp: Option<NumericDate>,
    pub(crate) nbf: Option<NumericDate>,
    /// A string of scopes in RFC 9068 section 2.2.3 and RFC 8693 section 4.2, a list at several providers.
    pub(crate) scope: Option<OneOrMany<'a>>,
    /// Used by the FastAPI tutorial.
    pub(crate) scopes: Option<OneOrMany<'a>>,
    /// Used by Microsoft and Okta.
    pub(crate) scp: Option<OneOrMany<'a>>,
    /// Whether one of the claims is `null`.
    pub(crate) has_null: bool,
    /// Whether `cnf` binds the token to its sender (RFC 7800 section 3.1).
    pub(crate) cnf: Option<IgnoredAny>,
    at_hash: Option<IgnoredAny>,
    c_hash: Option<IgnoredAny>,
    nonce: Option<IgnoredAny>,
    /// Claims that name the kind of the token: see [`kind`](super::kind).
    pub(crate) typ: Option<Any<'a>>,
    pub(crate) token_use: Option<Any<'a>>,
    pub(crate) token_type: Option<Any<'a>>,
    /// The tenant, for Entra.
    pub(crate) tid: Option<Any<'a>>,
    // Not compared with anything, but a token with a wrong type here is still invalid.
    pub(crate) sub: Option<Text<'a>>,
    pub(crate) jti: Option<Text<'a>>,
    pub(crate) iat: Option<NumericDate>,
    pub(crate) client_id: Option<Text<'a>>,
}

impl<'a> Payload<'a> {
    /// # Errors
    /// `InvalidClaim` for a registered claim of the wrong type, otherwise `Malformed`.
    pub(crate) fn parse(json: &'a str) -> Result<Self, TokenError> {
        read_object(json)
    }

    /// A claim that RFC 9068 section 2.2 requires and that is missing, apart from those that are compared.
    pub(crate) fn missing_claim(&self) -> Option<&'static str> {
        let required = [
            ("sub", self.sub.is_some()),
            ("client_id", self.client_id.is_some()),
            ("iat", self.iat.is_some()),
            ("jti", self.jti.is_some()),
        ];
        let missing = required.into_iter().find(|(_, is_there)| !is_there);
        missing.map(|(name, _)| name)
    }

    /// A claim that OpenID Connect Core 1.0 defines for ID tokens only (sections 2, 3.1.3.6, 3.3.2.11).
    pub(crate) fn claim_of_id_tokens(&self) -> Option<&'static str> {
        let only_there = [
            ("nonce", self.nonce.is_some()),
            ("at_hash", self.at_hash.is_some()),
            ("c_hash", self.c_hash.is_some()),
        ];
        let found = only_there.into_iter().find(|(_, is_there)| *is_there);
        found.map(|(name, _)| name)
    }
}

impl<'de> Members<'de> for Payload<'de> {
    const MAY_BE_NULL: bool = true;

    #[inline] // Called on every request.
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
            "typ" => blame.fill(wrong("typ"), &mut self.typ, map)?,
            "token_use" => blame.fill(wrong("token_use"), &mut self.token_use, map)?,
            "token_type" => blame.fill(wrong("token_type"), &mut self.token_type, map)?,
            "tid" => blame.fill(wrong("tid"), &mut self.tid, map)?,
            "cnf" => blame.fill(wrong("cnf"), &mut self.cnf, map)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn found_null(&mut self) {
        self.has_null = true;
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
        Some(Payload::parse(&json).ok()?.exp?.since_1970())
    }

    #[test]
    fn dates_may_be_integers_and_fractions() {
        assert_eq!(expiry("0"), Some(Duration::ZERO));
        assert_eq!(expiry("1.5"), Some(Duration::from_millis(1500)));
        assert_eq!(expiry("2e3"), Some(Duration::from_secs(2000)));
        assert_eq!(
            expiry("253402300799"),
            Some(Duration::from_secs(253_402_300_799))
        );
    }

    #[test]
    fn dates_that_are_no_finite_number_from_zero_up_are_refused() {
        for claim in ["exp", "nbf", "iat"] {
            for value in [
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
                "9223372036854775808", // No platform's clock can represent this.
                "18446744073709551615",
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
        for claim in ["iss", "sub", "jti", "client_id"] {
            for value in ["1", "true", "{}", r#"["a"]"#] {
                let refusal = refusal(&format!(r#"{{"{claim}":{value}}}"#));
                assert_eq!(refusal, Some(TokenError::InvalidClaim(claim)), "{value}");
            }
            assert_eq!(refusal(&format!(r#"{{"{claim}":"a"}}"#)), None);
        }
    }

    #[test]
    fn lists_are_lists_of_strings() {
        for claim in ["aud", "scope", "scopes", "scp"] {
            for value in ["1", "true", "{}", "[1]", r#"["a",null]"#, r#"["a",["b"]]"#] {
                let refusal = refusal(&format!(r#"{{"{claim}":{value}}}"#));
                assert_eq!(refusal, Some(TokenError::InvalidClaim(claim)), "{value}");
            }
            assert_eq!(refusal(&format!(r#"{{"{claim}":["a","\u0062"]}}"#)), None);
            assert_eq!(refusal(&format!(r#"{{"{claim}":[]}}"#)), None);
            assert_eq!(refusal(&format!(r#"{{"{claim}":"b\u0020c"}}"#)), None);
        }
    }

    const READ: [&str; 19] = [
        "tid",
        "iss",
        "sub",
        "aud",
        "exp",
        "nbf",
        "iat",
        "jti",
        "client_id",
        "scope",
        "scopes",
        "scp",
        "cnf",
        "nonce",
        "at_hash",
        "c_hash",
        "typ",
        "token_use",
        "token_type",
    ];

    #[test]
    fn a_claim_that_is_null_is_not_there() {
        for claim in READ.into_iter().chain(["own"]) {
            let payload = format!(r#"{{"{claim}":null}}"#);
            let payload = Payload::parse(&payload).unwrap();
            assert!(payload.has_null, "{claim}");
            assert_eq!(payload.missing_claim(), Some("sub"), "{claim}");
            assert!(payload.exp.is_none() && payload.aud.is_none() && payload.cnf.is_none());
            assert_eq!(payload.claim_of_id_tokens(), None, "{claim}");
        }
        assert!(
            !Payload::parse(r#"{"sub":"a","own":[null]}"#)
                .unwrap()
                .has_null
        );
    }

    #[test]
    fn a_claim_that_is_null_is_not_there_twice() {
        for claim in READ.into_iter().chain(["own"]) {
            let value = match claim {
                "exp" | "nbf" | "iat" => "1",
                _ => r#""a""#,
            };
            for (first, second) in [("null", "null"), ("null", value), (value, "null")] {
                let json = format!(r#"{{"x":1,"{claim}":{first},"y":2,"{claim}":{second}}}"#);
                assert_eq!(refusal(&json), Some(TokenError::Malformed), "{json}");
            }
        }
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
        // A byte order mark is not white space.
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
