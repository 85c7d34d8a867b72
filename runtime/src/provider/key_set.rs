//! A set of keys as a provider publishes it (RFC 7517 section 5).

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{FetchError, FetchErrorKind};
use crate::crypto::Algorithm;
use crate::token::keys::Key;

/// The maximum number of keys in a set. Providers have two or three, and some have one for each application.
const MAX_KEYS: usize = 100;

#[derive(Deserialize)]
struct JwkSet<'a> {
    #[serde(borrow)]
    keys: Vec<&'a RawValue>,
}

/// Parses the usable keys. Others are skipped: a provider may publish keys that this crate does not support.
///
/// # Errors
/// `Malformed` if this is not a key set, `TooLarge` if it has too many keys, `NoKeys` if none is usable.
pub(super) fn read(json: &[u8], of_rsa_keys: Algorithm) -> Result<Vec<Key>, FetchError> {
    let set: JwkSet<'_> = serde_json::from_slice(json)
        .map_err(|error| FetchError::new(FetchErrorKind::Malformed, error))?;
    let all = set.keys.len();
    if all > MAX_KEYS {
        return Err(FetchError::new(
            FetchErrorKind::TooLarge,
            format!("{all} keys"),
        ));
    }
    let (mut keys, mut why) = (Vec::new(), None);
    for json in set.keys {
        match Key::jwk_or(of_rsa_keys, json.get()) {
            Ok(key) => keys.push(key),
            Err(problem) => {
                tracing::debug!(%problem, "ignored a key of the provider");
                why = Some(problem);
            }
        }
    }
    if keys.is_empty() {
        let cause = match why {
            Some(problem) => {
                format!("none of the {all} keys can be used; the last one: {problem}")
            }
            None => "the set is empty".to_owned(),
        };
        return Err(FetchError::new(FetchErrorKind::NoKeys, cause));
    }
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use super::{Algorithm, FetchErrorKind, read};

    const P256: &str = include_str!("../token/testdata/p256.jwk.json");
    const RSA: &str = include_str!("../token/testdata/rsa.jwk.json");

    fn algorithms(keys: &[&str]) -> Result<Vec<Algorithm>, FetchErrorKind> {
        let json = format!(r#"{{"keys":[{}],"more":1}}"#, keys.join(","));
        let keys = read(json.as_bytes(), Algorithm::PS256).map_err(|error| error.kind())?;
        Ok(keys
            .iter()
            .map(crate::token::keys::Key::algorithm)
            .collect())
    }

    /// The JWK without some of its members.
    fn without(jwk: &str, members: &[&str]) -> String {
        let mut jwk: serde_json::Map<_, _> = serde_json::from_str(jwk).unwrap();
        for member in members {
            jwk.remove(*member);
        }
        serde_json::to_string(&jwk).unwrap()
    }

    #[test]
    fn keys_without_kid_alg_and_use_are_read() {
        let rsa = without(RSA, &["kid", "alg", "use"]);
        let p256 = without(P256, &["kid", "alg", "use"]);
        assert_eq!(
            algorithms(&[&rsa, &p256]),
            Ok(vec![Algorithm::PS256, Algorithm::ES256])
        );
    }

    #[test]
    fn what_is_no_key_for_us_is_left_out_and_not_the_set() {
        for other in [
            "1",
            "null",
            "[]",
            "{}",
            r#"{"kty":"oct","k":"c2VjcmV0"}"#,
            r#"{"kty":"EC","crv":"P-521","x":"AA","y":"AA"}"#,
            r#"{"kty":"RSA","n":"AA","e":"AQAB","alg":"RS256"}"#,
            r#"{"kty":"EC","kty":"EC"}"#,
            r#"{"kty":"RSA","use":"enc","n":"AA","e":"AQAB"}"#,
        ] {
            assert_eq!(
                algorithms(&[other, P256, other]),
                Ok(vec![Algorithm::ES256]),
                "{other}"
            );
            assert_eq!(algorithms(&[other]), Err(FetchErrorKind::NoKeys), "{other}");
        }
    }

    #[test]
    fn what_is_no_set_or_too_large_a_one_is_refused() {
        for json in [
            "",
            "[]",
            "{}",
            r#"{"keys":{}}"#,
            r#"{"keys":[]} {}"#,
            "<html>",
        ] {
            assert_eq!(
                read(json.as_bytes(), Algorithm::RS256)
                    .err()
                    .map(|error| error.kind()),
                Some(FetchErrorKind::Malformed)
            );
        }
        assert_eq!(algorithms(&[]), Err(FetchErrorKind::NoKeys));
        assert_eq!(algorithms(&[P256; 101]), Err(FetchErrorKind::TooLarge));
    }
}
