//! Which client sends a request, also from behind a proxy that is named in the configuration.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use axum::extract::ConnectInfo;
use axum::http::HeaderValue;
use axum::http::header::FORWARDED;
use axum::http::request::Parts;

/// Proxies whose `Forwarded` header (RFC 7239) is believed.
#[derive(Debug, Clone, Default)]
pub struct TrustedProxies(Arc<[IpAddr]>);

impl TrustedProxies {
    /// Those with one of these addresses.
    pub fn new(addresses: impl IntoIterator<Item = IpAddr>) -> Self {
        Self(
            addresses
                .into_iter()
                .map(|address| address.to_canonical())
                .collect(),
        )
    }

    /// Whether this address is one of them.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        self.0.contains(&address.to_canonical())
    }

    /// The address of the client that sent a request.
    ///
    /// Each proxy appends whom it received the request from. What stands before the entry of the first proxy that is not
    /// named here may be invented.
    #[must_use]
    pub fn client(&self, request: &Parts) -> IpAddr {
        let connected = request.extensions.get::<ConnectInfo<SocketAddr>>();
        // Only a test has no connection.
        let mut client = connected.map_or(Ipv4Addr::UNSPECIFIED.into(), |address| address.ip());
        let lines = request.headers.get_all(FORWARDED).iter();
        let lines: Vec<_> = lines.map(HeaderValue::as_bytes).collect();
        let entries = lines.join(&b',');
        let mut entries = split_from_the_end(&entries, b',').into_iter();
        while self.contains(client) {
            let entry = entries.next().and_then(forwarded_for);
            let Some(address) = entry else { break };
            client = address;
        }
        client.to_canonical()
    }
}

/// What counts as one client: an IPv6 user has 2^64 addresses.
#[must_use]
pub fn network(client: IpAddr) -> IpAddr {
    match client {
        IpAddr::V4(_) => client,
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
    }
}

/// The address in `for=192.0.2.1` or `for="[2001:db8::1]:4711"`, unless it is hidden.
fn forwarded_for(entry: &[u8]) -> Option<IpAddr> {
    let pairs = split_from_the_end(entry, b';');
    let mut nodes = pairs.into_iter().filter_map(|pair| {
        let (name, value) = str::from_utf8(pair).ok()?.split_once('=')?;
        name.trim()
            .eq_ignore_ascii_case("for")
            .then_some(value.trim())
    });
    let node = nodes.next()?.trim_matches('"');
    // A proxy writes one.
    if nodes.next().is_some() {
        return None;
    }
    if let Some(rest) = node.strip_prefix('[') {
        let (address, _port) = rest.split_once(']')?;
        return address.parse().ok().map(IpAddr::V6);
    }
    let (address, _port) = node.split_once(':').unwrap_or((node, ""));
    address.parse().ok().map(IpAddr::V4)
}

/// The parts between separators that are not quoted, from the last to the first.
///
/// The end was written by a proxy, and what it quotes there is quoted as it should be. What stands before it, the client may
/// have written: a quote that it leaves open must not swallow the rest.
fn split_from_the_end(text: &[u8], separator: u8) -> Vec<&[u8]> {
    let (mut parts, mut end, mut quoted) = (Vec::new(), text.len(), false);
    for (at, &byte) in text.iter().enumerate().rev() {
        if byte == b'"' && !is_escaped(text, at) {
            quoted = !quoted;
        } else if byte == separator && !quoted {
            parts.push(&text[at + 1..end]);
            end = at;
        }
    }
    parts.push(&text[..end]);
    parts
}

