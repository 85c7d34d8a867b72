//! The normalized address of a request: equal addresses have the same text (RFC 3986 sections 6.2.2 and 6.2.3).

use crate::url::hex_byte;

/// An `http` or `https` URI without query and fragment, normalized.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    /// Scheme, host, and the port if it is not the scheme's default.
    origin: String,
    /// Never empty.
    path: String,
}

impl Target {
    /// `None` if it is not such a URI, or contains a user.
    pub(super) fn parse(uri: &str) -> Option<Self> {
        let uri = uri.split(['?', '#']).next()?;
        let (scheme, rest) = uri.split_once("://")?;
        let (authority, path) = match rest.find('/') {
            Some(slash) => rest.split_at(slash),
            None => (rest, "/"),
        };
        let (scheme, own_port) = match scheme {
            _ if scheme.eq_ignore_ascii_case("https") => ("https", 443),
            _ if scheme.eq_ignore_ascii_case("http") => ("http", 80),
            _ => return None,
        };
        let (host, port) = split_port(authority)?;
        let host = escapes(host)?.to_ascii_lowercase();
        let origin = match port {
            Some(port) if port != own_port => format!("{scheme}://{host}:{port}"),
            _ => format!("{scheme}://{host}"),
        };
        Some(Self {
            origin,
            path: normal_path(path)?,
        })
    }

    /// Whether this is `path` (normalized) of the service at `base`.
    ///
    /// A proxy that strips the path of the service passes on `/` for both `/api` and `/api/`: no path is empty.
    pub(super) fn is(&self, base: &Self, path: &str) -> bool {
        let below = self.path.strip_prefix(base.path.trim_end_matches('/'));
        let is_path = |below: &str| below == path || (below.is_empty() && path == "/");
        self.origin == base.origin && below.is_some_and(is_path)
    }
}

/// A path from its first slash on, normalized. `None` if it is not the path of a URI.
pub(super) fn normal_path(path: &str) -> Option<String> {
    let path = escapes(path)?;
    let mut kept = Vec::new();
    let mut segments = path.strip_prefix('/')?.split('/').peekable();
    while let Some(segment) = segments.next() {
        let is_last = segments.peek().is_none();
        match segment {
            "." => {}
            ".." => drop(kept.pop()),
            _ => {
                kept.push(segment);
                continue;
            }
        }
        if is_last {
            kept.push("");
        }
    }
    Some(format!("/{}", kept.join("/")))
}

/// The host and the port, if there is one. `None` if either is invalid.
fn split_port(authority: &str) -> Option<(&str, Option<u16>)> {
    let end = authority.rfind(']').map_or(0, |bracket| bracket + 1);
    let (host, port) = match authority[end..].find(':') {
        Some(colon) => authority.split_at(end + colon),
        None => (authority, ""),
    };
    if host.is_empty() || host.contains('@') {
        return None;
    }
    let digits = port.strip_prefix(':').unwrap_or_default();
    if digits.is_empty() {
        return Some((host, None));
    }
    let is_number = digits.bytes().all(|digit| digit.is_ascii_digit());
    let port = is_number.then(|| digits.parse().ok())??;
    Some((host, Some(port)))
}

