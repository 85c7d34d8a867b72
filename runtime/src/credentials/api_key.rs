//! API keys in a header, the query or a cookie, as in OpenAPI.

use http::header::COOKIE;
use http::request::Parts;
use std::borrow::Cow;

use crate::scheme::KeyLocation;

/// Several keys, or one that is not text.
pub(crate) struct Unclear;

/// The key of a request. An empty one counts as missing.
pub(crate) fn find_key<'p>(
    parts: &'p Parts,
    location: KeyLocation,
    name: &str,
) -> Result<Option<Cow<'p, str>>, Unclear> {
    match location {
        KeyLocation::Header => only(parts.headers.get_all(name).iter().map(|value| {
            let text = str::from_utf8(value.as_bytes()).map_err(|_| Unclear)?;
            Ok(Cow::Borrowed(text.trim_matches([' ', '\t'])))
        })),
        KeyLocation::Query => {
            let query = parts.uri.query().unwrap_or_default();
            let pairs = form_urlencoded::parse(query.as_bytes());
            only(
                pairs
                    .filter(|(key, _)| key == name)
                    .map(|(_, value)| Ok(value)),
            )
        }
        KeyLocation::Cookie => {
            let headers = parts.headers.get_all(COOKIE).iter();
            let pairs = headers.flat_map(|value| value.as_bytes().split(|byte| *byte == b';'));
            only(pairs.filter_map(|pair| cookie(pair, name)))
        }
    }
}

/// The value of a `cookie-pair` with this name (RFC 6265 section 4.2.1).
fn cookie<'p>(pair: &'p [u8], name: &str) -> Option<Result<Cow<'p, str>, Unclear>> {
    let pair = pair.trim_ascii();
    let (key, value) = pair.split_at(pair.iter().position(|byte| *byte == b'=')?);
    if key.trim_ascii() != name.as_bytes() {
        return None;
    }
    let value = str::from_utf8(&value[1..]).map_err(|_| Unclear);
    Some(value.map(|value| Cow::Borrowed(value.trim().trim_matches('"'))))
}

fn only<'p>(
    mut values: impl Iterator<Item = Result<Cow<'p, str>, Unclear>>,
) -> Result<Option<Cow<'p, str>>, Unclear> {
    let first = values.next().transpose()?;
    match values.next() {
        Some(_) => Err(Unclear),
        None => Ok(first.filter(|key| !key.is_empty())),
    }
}

#[cfg(test)]
mod tests {
    use http::Request;
    use proptest::prelude::*;

    use super::*;

    fn find(
        target: &str,
        headers: &[(&str, &str)],
        location: KeyLocation,
    ) -> Result<Option<String>, ()> {
        let mut request = Request::get(target);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (parts, ()) = request.body(()).unwrap().into_parts();
        let found = find_key(&parts, location, "key");
        found
            .map(|key| key.map(Cow::into_owned))
            .map_err(|Unclear| ())
    }

    #[test]
    fn a_key_is_found_where_it_belongs_and_nowhere_else() {
        let everywhere = [("key", "h"), ("cookie", "a=b; key=c; d=e")];
        let found = |location| {
            find("/?a=b&k%65y=q%20r", &everywhere, location)
                .unwrap()
                .unwrap()
        };
        assert_eq!(found(KeyLocation::Header), "h");
        assert_eq!(found(KeyLocation::Cookie), "c");
        assert_eq!(found(KeyLocation::Query), "q r");
    }

    #[test]
    fn an_empty_key_is_none() {
        let empty = [("key", " "), ("cookie", "key=; other=x; keys=y; Key=z")];
        for location in [KeyLocation::Header, KeyLocation::Query, KeyLocation::Cookie] {
            assert_eq!(find("/?key=&keys=x&Key=y", &empty, location), Ok(None));
            assert_eq!(find("/", &[], location), Ok(None));
        }
    }

    #[test]
    fn two_keys_are_unclear_even_if_they_are_equal_or_empty() {
        assert_eq!(
            find("/", &[("key", "a"), ("key", "a")], KeyLocation::Header),
            Err(())
        );
        assert_eq!(find("/?key=a&%6bey=", &[], KeyLocation::Query), Err(()));
        assert_eq!(
            find("/", &[("cookie", "key=a; key=b")], KeyLocation::Cookie),
            Err(())
        );
        let two = [("cookie", "key=a"), ("cookie", "key=a")];
        assert_eq!(find("/", &two, KeyLocation::Cookie), Err(()));
    }

    proptest! {
        #[test]
        fn any_request_is_judged_without_a_panic(query in "[!-~]{0,30}", value in "[ -~\t]{0,30}") {
            let headers = [("key", value.as_str()), ("cookie", value.as_str())];
            let target = format!("/?{query}");
            if target.parse::<http::Uri>().is_ok() {
                for location in [KeyLocation::Header, KeyLocation::Query, KeyLocation::Cookie] {
                    let _ = find(&target, &headers, location);
                }
            }
        }
    }
}
