//! Finds the bearer token of a request, without verifying it.

use std::fmt;

use http::{HeaderMap, Uri};

use super::authorization::Authorization;

pub(super) const DPOP: &str = "dpop";

/// A request's token at the place defined by RFC 6750 section 2.1.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Credentials<'a> {
    /// Nothing that names the bearer scheme.
    Missing,
    /// One token; never empty, with the characters of `b64token` only.
    Token(&'a str),
    /// The bearer scheme, followed by something that cannot be a token.
    Malformed,
    /// Several `Authorization` headers: choosing one would be a guess.
    Repeated,
}

impl fmt::Debug for Credentials<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "Missing",
            Self::Token(_) => "Token([redacted])",
            Self::Malformed => "Malformed",
            Self::Repeated => "Repeated",
        })
    }
}

/// Finds the token that is sent with a proof of possession (RFC 9449 section 7.1).
#[cfg(feature = "dpop")]
pub(crate) fn dpop(headers: &HeaderMap) -> Credentials<'_> {
    Sent::find(headers, DPOP).check()
}

/// What a request has at the place of a token.
#[derive(Clone, Copy)]
pub(crate) enum Sent<'h> {
    /// After the name of the scheme, without the spaces around it. It may be empty, or no text.
    Unchecked(&'h [u8]),
    Checked(Credentials<'h>),
}

impl<'h> Sent<'h> {
    #[inline] // Like its callee: each caller knows the name.
    pub(super) fn find(headers: &'h HeaderMap, scheme: &str) -> Self {
        match Authorization::find(headers, scheme) {
            Authorization::Missing => Self::Checked(Credentials::Missing),
            Authorization::Repeated => Self::Checked(Credentials::Repeated),
            Authorization::Rest(rest) => Self::Unchecked(trim_spaces(rest)),
        }
    }

    /// Whether it is a token.
    pub(crate) fn check(self) -> Credentials<'h> {
        match self {
            Self::Checked(credentials) => credentials,
            Self::Unchecked(text) => b64token(text).into(),
        }
    }
}

impl<'h> From<Option<&'h str>> for Credentials<'h> {
    fn from(b64token: Option<&'h str>) -> Self {
        b64token.map_or(Self::Malformed, Self::Token)
    }
}

/// Whether the query has an `access_token` parameter (RFC 6750 section 2.3), in any percent-encoding of that name.
///
/// Only names are decoded: a token in a query is not read, so that it cannot be used or leak further.
pub(crate) fn token_in_query(uri: &Uri) -> bool {
    let Some(query) = uri.query() else {
        return false;
    };
    let parameters = query.split('&');
    let mut names = parameters.map(|parameter| parameter.split('=').next().unwrap_or_default());
    names
        .any(|name| form_urlencoded::parse(name.as_bytes()).any(|(name, _)| name == "access_token"))
}

fn trim_spaces(mut text: &[u8]) -> &[u8] {
    while let [b' ', rest @ ..] = text {
        text = rest;
    }
    while let [rest @ .., b' '] = text {
        text = rest;
    }
    text
}

/// `b64token = 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="`
pub(super) fn b64token(text: &[u8]) -> Option<&str> {
    let mut characters = text;
    while let [rest @ .., b'='] = characters {
        characters = rest;
    }
    // Without a branch for each byte: the compiler checks many at once.
    let add = |wrong, byte: &u8| wrong | u8::from(!is_of_b64token(*byte));
    let is_token = characters.iter().fold(0, add) == 0 && !characters.is_empty();
    str::from_utf8(text).ok().filter(|_| is_token)
}

fn is_of_b64token(byte: u8) -> bool {
    let is_letter = is_among(byte | 0x20, b'a', b'z');
    let is_digit_or_mark = is_among(byte, b'-', b'9'); // `-./` and digits
    is_letter || is_digit_or_mark || matches!(byte, b'_' | b'~' | b'+')
}