/// Percent-encodes in upper case, and decodes what needs no encoding. `None` for an invalid encoding, and for
/// characters that a URI cannot have.
fn escapes(text: &str) -> Option<String> {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut normal = String::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            normal.push(byte.is_ascii_graphic().then_some(byte.into())?);
            continue;
        }
        let decoded = hex_byte([bytes.next()?, bytes.next()?])?;
        if decoded.is_ascii_alphanumeric() || b"-._~".contains(&decoded) {
            normal.push(decoded.into());
        } else {
            let digit = |nibble: u8| char::from(HEX[usize::from(nibble)]);
            normal.extend(['%', digit(decoded >> 4), digit(decoded & 0xF)]);
        }
    }
    Some(normal)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Target, normal_path};

    #[test]
    fn equal_addresses_have_one_spelling() {
        let expected = Target::parse("https://api.example.com/a/b~").unwrap();
        for uri in [
            "https://api.example.com/a/b~?c=d",
            "https://api.example.com/a/b~#e?f",
            "HTTPS://API.Example.COM/a/b~",
            "https://api.example.com:443/a/b~",
            "https://api.example.com:0443/a/b~",
            "https://api.example.com:/a/b~",
            "https://api%2Eexample.com/%61/b%7e",
            "https://api.example.com/./a/x/../b~",
            "https://api.example.com/../a/x/%2e%2E/b~",
        ] {
            assert_eq!(Target::parse(uri).as_ref(), Some(&expected), "{uri}");
        }
        for (uri, equal) in [
            ("http://h", "http://h:80/"),
            ("https://h?a", "https://h/"),
            ("https://h:8443/%2f%c3", "https://h:8443/%2F%C3"),
            ("http://[::1]:80/", "http://[::1]/"),
            ("http://[::A]:81/", "http://[::a]:81/"),
            ("http://h/a/.", "http://h/a/"),
            ("http://h/a/..", "http://h/"),
        ] {
            assert!(Target::parse(uri).is_some(), "{uri}");
            assert_eq!(Target::parse(uri), Target::parse(equal), "{uri}");
        }
    }

    #[test]
    fn different_addresses_differ() {
        let one = Target::parse("https://api.example.com/a").unwrap();
        for uri in [
            "http://api.example.com/a",
            "https://api.example.com:80/a",
            "https://api.example.com:8443/a",
            "https://api.example.org/a",
            "https://api.example.com.evil/a",
            "https://api.example.com/A",
            "https://api.example.com/a/",
            "https://api.example.com//a",
            "https://api.example.com/a%2F",
            "https://api.example.com/a/b",
            "https://api.example.com",
        ] {
            assert_ne!(Target::parse(uri), Some(one.clone()), "{uri}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for uri in [
            "",
            "/a",
            "api.example.com/a",
            "//api.example.com/a",
            "ftp://h/a",
            "https:/h/a",
            "https:///a",
            "https://:443/a",
            "https://user@h/a",
            "https://user:443@h/a",
            "https://h:x/a",
            "https://h:+443/a",
            "https://h:65536/a",
            "https://h:1:2/a",
            "https://h/a b",
            "https://h/\u{e9}",
            "https://h/%",
            "https://h/%2",
            "https://h/%zz",
            "https://h/%+1",
            " https://h/a",
        ] {
            assert_eq!(Target::parse(uri), None, "{uri}");
        }
        for path in ["", "*", "a", "/ ", "/%4"] {
            assert_eq!(normal_path(path), None, "{path}");
        }
    }

    #[test]
    fn a_path_is_looked_for_below_the_base() {
        let is = |uri: &str, base: &str, path: &str| {
            Target::parse(uri)
                .unwrap()
                .is(&Target::parse(base).unwrap(), path)
        };
        assert!(is("https://h/a", "https://h", "/a"));
        assert!(is("https://h/a", "https://h/", "/a"));
        assert!(is("https://h/api/a", "https://h/api", "/a"));
        assert!(is("https://h/api/a", "https://h/api/", "/a"));
        for base in ["https://h/api", "https://h/api/"] {
            assert!(is("https://h/api", base, "/"));
            assert!(is("https://h/api/", base, "/"));
            assert!(!is("https://h/api", base, "/a"));
            assert!(!is("https://h/api/a", base, "/"));
            assert!(!is("https://h/ap", base, "/"));
            assert!(!is("https://h", base, "/"));
        }
        assert!(!is("https://h/a", "https://h/api", "/a"));
        assert!(!is("https://h/apia", "https://h/api", "/a"));
        assert!(!is("https://h/api/a", "https://h", "/a"));
        assert!(!is("https://h:1/a", "https://h", "/a"));
        // A path that leaves the base belongs to another service.
        let path = normal_path("/../admin").unwrap();
        assert!(!is("https://h/admin", "https://h/api", &path));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in any::<String>(), tail in "[-a-z0-9:@/?#%.\\[\\]]{0,20}") {
            Target::parse(&text);
            Target::parse(&format!("https://{tail}"));
            normal_path(&tail);
        }

        #[test]
        fn the_one_spelling_stays(path in "(/|\\.|a|%2e|%2F|%41|~){0,12}") {
            if let Some(once) = normal_path(&format!("/{path}")) {
                prop_assert_eq!(normal_path(&once), Some(once.clone()));
            }
        }
    }
}
