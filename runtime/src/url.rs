//! The one check of URLs: of those that are configured, and of those that a provider publishes.

use http::Uri;
use http::uri::Authority;

/// What differs from one kind of URL to another. The rest is the same for all: see [`check_url`].
pub(crate) struct UrlRules<'r> {
    pub(crate) may_have_query: bool,
    /// The hosts that may use plain HTTP, in addition to this machine.
    pub(crate) plain_http: &'r dyn Fn(&Authority) -> bool,
}

/// Why a text is not an acceptable URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UrlProblem {
    /// It is not an absolute URL with a host and, if at all, a valid port.
    NotAbsolute,
    /// Its scheme is not `https`, or `http` for a host that may use it.
    NotHttps,
    /// It contains a user or a password.
    User,
    Query,
    Fragment,
}

/// An absolute URL with `https` and without user, password and fragment. On this machine, `http` is allowed.
///
/// # Errors
/// The first rule that the URL breaks.
pub(crate) fn check_url(url: &str, rules: &UrlRules<'_>) -> Result<Uri, UrlProblem> {
    // `Uri` drops fragments.
    if url.contains('#') {
        return Err(UrlProblem::Fragment);
    }
    let uri: Uri = url.parse().map_err(|_| UrlProblem::NotAbsolute)?;
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        return Err(UrlProblem::NotAbsolute);
    };
    if authority.as_str().contains('@') {
        return Err(UrlProblem::User);
    }
    if authority.host().is_empty() || has_invalid_port(authority) {
        return Err(UrlProblem::NotAbsolute);
    }
    let may_be_plain = || is_loopback(authority.host()) || (rules.plain_http)(authority);
    if scheme != "https" && !(scheme == "http" && may_be_plain()) {
        return Err(UrlProblem::NotHttps);
    }
    if uri.query().is_some() && !rules.may_have_query {
        return Err(UrlProblem::Query);
    }
    Ok(uri)
}

/// The byte that two hexadecimal digits stand for, in either case: of percent-encoding (RFC 3986 section 2.1), or of a hash.
pub(crate) fn hex_byte(digits: [u8; 2]) -> Option<u8> {
    let [high, low] = digits.map(|digit| char::from(digit).to_digit(16));
    u8::try_from(high? << 4 | low?).ok()
}

/// `Authority` accepts any digits, and takes those that are not a port for the host's.
fn has_invalid_port(authority: &Authority) -> bool {
    let port = authority.as_str().strip_prefix(authority.host());
    let port = port.and_then(|port| port.strip_prefix(':'));
    port.is_some_and(|port| !port.is_empty()) && authority.port_u16().is_none()
}

/// Whether a host is this machine: RFC 6761 section 6.3, RFC 1122 section 3.2.1.3, RFC 4291 section 2.5.3.
fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || address
            .parse()
            .is_ok_and(|address: std::net::IpAddr| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::{UrlProblem, UrlRules, check_url};

    fn problem(url: &str) -> Option<UrlProblem> {
        let rules = UrlRules {
            may_have_query: false,
            plain_http: &|authority| authority.host() == "named",
        };
        check_url(url, &rules).err()
    }

    #[test]
    fn https_and_this_very_machine_are_accepted() {
        for url in [
            "https://issuer.example",
            "HTTPS://issuer.example",
            "https://issuer.example:8443/realms/a",
            "https://issuer.example:/a",
            "http://localhost:8080/a",
            "http://LOCALHOST",
            "http://127.0.0.1:1/a",
            "http://127.8.9.1/a",
            "http://[::1]:8080/a",
            "http://named:80/a",
        ] {
            assert_eq!(problem(url), None, "{url}");
        }
    }

    #[test]
    fn all_others_are_refused() {
        for (url, expected) in [
            ("", UrlProblem::NotAbsolute),
            ("issuer.example", UrlProblem::NotAbsolute),
            ("/keys", UrlProblem::NotAbsolute),
            ("https://", UrlProblem::NotAbsolute),
            ("https:///keys", UrlProblem::NotAbsolute),
            ("https://:8080/keys", UrlProblem::NotAbsolute),
            ("https://issuer.example:65536", UrlProblem::NotAbsolute),
            ("https://[::1]:99999", UrlProblem::NotAbsolute),
            ("https://issuer.example:a", UrlProblem::NotAbsolute),
            ("https://issuer.example/a b", UrlProblem::NotAbsolute),
            ("http://issuer.example", UrlProblem::NotHttps),
            ("http://127.0.0.1.example", UrlProblem::NotHttps),
            ("http://localhost.example", UrlProblem::NotHttps),
            ("http://a.localhost", UrlProblem::NotHttps),
            ("http://10.0.0.1", UrlProblem::NotHttps),
            ("http://0.0.0.0", UrlProblem::NotHttps),
            ("ftp://named", UrlProblem::NotHttps),
            ("https://a:b@issuer.example", UrlProblem::User),
            ("http://localhost@issuer.example", UrlProblem::User),
            ("https://issuer.example/?a", UrlProblem::Query),
            ("https://issuer.example?", UrlProblem::Query),
            ("https://issuer.example/#a", UrlProblem::Fragment),
        ] {
            assert_eq!(problem(url), Some(expected), "{url}");
        }
    }
}