/// Whether a byte is one of these and those between: they are moved to the end of the numbers with a sign, because many
/// processors only compare such numbers many at once.
const fn is_among(byte: u8, first: u8, last: u8) -> bool {
    let end = i8::MAX.cast_unsigned();
    byte.wrapping_add(end - last).cast_signed() >= (end - (last - first)).cast_signed()
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use http::header::AUTHORIZATION;
    use proptest::prelude::*;

    use super::*;

    fn bearer(headers: &HeaderMap) -> Credentials<'_> {
        Sent::find(headers, "bearer").check()
    }

    fn headers(values: &[&[u8]]) -> HeaderMap {
        let values = values
            .iter()
            .map(|value| HeaderValue::from_bytes(value).unwrap());
        values.map(|value| (AUTHORIZATION, value)).collect()
    }

    #[track_caller]
    fn assert_found(value: impl AsRef<[u8]>, expected: Credentials<'_>) {
        let headers = headers(&[value.as_ref()]);
        assert!(bearer(&headers) == expected, "found {:?}", bearer(&headers));
    }

    #[test]
    fn no_header_is_missing() {
        assert_eq!(bearer(&HeaderMap::new()), Credentials::Missing);
    }

    #[test]
    fn what_is_not_the_bearer_scheme_is_missing() {
        for value in [
            "",
            " ",
            "Basic x",
            "abc.def",
            "Bearerabc",
            "Bearer\tabc",
            "Bearer\t abc",
            " Bearer abc",
            "Bearer,abc",
        ] {
            assert_found(value, Credentials::Missing);
        }
    }

    #[test]
    fn the_scheme_is_case_insensitive() {
        for value in ["Bearer abc", "bearer abc", "BEARER abc", "bEaReR abc"] {
            assert_found(value, Credentials::Token("abc"));
        }
    }

    #[test]
    fn spaces_around_the_token_are_trimmed() {
        for value in [
            "Bearer  abc",
            "Bearer   abc",
            "Bearer abc ",
            "Bearer  abc   ",
        ] {
            assert_found(value, Credentials::Token("abc"));
        }
    }

    #[test]
    fn every_character_of_b64token_is_accepted() {
        for token in ["a", "AZaz09-._~+/", "a=", "a==", "h.p.s"] {
            assert_found(format!("Bearer {token}"), Credentials::Token(token));
        }
    }

    #[test]
    fn no_other_byte_is_of_a_token() {
        for byte in 0..=u8::MAX {
            let is_allowed = byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte);
            assert_eq!(is_of_b64token(byte), is_allowed, "{byte}");
            let is_token = b64token(&[b'a', byte]).is_some();
            assert_eq!(is_token, is_allowed || byte == b'=', "{byte}");
        }
    }

    #[test]
    fn a_scheme_without_a_token_is_malformed() {
        for value in ["Bearer", "bearer", "Bearer ", "Bearer    "] {
            assert_found(value, Credentials::Malformed);
        }
    }

    #[test]
    fn what_is_no_b64token_is_malformed() {
        for value in [
            "Bearer a b",
            "Bearer a,b",
            "Bearer \"a\"",
            "Bearer a\tb",
            "Bearer \ta",
            "Bearer a=b",
            "Bearer =",
            "Bearer é",
        ] {
            assert_found(value, Credentials::Malformed);
        }
    }

    #[test]
    fn bytes_that_are_not_utf8_are_malformed_only_after_the_bearer_scheme() {
        assert_found(b"Bearer \xff", Credentials::Malformed);
        assert_found(b"bearer abc\xc3", Credentials::Malformed);
        assert_found(b"Basic \xff", Credentials::Missing);
        assert_found(b"\xff Bearer abc", Credentials::Missing);
        assert_found(b"Bearer\xff abc", Credentials::Missing);
    }

    #[test]
    fn several_headers_are_repeated_whatever_they_hold() {
        let pairs: [[&[u8]; 2]; 4] = [
            [b"Bearer a", b"Bearer b"],
            [b"Bearer a", b"Bearer a"],
            [b"Basic a", b"Bearer b"],
            [b"", b"\xff"],
        ];
        for pair in pairs {
            assert_eq!(bearer(&headers(&pair)), Credentials::Repeated);
        }
    }

    #[cfg(feature = "dpop")]
    #[test]
    fn a_token_with_a_proof_has_a_scheme_of_its_own() {
        for value in ["DPoP abc", "dpop abc", "DPOP  abc "] {
            let headers = headers(&[value.as_bytes()]);
            assert_eq!(dpop(&headers), Credentials::Token("abc"));
            assert_eq!(bearer(&headers), Credentials::Missing);
        }
        for (value, expected) in [
            ("Bearer abc", Credentials::Missing),
            ("DPoPabc", Credentials::Missing),
            ("DPoP", Credentials::Malformed),
            ("DPoP a b", Credentials::Malformed),
        ] {
            assert_eq!(dpop(&headers(&[value.as_bytes()])), expected, "{value}");
        }
        let both: [&[u8]; 2] = [b"DPoP a", b"Bearer a"];
        assert_eq!(dpop(&headers(&both)), Credentials::Repeated);
    }

    #[test]
    fn debug_shows_no_token() {
        assert_eq!(
            format!("{:?}", Credentials::Token("s3cret")),
            "Token([redacted])"
        );
    }

    #[test]
    fn a_token_in_the_query_is_noticed() {
        for query in [
            "access_token=x",
            "access_token",
            "a=b&access_token=x",
            "%61ccess%5Ftoken=x",
            "access_token=%ff",
            "&access_token=a=b",
        ] {
            let uri = format!("/items?{query}").parse().unwrap();
            assert!(token_in_query(&uri), "{query}");
        }
    }

    #[test]
    fn other_parameters_are_no_token() {
        for target in [
            "/",
            "/?",
            "/?a=access_token",
            "/?access_tokens=x",
            "/?Access_Token=x",
            "/?access+token=x",
            "/access_token=x",
            "/?%=x",
        ] {
            assert!(!token_in_query(&target.parse().unwrap()), "{target}");
        }
    }

    /// Any header value, and often one that begins like a bearer token.
    fn any_value() -> impl Strategy<Value = Vec<u8>> {
        let prefix = prop_oneof![Just(""), Just("Bearer"), Just("bearer "), Just("BEARER  ")];
        let tail = prop_oneof![
            proptest::collection::vec(any::<u8>(), 0..40),
            proptest::collection::vec(
                proptest::sample::select(b" azAZ09-._~+/=,\t\xc3\xa9".as_slice()),
                0..12
            ),
        ];
        (prefix, tail).prop_map(|(prefix, tail)| [prefix.as_bytes(), &tail].concat())
    }

    proptest! {
        #[test]
        fn a_token_is_a_b64token_of_the_header(value in any_value()) {
            let Ok(value) = HeaderValue::from_bytes(&value) else { return Ok(()) };
            let headers = HeaderMap::from_iter([(AUTHORIZATION, value.clone())]);
            if let Credentials::Token(token) = bearer(&headers) {
                prop_assert!(value.as_bytes().windows(token.len()).any(|part| part == token.as_bytes()));
                let padding = token.find('=').unwrap_or(token.len());
                prop_assert!(padding > 0);
                prop_assert!(token[..padding].chars().all(|c| c.is_ascii_alphanumeric() || "-._~+/".contains(c)));
                prop_assert!(token[padding..].chars().all(|c| c == '='));
            }
        }

        #[test]
        fn every_b64token_is_found(token in "[A-Za-z0-9._~+/-]{1,40}={0,3}", spaces in " {1,4}", end in " {0,3}") {
            let headers = headers(&[format!("Bearer{spaces}{token}{end}").as_bytes()]);
            prop_assert!(bearer(&headers) == Credentials::Token(&token));
        }

        #[test]
        fn any_query_is_judged_without_a_panic(query in "[ -~]{0,40}") {
            if let Ok(uri) = format!("/?{query}").parse() {
                token_in_query(&uri);
            }
        }
    }
}