/// Whether an odd number of backslashes stands before it.
fn is_escaped(text: &[u8], at: usize) -> bool {
    let backslashes = text[..at].iter().rev().take_while(|&&byte| byte == b'\\');
    backslashes.count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use axum::http::Request;
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn client(peer: &str, forwarded: &[&str]) -> String {
        let proxies = TrustedProxies::new(["10.0.0.1".parse().unwrap(), "::1".parse().unwrap()]);
        let mut request = Request::builder();
        for value in forwarded {
            request = request.header(FORWARDED, *value);
        }
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        let peer = SocketAddr::new(peer.parse().unwrap(), 1234);
        parts.extensions.insert(ConnectInfo(peer));
        proxies.client(&parts).to_string()
    }

    #[test]
    fn the_header_of_a_stranger_does_not_count() {
        assert_eq!(client("192.0.2.7", &["for=192.0.2.1"]), "192.0.2.7");
        assert_eq!(client("10.0.0.2", &["for=10.0.0.1"]), "10.0.0.2");
    }

    #[test]
    fn a_named_proxy_tells_whom_it_received_the_request_from() {
        for (forwarded, expected) in [
            ("for=192.0.2.1", "192.0.2.1"),
            ("For=192.0.2.1:4711;proto=http;by=10.0.0.1", "192.0.2.1"),
            (r#"proto=https ; for="192.0.2.1:4711""#, "192.0.2.1"),
            (r#"for="[2001:db8::1]:4711""#, "2001:db8::1"),
            (r#"for="[2001:db8::1]""#, "2001:db8::1"),
            (r#"for="[::ffff:192.0.2.1]""#, "192.0.2.1"),
        ] {
            assert_eq!(client("10.0.0.1", &[forwarded]), expected, "{forwarded}");
            assert_eq!(client("::ffff:10.0.0.1", &[forwarded]), expected);
        }
    }

    #[test]
    fn what_a_client_wrote_before_the_proxy_did_does_not_count() {
        for forwarded in [
            &["for=192.0.2.99, for=192.0.2.1"][..],
            &["for=192.0.2.99", "for=192.0.2.1"],
            &["for=192.0.2.99, for=192.0.2.1, for=\"[::1]\""],
            &["for=\"a, for=192.0.2.99\", for=192.0.2.1"],
            &["for=10.0.0.1, for=192.0.2.1"],
            // A quote that it left open does not swallow what the proxy added, to the line or below it.
            &["for=192.0.2.99;x=\", for=192.0.2.1"],
            &["for=192.0.2.99;x=\"", "for=192.0.2.1"],
            &["for=192.0.2.99;x=\", for=\"192.0.2.1:4711\""],
            &["\"", "for=192.0.2.1"],
            &["for=\\", "for=\"192.0.2.1:4711\""],
            &[
                "for=192.0.2.99;by=\"\\",
                "for=192.0.2.1;host=\"a\\\", for=192.0.2.98;x=\\\"b\"",
            ],
        ] {
            assert_eq!(client("10.0.0.1", forwarded), "192.0.2.1", "{forwarded:?}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_do_not_hide_what_the_proxy_added() {
        let mut request = Request::new(());
        let value = HeaderValue::from_bytes(b"for=\xff, for=192.0.2.1").unwrap();
        request.headers_mut().insert(FORWARDED, value);
        let (mut parts, ()) = request.into_parts();
        let peer = SocketAddr::from(([10, 0, 0, 1], 1234));
        parts.extensions.insert(ConnectInfo(peer));
        let proxies = TrustedProxies::new([peer.ip()]);
        assert_eq!(proxies.client(&parts).to_string(), "192.0.2.1");
    }

    #[test]
    fn a_proxy_that_does_not_tell_is_the_client() {
        for forwarded in [
            "",
            "for=unknown",
            "for=_hidden",
            "proto=http",
            "for=",
            "\"",
            "for=[::1",
            "for=192.0.2.1;for=192.0.2.2",
        ] {
            assert_eq!(client("10.0.0.1", &[forwarded]), "10.0.0.1", "{forwarded}");
        }
        assert_eq!(client("10.0.0.1", &[]), "10.0.0.1");
    }

    #[test]
    fn a_network_of_ipv6_is_one_client() {
        let network = |address: &str| network(address.parse().unwrap()).to_string();
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(network("192.0.2.1"), "192.0.2.1");
    }

    proptest! {
        #[test]
        fn whatever_a_client_wrote_the_entry_of_the_proxy_counts(
            lines in vec(vec(prop::sample::select(&b"\",;\\=[]: \tfor=192.0.2.99\xff"[..]), 0..24), 0..3),
            entry in prop::sample::select(&[
                "for=192.0.2.1",
                "For=192.0.2.1:4711;proto=http",
                r#"proto=https ; for="192.0.2.1:4711""#,
                r#"host="a\"b,c\\";for=192.0.2.1"#,
            ][..]),
            same_line: bool,
        ) {
            let mut lines: Vec<Vec<u8>> = lines;
            match lines.last_mut().filter(|_| same_line) {
                Some(last) => last.extend([b", ", entry.as_bytes()].concat()),
                None => lines.push(entry.into()),
            }
            let mut request = Request::new(());
            for line in lines {
                let value = HeaderValue::from_bytes(&line).unwrap();
                request.headers_mut().append(FORWARDED, value);
            }
            let (mut parts, ()) = request.into_parts();
            let peer = SocketAddr::from(([10, 0, 0, 1], 1234));
            parts.extensions.insert(ConnectInfo(peer));
            let proxies = TrustedProxies::new([peer.ip()]);
            prop_assert_eq!(proxies.client(&parts).to_string(), "192.0.2.1");
        }
    }
}
