//! The registered claims.

use std::fmt;
use std::time::SystemTime;

use serde::{Deserialize, Deserializer};

use super::values::{NumericDate, OneOrMany, Text};

/// The registered claims of [RFC 7519 section 4.1](https://www.rfc-editor.org/rfc/rfc7519#section-4.1), and
/// `client_id` of [RFC 9068 section 2.2](https://www.rfc-editor.org/rfc/rfc9068#section-2.2).
///
/// For custom claims, define your own type and pass it to [`VerifiedToken::claims`](super::VerifiedToken::claims).
///
/// ```
/// use scopegate::{Claims, TokenIssuer, Verifier};
///
/// let secret = [7; 32];
/// let token = TokenIssuer::hs256(secret)?.issue("johndoe", ["me"])?;
/// let verified = Verifier::hs256(secret)?.verify(&token).now()?;
///
/// let claims: Claims = verified.claims()?;
/// assert_eq!(claims.sub.as_deref(), Some("johndoe"));
/// assert!(claims.exp.is_some() && claims.client_id.is_none());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Claims {
    /// The subject: the user or client that the token was issued for.
    pub sub: Option<String>,
    /// The issuer.
    pub iss: Option<String>,
    /// The audience: one or several names; empty if the claim is missing.
    #[serde(default, deserialize_with = "names")]
    pub aud: Vec<String>,
    /// The time from which the token is no longer valid. Always set for a JWT; may be missing for introspection ([RFC
    /// 7662 section 2.2](https://www.rfc-editor.org/rfc/rfc7662#section-2.2)).
    #[serde(default, deserialize_with = "time")]
    pub exp: Option<SystemTime>,
    /// The time from which the token is valid.
    #[serde(default, deserialize_with = "time")]
    pub nbf: Option<SystemTime>,
    /// The time at which the token was issued.
    #[serde(default, deserialize_with = "time")]
    pub iat: Option<SystemTime>,
    /// The token's identifier.
    pub jti: Option<String>,
    /// The client that requested the token.
    pub client_id: Option<String>,
}

fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<SystemTime>, D::Error> {
    let date = Option::deserialize(deserializer)?;
    Ok(date.map(|NumericDate(time)| time))
}

fn names<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    Ok(match Option::<OneOrMany<'_>>::deserialize(deserializer)? {
        None => Vec::new(),
        Some(OneOrMany::One(name)) => vec![name.into_owned()],
        Some(OneOrMany::Many(names)) => names
            .into_iter()
            .map(|Text(name)| name.into_owned())
            .collect(),
    })
}

/// Redacted: claims are personal data.
impl fmt::Debug for Claims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Claims").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::Claims;

    #[test]
    fn every_claim_is_read() {
        let json = r#"{"sub":"s","iss":"i","aud":["a","b"],"exp":9.5,"nbf":1,"iat":2,"jti":"j",
            "client_id":"c","own":{}}"#;
        let claims: Claims = serde_json::from_str(json).unwrap();
        assert_eq!(
            (claims.sub.as_deref(), claims.iss.as_deref()),
            (Some("s"), Some("i"))
        );
        assert_eq!(claims.aud, ["a", "b"]);
        let at = |milliseconds| Some(SystemTime::UNIX_EPOCH + Duration::from_millis(milliseconds));
        assert_eq!(
            (claims.exp, claims.nbf, claims.iat),
            (at(9500), at(1000), at(2000))
        );
        assert_eq!(
            (claims.jti.as_deref(), claims.client_id.as_deref()),
            (Some("j"), Some("c"))
        );
    }

    #[test]
    fn all_may_be_missing_and_none_may_be_wrong() {
        let claims: Claims = serde_json::from_str(r#"{"aud":"a"}"#).unwrap();
        assert_eq!((claims.aud, claims.exp), (vec!["a".to_owned()], None));
        let nulls = r#"{"sub":null,"iss":null,"aud":null,"exp":null,"nbf":null,"iat":null,"jti":null,"client_id":null}"#;
        let none = serde_json::from_str::<Claims>("{}").unwrap();
        assert_eq!(serde_json::from_str::<Claims>(nulls).unwrap(), none);
        for wrong in [
            r#"{"exp":"1"}"#,
            r#"{"sub":1}"#,
            r#"{"aud":[null]}"#,
            r#"{"exp":18446744073709551615}"#,
        ] {
            assert!(serde_json::from_str::<Claims>(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn debug_shows_no_claim() {
        let claims: Claims = serde_json::from_str(r#"{"sub":"johndoe","exp":1}"#).unwrap();
        assert_eq!(format!("{claims:?}"), "Claims { .. }");
    }
}
