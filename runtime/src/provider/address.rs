//! Which addresses a provider may have.

use http::Uri;

use crate::loopback::is_loopback;

/// Why an address is none of a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum AddressProblem {
    #[error("is no absolute URL")]
    NotAbsolute,
    #[error("has a user name, a password or a fragment")]
    Superfluous,
    #[error("is not `https`: whoever is on the way could put keys of their own in its place")]
    Insecure,
}

/// Checks that nobody on the way can answer in the provider's place (RFC 8414 section 2, RFC 7662 section 4).
///
/// # Errors
/// Plain HTTP, but to this very machine; what is no URL.
pub(crate) fn check_address(url: &str) -> Result<Uri, AddressProblem> {
    if url.contains('#') {
        return Err(AddressProblem::Superfluous);
    }
    let uri: Uri = url.parse().map_err(|_| AddressProblem::NotAbsolute)?;
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        return Err(AddressProblem::NotAbsolute);
    };
    if authority.as_str().contains('@') {
        return Err(AddressProblem::Superfluous);
    }
    match scheme {
        "https" => Ok(uri),
        "http" if is_loopback(authority.host()) => Ok(uri),
        _ => Err(AddressProblem::Insecure),
    }
}

/// An address as it may be shown: without its user, its password and its query, which may be secrets.
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
    use super::{AddressProblem, check_address, without_secrets};

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
    fn https_and_this_very_machine_are_good() {
        for url in [
            "https://issuer.example",
            "https://issuer.example:8443/realms/a?b=c",
            "http://localhost:8080/a",
            "http://LOCALHOST",
            "http://127.0.0.1:1/a",
            "http://127.8.9.1/a",
            "http://[::1]:8080/a",
        ] {
            assert!(check_address(url).is_ok(), "{url}");
        }
    }

    #[test]
    fn what_others_could_answer_is_refused() {
        for (url, problem) in [
            ("", AddressProblem::NotAbsolute),
            ("issuer.example", AddressProblem::NotAbsolute),
            ("/keys", AddressProblem::NotAbsolute),
            ("https:///keys", AddressProblem::NotAbsolute),
            ("http://issuer.example", AddressProblem::Insecure),
            ("http://127.0.0.1.example", AddressProblem::Insecure),
            ("http://localhost.example", AddressProblem::Insecure),
            ("http://10.0.0.1", AddressProblem::Insecure),
            ("http://0.0.0.0", AddressProblem::Insecure),
            ("ftp://issuer.example", AddressProblem::Insecure),
            ("https://a:b@issuer.example", AddressProblem::Superfluous),
            (
                "http://localhost@issuer.example",
                AddressProblem::Superfluous,
            ),
            ("https://issuer.example/#a", AddressProblem::Superfluous),
        ] {
            assert_eq!(check_address(url).err(), Some(problem), "{url}");
        }
    }
}
