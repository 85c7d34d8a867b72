//! The JOSE header of RFC 7515 section 4, limited to the parameters that a verifier may trust.

use serde::de::MapAccess;

use super::json::{Blame, read_object};
use super::values::Text;
use super::{TokenError, json};
use crate::crypto::Algorithm;

/// The parameters of the header. `jku`, `jwk`, `x5u` and `x5c` are missing: a key that comes with the token proves
/// nothing (RFC 8725 section 3.10).
pub(crate) struct Header<'a> {
    pub(crate) algorithm: Algorithm,
    pub(crate) kid: Option<Text<'a>>,
    pub(crate) typ: Option<Text<'a>>,
}

impl<'a> Header<'a> {
    /// # Errors
    /// `Algorithm` if `alg` is missing or unknown, `Critical` if an extension is required, `Type` if `typ` is not a
    /// string, otherwise `Malformed`.
    pub(crate) fn parse(json: &'a str) -> Result<Self, TokenError> {
        let members: Members<'a> = read_object(json)?;
        let name = members.alg.ok_or(TokenError::Algorithm)?.0;
        let algorithm = Algorithm::from_name(&name).ok_or(TokenError::Algorithm)?;
        Ok(Self {
            algorithm,
            kid: members.kid,
            typ: members.typ,
        })
    }
}

#[derive(Default)]
struct Members<'a> {
    alg: Option<Text<'a>>,
    kid: Option<Text<'a>>,
    typ: Option<Text<'a>>,
}

impl<'de> json::Members<'de> for Members<'de> {
    const MAY_BE_NULL: bool = false;

    #[inline] // Called on every request.
    fn member<A: MapAccess<'de>>(
        &mut self,
        name: &str,
        blame: &Blame,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        match name {
            "alg" => blame.fill(TokenError::Algorithm, &mut self.alg, map)?,
            "kid" => blame.fill(TokenError::Malformed, &mut self.kid, map)?,
            "typ" => blame.fill(TokenError::Type, &mut self.typ, map)?,
            "crit" | "b64" | "zip" | "enc" => blame.extension()?,
            _ => return Ok(false),
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::{Algorithm, Header, TokenError};

    fn refusal(json: &str) -> Option<TokenError> {
        Header::parse(json).err()
    }

    #[test]
    fn algorithm_key_and_type_are_read() {
        let header = Header::parse(r#"{"alg":"ES256","typ":"at+jwt","kid":"a\u0062"}"#).unwrap();
        assert_eq!(header.algorithm, Algorithm::ES256);
        assert_eq!(header.kid.unwrap().0, "ab");
        assert_eq!(header.typ.unwrap().0, "at+jwt");
    }

    /// RFC 9864 section 2.2.
    #[test]
    fn the_two_names_of_one_algorithm_are_the_same() {
        for name in ["EdDSA", "Ed25519"] {
            let json = format!(r#"{{"alg":"{name}"}}"#);
            let header = Header::parse(&json).unwrap();
            assert_eq!(header.algorithm, Algorithm::EdDSA);
        }
        assert_eq!(refusal(r#"{"alg":"Ed448"}"#), Some(TokenError::Algorithm));
    }

    #[test]
    fn an_algorithm_that_is_absent_unknown_or_no_string_is_refused() {
        for json in [
            "{}",
            r#"{"alg":"none"}"#,
            r#"{"alg":"None"}"#,
            r#"{"alg":"NONE"}"#,
            r#"{"alg":"nOnE"}"#,
            r#"{"alg":""}"#,
            r#"{"alg":"hs256"}"#,
            r#"{"alg":"HS256 "}"#,
            r#"{"alg":"HS1"}"#,
            r#"{"alg":"HS385"}"#,
            r#"{"alg":"ES256K"}"#,
            r#"{"alg":"ES521"}"#,
            r#"{"alg":null}"#,
            r#"{"alg":["HS256"]}"#,
            r#"{"alg":1}"#,
        ] {
            assert_eq!(refusal(json), Some(TokenError::Algorithm), "{json}");
        }
    }

    #[test]
    fn extensions_are_refused_even_an_empty_list_of_them() {
        for member in [
            r#""crit":["x"]"#,
            r#""crit":["exp"]"#,
            r#""crit":[]"#,
            r#""crit":null"#,
            r#""\u0063rit":["x"]"#,
            r#""b64":false"#,
            r#""b64":true"#,
            r#""zip":"DEF""#,
            r#""enc":"A128GCM""#,
        ] {
            let json = format!(r#"{{"alg":"HS256",{member}}}"#);
            assert_eq!(refusal(&json), Some(TokenError::Critical), "{json}");
        }
    }

    #[test]
    fn a_repeated_member_is_refused_at_any_depth_and_in_any_spelling() {
        for json in [
            r#"{"alg":"HS256","alg":"HS256"}"#,
            r#"{"alg":"HS256","\u0061lg":"none"}"#,
            r#"{"alg":"HS256","kid":"a","kid":"b"}"#,
            r#"{"alg":"HS256","x":1,"y":2,"x":3}"#,
            r#"{"alg":"HS256","x":1,"\u0078":3}"#,
            r#"{"alg":"HS256","jwk":{"kty":"RSA","kty":"oct"}}"#,
            r#"{"alg":"HS256","x":[{"a":[{"b":1,"b":1}]}]}"#,
        ] {
            assert_eq!(refusal(json), Some(TokenError::Malformed), "{json}");
        }
    }

    #[test]
    fn a_header_is_one_json_object() {
        for json in [
            "",
            "1",
            "null",
            "[]",
            r#""HS256""#,
            "{",
            r#"{"alg":"HS256"}x"#,
            "{}{}",
        ] {
            assert!(refusal(json).is_some(), "{json}");
        }
        assert_eq!(
            refusal(r#"{"alg":"HS256","kid":1}"#),
            Some(TokenError::Malformed)
        );
        assert_eq!(
            refusal(r#"{"alg":"HS256","kid":null}"#),
            Some(TokenError::Malformed)
        );
        assert_eq!(
            refusal(r#"{"alg":"HS256","typ":1}"#),
            Some(TokenError::Type)
        );
    }

    #[test]
    fn deep_nesting_is_refused_without_overflow() {
        for open in ["[", r#"{"a":"#] {
            let json = format!(r#"{{"alg":"HS256","x":{}"#, open.repeat(10_000));
            assert_eq!(refusal(&json), Some(TokenError::Malformed));
        }
    }

    #[test]
    fn thousands_of_members_are_searched_quickly() {
        let members = (0..1000)
            .map(|n| format!(r#""m{n}":0,"#))
            .collect::<Vec<_>>()
            .concat();
        assert_eq!(refusal(&format!(r#"{{{members}"alg":"HS256"}}"#)), None);
        assert!(refusal(&format!(r#"{{{members}"m0":0,"alg":"HS256"}}"#)).is_some());
    }

    #[test]
    fn keys_that_come_with_the_token_are_ignored() {
        for member in ["jku", "jwk", "x5u", "x5c"] {
            assert_eq!(
                refusal(&format!(r#"{{"alg":"HS256","{member}":"https://x"}}"#)),
                None
            );
        }
    }
}
