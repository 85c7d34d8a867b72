//! Tokens at the places that a scheme can declare.

use std::borrow::Cow;

use http::HeaderMap;
use http::header::SEC_WEBSOCKET_PROTOCOL;
use http::request::Parts;

use super::api_key::{Unclear, find_key};
use super::bearer::{Credentials, Sent, b64token};
use crate::scheme::{KeyLocation, TokenPlace};

/// Finds the token at this place.
pub(crate) fn token_at(place: TokenPlace, parts: &Parts) -> Credentials<'_> {
    sent_at(place, parts).check()
}

/// Finds what is at this place. In the header of bearer tokens it is not checked whether that is a token: one that was
/// verified before is, and the others are checked later.
pub(crate) fn sent_at(place: TokenPlace, parts: &Parts) -> Sent<'_> {
    Sent::Checked(match place {
        TokenPlace::Authorization { scheme } => return Sent::find(&parts.headers, scheme),
        TokenPlace::Header { name } => key(parts, KeyLocation::Header, name),
        TokenPlace::Cookie { name, .. } => key(parts, KeyLocation::Cookie, name),
        TokenPlace::Subprotocol { name } => subprotocol(&parts.headers, name),
    })
}

fn key<'p>(parts: &'p Parts, location: KeyLocation, name: &str) -> Credentials<'p> {
    match find_key(parts, location, name) {
        Ok(None) => Credentials::Missing,
        Ok(Some(Cow::Borrowed(token))) => b64token(token.as_bytes()).into(),
        Ok(Some(Cow::Owned(_))) => Credentials::Malformed,
        Err(Unclear) => Credentials::Repeated,
    }
}

/// The subprotocol after `name`. Several headers are one list (RFC 9110 section 5.3).
fn subprotocol<'h>(headers: &'h HeaderMap, name: &str) -> Credentials<'h> {
    let headers = headers.get_all(SEC_WEBSOCKET_PROTOCOL).iter();
    let mut offered = headers
        .flat_map(|value| value.as_bytes().split(|byte| *byte == b','))
        .map(|offered| str::from_utf8(offered).unwrap_or_default().trim());
    if !offered.any(|offered| offered == name) {
        return Credentials::Missing;
    }
    let token = offered.next().unwrap_or_default();
    if offered.any(|offered| offered == name) {
        Credentials::Repeated
    } else {
        b64token(token.as_bytes()).into()
    }
}

#[cfg(test)]
mod tests {
    use http::Request;
    use proptest::prelude::*;

    use super::*;

    const PLACES: [TokenPlace; 5] = [
        TokenPlace::BEARER,
        TokenPlace::authorization("Token"),
        TokenPlace::header("X-Token"),
        TokenPlace::cookie("token", false),
        TokenPlace::subprotocol("access_token"),
    ];

    fn parts(headers: &[(&str, &str)]) -> Parts {
        let mut request = Request::new(());
        for (name, value) in headers {
            let name = http::HeaderName::try_from(*name).unwrap();
            request.headers_mut().append(name, value.parse().unwrap());
        }
        request.into_parts().0
    }

    #[test]
    fn a_token_is_found_at_its_place_and_nowhere_else() {
        let headers = [
            ("authorization", "bearer a"),
            ("authorization", "TOKEN a"),
            ("x-token", "a"),
            ("cookie", "x=y; token=a"),
            ("sec-websocket-protocol", "chat, access_token, a"),
        ];
        for (i, header) in headers.into_iter().enumerate() {
            let parts = parts(&[header]);
            for (j, place) in PLACES.into_iter().enumerate() {
                let expected = if i == j {
                    Credentials::Token("a")
                } else {
                    Credentials::Missing
                };
                assert!(token_at(place, &parts) == expected, "{header:?} {place:?}");
            }
        }
    }

    #[test]
    fn two_tokens_are_a_guess_and_other_text_is_no_token() {
        for (place, twice, malformed) in [
            (
                TokenPlace::header("x-token"),
                [("x-token", "a"), ("x-token", "a")],
                ("x-token", "Bearer a"),
            ),
            (
                TokenPlace::cookie("token", false),
                [("cookie", "token=a"), ("cookie", "token=b")],
                ("cookie", "token=a b"),
            ),
            (
                TokenPlace::subprotocol("t"),
                [
                    ("sec-websocket-protocol", "t, a"),
                    ("sec-websocket-protocol", "t, a"),
                ],
                ("sec-websocket-protocol", "a, t"),
            ),
            (
                TokenPlace::authorization("t"),
                [("authorization", "t a"), ("authorization", "t a")],
                ("authorization", "t a b"),
            ),
        ] {
            assert_eq!(
                token_at(place, &parts(&twice)),
                Credentials::Repeated,
                "{place:?}"
            );
            let malformed = parts(&[malformed]);
            assert_eq!(
                token_at(place, &malformed),
                Credentials::Malformed,
                "{place:?}"
            );
        }
    }

    #[test]
    fn an_empty_header_or_cookie_is_missing() {
        let parts = parts(&[("x-token", " "), ("cookie", "token=; a=b")]);
        for place in PLACES {
            assert_eq!(token_at(place, &parts), Credentials::Missing, "{place:?}");
        }
    }

    proptest! {
        #[test]
        fn any_headers_are_judged_without_a_panic(value in "[ -~]{0,30}") {
            let value = value.as_str();
            let names = ["authorization", "x-token", "cookie", "sec-websocket-protocol"];
            let parts = parts(&names.map(|name| (name, value)));
            for place in PLACES {
                let _ = token_at(place, &parts);
            }
        }
    }
}
