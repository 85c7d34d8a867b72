//! HTTP Basic authentication (RFC 7617).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;

use super::authorization::Authorization;

pub(super) const BASIC: &str = "basic";

/// A request's credentials at the place defined by RFC 7617.
pub(crate) enum Basic {
    /// Nothing that names the Basic scheme.
    Missing,
    /// The username and the password.
    Found((String, String)),
    /// The Basic scheme, followed by something other than credentials.
    Malformed,
    /// Several `Authorization` headers: choosing one would be a guess.
    Repeated,
}

pub(crate) fn basic(headers: &HeaderMap) -> Basic {
    match Authorization::find(headers, BASIC) {
        Authorization::Missing => Basic::Missing,
        Authorization::Repeated => Basic::Repeated,
        Authorization::Rest(rest) => decode(rest).map_or(Basic::Malformed, Basic::Found),
    }
}

/// The first colon ends the username (RFC 7617 section 2).
fn decode(encoded: &[u8]) -> Option<(String, String)> {
    let encoded = str::from_utf8(encoded).ok()?.trim_matches(' ');
    let text = String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?;
    let (username, password) = text.split_once(':')?;
    let is_text = !text.chars().any(char::is_control);
    is_text.then(|| (username.to_owned(), password.to_owned()))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use http::header::AUTHORIZATION;
    use proptest::prelude::*;

    use super::*;

    fn read(values: &[&str]) -> Basic {
        let values = values.iter().map(|value| HeaderValue::from_str(value));
        basic(
            &values
                .map(|value| (AUTHORIZATION, value.unwrap()))
                .collect(),
        )
    }

    #[track_caller]
    fn assert_found(value: &str, username: &str, password: &str) {
        match read(&[value]) {
            Basic::Found(found) => {
                assert_eq!((found.0.as_str(), found.1.as_str()), (username, password));
            }
            _ => panic!("nothing found in {value}"),
        }
    }

    #[test]
    fn the_first_colon_ends_the_username() {
        assert_found("Basic dXNlcjpwYXNz", "user", "pass");
        assert_found("basic dXNlcjpwYTpzcw==", "user", "pa:ss");
        assert_found("BASIC  Og== ", "", "");
        assert_found("Basic w6k6w7w=", "é", "ü");
    }

    #[test]
    fn other_schemes_are_missing() {
        for value in [
            "",
            "Bearer dXNlcjpwYXNz",
            "Basicx",
            "dXNlcjpwYXNz",
            "Basic,x",
        ] {
            assert!(matches!(read(&[value]), Basic::Missing), "{value}");
        }
        assert!(matches!(read(&[]), Basic::Missing));
    }

    #[test]
    fn what_is_no_base64_of_a_name_and_a_password_is_malformed() {
        // No padding, the URL alphabet, no colon, a line feed, no UTF-8, two values, trailing garbage.
        for value in [
            "Basic",
            "Basic ",
            "Basic Og",
            "Basic w6k6w7-_",
            "Basic dXNlcg==",
            "Basic dXM6Cg==",
            "Basic /zo=",
            "Basic Og== Og==",
            "Basic Og==,",
            "Basic realm=x",
        ] {
            assert!(matches!(read(&[value]), Basic::Malformed), "{value}");
        }
    }

    #[test]
    fn several_headers_are_repeated() {
        assert!(matches!(
            read(&["Basic Og==", "Basic Og=="]),
            Basic::Repeated
        ));
        assert!(matches!(read(&["Basic Og==", "Bearer x"]), Basic::Repeated));
    }

    proptest! {
        #[test]
        fn any_header_is_judged_without_a_panic(value in proptest::collection::vec(any::<u8>(), 0..40)) {
            if let Ok(value) = HeaderValue::from_bytes(&[b"Basic ", value.as_slice()].concat()) {
                basic(&HeaderMap::from_iter([(AUTHORIZATION, value)]));
            }
        }

        #[test]
        fn every_name_and_password_is_found(name in "[^:\\p{Cc}]{0,12}", password in "\\P{Cc}{0,12}") {
            let value = format!("Basic {}", STANDARD.encode(format!("{name}:{password}")));
            assert_found(&value, &name, &password);
        }
    }
}
