//! Requests that a page of another site makes with the cookies of a user (cross-site request forgery).

use http::header::{HOST, ORIGIN, UPGRADE};
use http::request::Parts;
use http::{HeaderName, Method};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Whether a browser says that a page of another origin makes this request, and the request is not safe.
///
/// Safe methods change nothing (RFC 9110 section 9.2.1), but a WebSocket handshake opens a connection by which the page
/// may do more. `Sec-Fetch-Site` (W3C Fetch Metadata) tells where the page is from, and cannot be set by it. Browsers
/// without that header send `Origin` (RFC 6454 section 7) with requests that are not safe; other clients send neither,
/// and have no cookies of a user.
pub(crate) fn is_forged(parts: &Parts) -> bool {
    let is_safe = matches!(
        parts.method,
        Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE
    );
    if is_safe && !parts.headers.contains_key(UPGRADE) {
        return false;
    }
    let mut sites = parts.headers.get_all(SEC_FETCH_SITE).iter();
    if let Some(site) = sites.next() {
        let is_own = site == "same-origin" || site == "none"; // `none`: the user entered the address.
        return !is_own || sites.next().is_some();
    }
    let mut origins = parts.headers.get_all(ORIGIN).iter();
    let Some(origin) = origins.next() else {
        return false;
    };
    let origin = origin.to_str().ok().filter(|_| origins.next().is_none());
    match (origin, host(parts)) {
        (Some(origin), Some(host)) => !is_origin_of(origin, host),
        _ => true,
    }
}

/// Whether a page of this origin was loaded from this host. Browsers leave out the port that is the scheme's default, and
/// some proxies add it. Not compared is the scheme: a proxy may have terminated TLS. `null` is no origin, and a page that
/// was not loaded over HTTP is from no host.
fn is_origin_of(origin: &str, host: &str) -> bool {
    let own = |scheme, port| {
        let authority = origin.strip_prefix(scheme)?;
        let host = host.strip_suffix(port).unwrap_or(host);
        Some(authority.eq_ignore_ascii_case(host))
    };
    let is_own = own("https://", ":443").or_else(|| own("http://", ":80"));
    is_own.unwrap_or(false)
}

/// Where the request was sent to: the authority of its target (HTTP/2), or the only `Host`.
fn host(parts: &Parts) -> Option<&str> {
    if let Some(authority) = parts.uri.authority() {
        return Some(authority.as_str());
    }
    let mut hosts = parts.headers.get_all(HOST).iter();
    let host = hosts.next()?.to_str().ok()?;
    hosts.next().is_none().then_some(host)
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::is_forged;

    fn judged(method: &str, headers: &[(&str, &str)]) -> bool {
        let mut request = Request::builder().method(method).uri("/");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        is_forged(&request.body(()).unwrap().into_parts().0)
    }

    #[test]
    fn a_page_of_another_origin_makes_safe_requests_only() {
        let foreign: [&[_]; 14] = [
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "")],
            &[
                ("sec-fetch-site", "same-origin"),
                ("sec-fetch-site", "cross-site"),
            ],
            &[
                ("sec-fetch-site", "cross-site"),
                ("origin", "https://a.example"),
                ("host", "a.example"),
            ],
            &[("origin", "https://evil.example"), ("host", "a.example")],
            &[("origin", "null"), ("host", "a.example")],
            &[("origin", "https://a.example")],
            &[("origin", "https://a.example:8443"), ("host", "a.example")],
            &[("origin", "https://a.example"), ("host", "a.example:80")],
            &[("origin", "http://a.example"), ("host", "a.example:443")],
            &[("origin", "http://[::1]"), ("host", "[::1]:8000")],
            &[("origin", "app://a.example"), ("host", "a.example")],
            &[("origin", "https://"), ("host", "a.example")],
        ];
        for headers in foreign {
            for method in ["POST", "PUT", "PATCH", "DELETE", "CONNECT", "post", "QUERY"] {
                assert!(judged(method, headers), "{method} {headers:?}");
            }
            for method in ["GET", "HEAD", "OPTIONS", "TRACE"] {
                assert!(!judged(method, headers), "{method} {headers:?}");
            }
            let handshake = [headers, &[("upgrade", "websocket")]].concat();
            assert!(judged("GET", &handshake), "{handshake:?}");
        }
    }

    #[test]
    fn own_pages_users_and_programs_make_any_request() {
        let own: [&[_]; 9] = [
            &[],
            &[("sec-fetch-site", "same-origin")],
            &[("sec-fetch-site", "none")],
            &[("origin", "https://A.example"), ("host", "a.example")],
            &[
                ("origin", "http://a.example:8000"),
                ("host", "a.example:8000"),
            ],
            &[("origin", "https://a.example"), ("host", "a.example:443")],
            &[("origin", "http://a.example"), ("host", "a.example:80")],
            &[("origin", "http://[::1]"), ("host", "[::1]:80")],
            &[("origin", "http://[::1]:8000"), ("host", "[::1]:8000")],
        ];
        for headers in own {
            for method in ["GET", "POST", "DELETE"] {
                assert!(!judged(method, headers), "{method} {headers:?}");
            }
        }
    }
}
