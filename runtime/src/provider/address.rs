//! Which addresses of a provider are allowed.

use std::sync::Arc;

use http::Uri;
use http::uri::Authority;

use crate::url::{UrlProblem, UrlRules, check_url};

/// Why an address is not allowed for a provider: the wording for a [`UrlProblem`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum AddressProblem {
    #[error("is not an absolute URL")]
    NotAbsolute,
    #[error("has a user name, a password or a fragment")]
    Superfluous,
    #[error(
        "is not `https`: anyone on the network path could answer with other keys (inside a network that you trust, \
         allow its host with `allow_insecure_http_to`)"
    )]
    Insecure,
}

/// Hosts to which plain HTTP is allowed, in addition to this machine. Each has the port that was named with it, or any.
#[derive(Clone, Debug, Default)]
pub(crate) struct PlainHosts(Arc<[Authority]>);

impl PlainHosts {
    /// # Errors
    /// The first that is neither a host nor a host with a port.
    pub(crate) fn new(hosts: &[String]) -> Result<Self, String> {
        let read = |host: &String| {
            let authority: Option<Authority> = host.parse().ok();
            let is_one = |it: &Authority| !it.host().is_empty() && !host.contains(['@', '*']);
            authority.filter(is_one).ok_or_else(|| host.clone())
        };
        hosts.iter().map(read).collect::<Result<_, _>>().map(Self)
    }

    fn have(&self, authority: &Authority) -> bool {
        self.0.iter().any(|own| {
            own.host().eq_ignore_ascii_case(authority.host())
                && own
                    .port_u16()
                    .is_none_or(|port| authority.port_u16() == Some(port))
        })
    }
}

/// Checks that no one on the network path can answer in place of the provider (RFC 8414 section 2, RFC 7662 section 4).
///
/// # Errors
/// Plain HTTP, except to this machine or to a configured host; an invalid URL.
pub(crate) fn check_address(url: &str, plain: &PlainHosts) -> Result<Uri, AddressProblem> {
    let rules = UrlRules {
        may_have_query: true, // Some providers select a tenant or a policy with it.
        // Not subdomains of `localhost`: this process may resolve them by DNS.
        plain_http: &|authority| plain.have(authority),
    };
    check_url(url, &rules).map_err(|problem| match problem {
        UrlProblem::NotAbsolute => AddressProblem::NotAbsolute,
        UrlProblem::NotHttps => AddressProblem::Insecure,
        UrlProblem::User | UrlProblem::Query | UrlProblem::Fragment => AddressProblem::Superfluous,
    })
}

/// An address that is safe to show: without its user, its password and its query, which may be secrets.
pub(crate) fn without_secrets(url: &str) -> String {
    let url = url.split(['?', '#']).next().unwrap_or_default();
    let (scheme, rest) = match url.split_once("://") {
        Some((scheme, rest)) => (format!("{scheme}://"), rest),
        None => (String::new(), url),
    };
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    format!("{scheme}{host}{path}")
}

#[cfg(test)]
mod tests {
    use super::{AddressProblem, PlainHosts, check_address, without_secrets};

    fn problem(url: &str, plain: &[&str]) -> Option<AddressProblem> {
        let plain: Vec<_> = plain.iter().map(|host| (*host).to_owned()).collect();
        check_address(url, &PlainHosts::new(&plain).unwrap()).err()
    }

    #[test]
    fn a_host_that_was_named_is_good_and_no_other_one() {
        let hosts = ["keycloak", "auth.localhost:8080", "[fd00::1]"];
        for url in [
            "http://keycloak/realms/a",
            "http://keycloak:8080/realms/a",
            "http://KEYCLOAK:1",
            "http://auth.localhost:8080",
            "http://[fd00::1]:80/a",
            "https://issuer.example",
        ] {
            assert_eq!(problem(url, &hosts), None, "{url}");
        }
        for url in [
            "http://keycloak.example",
            "http://keycloak.keycloak",
            "http://a.keycloak",
            "http://keycloak.:8080",
            "http://keycloa",
            "http://issuer.example/keycloak",
            "http://issuer.example?keycloak",
            "http://auth.localhost",
            "http://auth.localhost:80",
            "http://auth.localhost:80800",
            "http://localhost.example:8080",
            "http://[fd00::2]",
            "ftp://keycloak",
        ] {
            assert!(problem(url, &hosts).is_some(), "{url}");
        }
        let disguised = problem("http://keycloak@issuer.example", &hosts);
        assert_eq!(disguised, Some(AddressProblem::Superfluous));
    }

    #[test]
    fn only_a_host_is_the_name_of_a_host() {
        for wrong in [
            "",
            "*",
            "*.localhost",
            "http://keycloak",
            "keycloak/realms",
            "a@keycloak",
            ":8080",
            "key cloak",
        ] {
            let read = PlainHosts::new(&["good".to_owned(), wrong.to_owned()]);
            assert_eq!(read.err().as_deref(), Some(wrong));
        }
    }

    #[test]
    fn what_may_be_a_secret_is_not_shown() {
        for (url, shown) in [
            ("https://issuer.example/a", "https://issuer.example/a"),
            (
                "https://a:b@issuer.example/a?b=c#d",
                "https://issuer.example/a",
            ),
            ("https://a:b@c@issuer.example", "https://issuer.example"),
            ("https://issuer.example/a@b", "https://issuer.example/a@b"),
            ("a:b@issuer.example/keys", "issuer.example/keys"),
            ("https://issuer.example?b=c", "https://issuer.example"),
            ("", ""),
        ] {
            assert_eq!(without_secrets(url), shown, "{url}");
        }
    }

    #[test]
    fn each_rule_of_urls_holds_and_a_query_is_allowed() {
        for (url, expected) in [
            ("https://issuer.example:8443/realms/a?b=c", None),
            ("http://127.0.0.1:1/a", None),
            ("/keys", Some(AddressProblem::NotAbsolute)),
            ("http://issuer.example", Some(AddressProblem::Insecure)),
            (
                "https://a@issuer.example",
                Some(AddressProblem::Superfluous),
            ),
            (
                "https://issuer.example/#a",
                Some(AddressProblem::Superfluous),
            ),
        ] {
            assert_eq!(problem(url, &[]), expected, "{url}");
        }
    }
}
