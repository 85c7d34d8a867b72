//! Which client sends a request, also from behind a proxy that is named in the configuration.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use axum::extract::ConnectInfo;
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
        let values = request.headers.get_all(FORWARDED).iter();
        let values: Vec<_> = values.map(|value| value.to_str().unwrap_or("")).collect();
        let mut entries = split(&values.join(","), ',');
        while self.contains(client) {
            let entry = entries.pop().as_deref().and_then(forwarded_for);
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
fn forwarded_for(entry: &str) -> Option<IpAddr> {
    let pairs = split(entry, ';');
    let node = pairs.iter().find_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        name.trim()
            .eq_ignore_ascii_case("for")
            .then_some(value.trim())
    })?;
    let node = node.trim_matches('"');
    if let Some(rest) = node.strip_prefix('[') {
        let (address, _port) = rest.split_once(']')?;
        return address.parse().ok().map(IpAddr::V6);
    }
    let (address, _port) = node.split_once(':').unwrap_or((node, ""));
    address.parse().ok().map(IpAddr::V4)
}

/// Splits where a separator is not quoted.
fn split(text: &str, separator: char) -> Vec<String> {
    let mut quoted = false;
    text.split(|c| {
        quoted ^= c == '"';
        c == separator && !quoted
    })
    .map(str::to_owned)
    .collect()
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

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
        ] {
            assert_eq!(client("10.0.0.1", forwarded), "192.0.2.1", "{forwarded:?}");
        }
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
}
