//! The credentials of a request, which are not for the service.

use http::header::{AUTHORIZATION, COOKIE, SEC_WEBSOCKET_PROTOCOL};
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::scheme::{KeyLocation, Scheme, SchemeKind, TokenPlace};

/// Where the credentials of security schemes are.
pub(super) struct Credentials {
    headers: Vec<HeaderName>,
    cookies: Vec<&'static str>,
    /// Those before a token.
    subprotocols: Vec<&'static str>,
}

impl Credentials {
    /// Those of these schemes, and in any case `Authorization` with its proof of possession (RFC 9449 section 4.1).
    pub(super) fn of(schemes: impl Iterator<Item = &'static Scheme>) -> Self {
        let mut found = Self {
            headers: vec![AUTHORIZATION, HeaderName::from_static("dpop")],
            cookies: Vec::new(),
            subprotocols: Vec::new(),
        };
        for scheme in schemes {
            match (scheme.kind, scheme.place) {
                (SchemeKind::ApiKey { location, name, .. }, _) => match location {
                    KeyLocation::Header => found.add_header(name),
                    KeyLocation::Cookie => found.cookies.push(name),
                    KeyLocation::Query => {}
                },
                (_, TokenPlace::Header { name }) => found.add_header(name),
                (_, TokenPlace::Cookie { name, .. }) => found.cookies.push(name),
                (_, TokenPlace::Subprotocol { name }) => found.subprotocols.push(name),
                (_, TokenPlace::Authorization { .. }) => {}
            }
        }
        found
    }

    fn add_header(&mut self, name: &'static str) {
        self.headers.extend(name.parse::<HeaderName>().ok());
    }

    pub(super) fn remove_from(&self, headers: &mut HeaderMap) {
        for name in &self.headers {
            headers.remove(name);
        }
        self.remove_subprotocols_from(headers);
        if self.cookies.is_empty() {
            return;
        }
        let kept = headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|cookies| self.others(cookies));
        let kept: Vec<_> = kept.collect();
        headers.remove(COOKIE);
        for cookies in kept {
            headers.append(COOKIE, cookies);
        }
    }

    /// Removes tokens that are subprotocols. The name before one stays, since the service selects it.
    fn remove_subprotocols_from(&self, headers: &mut HeaderMap) {
        if self.subprotocols.is_empty() || !headers.contains_key(SEC_WEBSOCKET_PROTOCOL) {
            return;
        }
        let offered = headers
            .get_all(SEC_WEBSOCKET_PROTOCOL)
            .iter()
            .flat_map(|value| value.as_bytes().split(|byte| *byte == b','))
            .map(<[u8]>::trim_ascii);
        let (mut kept, mut is_token) = (Vec::new(), false);
        for offered in offered {
            if !is_token {
                kept.push(offered);
            }
            let mut names = self.subprotocols.iter();
            is_token = names.any(|name| name.as_bytes() == offered);
        }
        let kept = HeaderValue::from_bytes(&kept.join(&b", "[..]));
        headers.remove(SEC_WEBSOCKET_PROTOCOL);
        headers.extend(kept.ok().map(|kept| (SEC_WEBSOCKET_PROTOCOL, kept)));
    }

    /// The cookies of a header (RFC 6265 section 4.2) without credentials, if there are any.
    fn others(&self, cookies: &HeaderValue) -> Option<HeaderValue> {
        let is_other = |cookie: &&[u8]| {
            let name = cookie
                .split(|byte| *byte == b'=')
                .next()
                .unwrap_or_default();
            let name = name.trim_ascii();
            !self.cookies.iter().any(|known| known.as_bytes() == name)
        };
        let cookies = cookies.as_bytes().split(|byte| *byte == b';');
        let others: Vec<_> = cookies.filter(is_other).collect();
        let others = HeaderValue::from_bytes(others.join(&b';').trim_ascii()).ok()?;
        (!others.is_empty()).then_some(others)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is left of the subprotocols of a request.
    fn left(headers: &[&'static str]) -> Option<String> {
        let credentials = Credentials {
            subprotocols: vec!["t", "u"],
            ..Credentials::of(std::iter::empty())
        };
        let mut map = HeaderMap::new();
        for value in headers {
            map.append(SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(value));
        }
        credentials.remove_from(&mut map);
        let left = map.get(SEC_WEBSOCKET_PROTOCOL)?.to_str().ok()?;
        Some(left.to_owned())
    }

    #[test]
    fn the_subprotocol_after_the_name_of_a_scheme_is_a_token() {
        for (headers, expected) in [
            (&[][..], None),
            (&["chat"], Some("chat")),
            (&["t, secret"], Some("t")),
            (&["chat,t ,secret , mqtt"], Some("chat, t, mqtt")),
            (&["t", "secret, chat"], Some("t, chat")),
            (&["t, t, secret"], Some("t")),
            (&["t, u, secret"], Some("t")),
            (&["T, secret"], Some("T, secret")),
        ] {
            assert_eq!(left(headers).as_deref(), expected, "{headers:?}");
        }
    }
}
