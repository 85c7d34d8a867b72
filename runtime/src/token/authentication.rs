//! What a token says of the authentication of its user.
//!
//! Only routes that require something of it read these claims. So a token with odd ones is refused there only.

use std::time::Duration;

use serde::de::MapAccess;

use super::TokenError;
use super::json::{Blame, Members, read_object};
use super::values::{NumericDate, Text};

/// The claim `acr` (OpenID Connect Core 1.0 section 2, RFC 9470 section 6).
#[derive(Default)]
struct Acr<'a>(Option<Text<'a>>);

/// The claim `auth_time`.
#[derive(Default)]
struct AuthTime(Option<NumericDate>);

/// The authentication context class reference that the user of a token satisfied.
pub(crate) fn acr(claims: &str) -> Result<Option<String>, TokenError> {
    let Acr(acr) = read_object(claims)?;
    Ok(acr.map(|Text(acr)| acr.into_owned()))
}

/// When the user of a token was authenticated.
pub(crate) fn auth_time(claims: &str) -> Result<Option<NumericDate>, TokenError> {
    let AuthTime(time) = read_object(claims)?;
    Ok(time)
}

/// Whether a user who was authenticated at `time` was so at most `max_age` seconds before `now`, and not after it, by a
/// clock that may differ by `leeway`.
pub(crate) fn is_recent(time: NumericDate, max_age: u32, now: Duration, leeway: Duration) -> bool {
    let time = time.since_1970();
    let max_age = Duration::from_secs(max_age.into());
    let is_past = time <= now.saturating_add(leeway);
    is_past && now <= time.saturating_add(max_age).saturating_add(leeway)
}

impl<'de> Members<'de> for Acr<'de> {
    const MAY_BE_NULL: bool = true;

    fn member<A: MapAccess<'de>>(
        &mut self,
        name: &str,
        blame: &Blame,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        let is_it = name == "acr";
        if is_it {
            blame.fill(TokenError::InvalidClaim("acr"), &mut self.0, map)?;
        }
        Ok(is_it)
    }
}

impl<'de> Members<'de> for AuthTime {
    const MAY_BE_NULL: bool = true;

    fn member<A: MapAccess<'de>>(
        &mut self,
        name: &str,
        blame: &Blame,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        let is_it = name == "auth_time";
        if is_it {
            blame.fill(TokenError::InvalidClaim("auth_time"), &mut self.0, map)?;
        }
        Ok(is_it)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recent(time: f64, max_age: u32, leeway: u64) -> bool {
        let claims = format!(r#"{{"auth_time":{time}}}"#);
        let time = auth_time(&claims).unwrap().unwrap();
        is_recent(
            time,
            max_age,
            Duration::from_secs(1000),
            Duration::from_secs(leeway),
        )
    }

    #[test]
    fn an_age_counts_from_the_claim_and_the_limit_is_still_recent() {
        assert!(recent(900.0, 100, 0));
        assert!(!recent(899.9, 100, 0));
        assert!(recent(899.9, 100, 1));
        assert!(!recent(898.9, 100, 1));
        assert!(recent(0.0, u32::MAX, 0));
    }

    #[test]
    fn nobody_is_authenticated_in_the_future() {
        assert!(recent(1000.0, 100, 0));
        assert!(!recent(1000.1, 100, 0));
        assert!(recent(1001.0, 100, 1));
        assert!(!recent(1001.1, 100, 1));
        assert!(!recent(1e11, u32::MAX, 300));
    }

    #[test]
    fn a_claim_of_the_wrong_type_is_named_and_one_that_is_null_is_missing() {
        let wrong = |name| Some(TokenError::InvalidClaim(name));
        for claim in [r#""1700000000""#, "true", "[1]", "{}", "-1", "1e300"] {
            let claims = format!(r#"{{"auth_time":{claim},"acr":"phr"}}"#);
            assert_eq!(auth_time(&claims).err(), wrong("auth_time"), "{claim}");
            assert_eq!(acr(&claims).unwrap().as_deref(), Some("phr"));
        }
        for claim in ["1", "true", r#"["phr"]"#, "{}"] {
            let claims = format!(r#"{{"acr":{claim},"auth_time":1}}"#);
            assert_eq!(acr(&claims).err(), wrong("acr"), "{claim}");
            assert!(auth_time(&claims).unwrap().is_some());
        }
        let nothing = r#"{"acr":null,"auth_time":null}"#;
        assert_eq!((acr(nothing), auth_time(nothing)), (Ok(None), Ok(None)));
    }
}
