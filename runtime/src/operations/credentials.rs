//! The credentials of a request, which are not for the service.

use http::header::{AUTHORIZATION, COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::scheme::{KeyLocation, Scheme, SchemeKind, TokenPlace};

/// Where the credentials of security schemes are.
pub(super) struct Credentials {
    headers: Vec<HeaderName>,
    cookies: Vec<&'static str>,
}

impl Credentials {
    /// Those of these schemes, and in any case `Authorization` with its proof of possession (RFC 9449 section 4.1).
    pub(super) fn of(schemes: impl Iterator<Item = &'static Scheme>) -> Self {
        let mut found = Self {
            headers: vec![AUTHORIZATION, HeaderName::from_static("dpop")],
            cookies: Vec::new(),
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
                (_, TokenPlace::Authorization { .. } | TokenPlace::Subprotocol { .. }) => {}
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
