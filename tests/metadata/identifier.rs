//! The resource identifier, and where its metadata is (sections 1.2 and 3.1).

use scopegate::{ProtectedResource, ProtectedResourceError as Error};

use crate::metadata::resource;

#[test]
fn the_well_known_path_goes_between_host_and_path() {
    let well_known = "/.well-known/oauth-protected-resource";
    for (identifier, host, path) in [
        ("https://h", "h", ""),
        ("https://h/", "h", ""),
        ("https://h/api", "h", "/api"),
        ("https://h/api/", "h", "/api/"),
        ("https://h:8443/a/b", "h:8443", "/a/b"),
        ("https://[::1]/a", "[::1]", "/a"),
        ("https://h/a%20b;c=d", "h", "/a%20b;c=d"),
    ] {
        let resource = resource(identifier);
        let expected = format!("{well_known}{path}");
        assert_eq!(resource.metadata_path(), expected, "{identifier}");
        let url = format!("https://{host}{expected}");
        assert_eq!(resource.metadata_url(), url, "{identifier}");
    }
}

#[test]
fn an_identifier_is_an_https_url_without_query_and_fragment() {
    for (identifier, error) in [
        ("", Error::NotAUrl),
        ("/api", Error::NotAUrl),
        ("h", Error::NotAUrl),
        ("https://", Error::NotAUrl),
        ("https:///api", Error::NotAUrl),
        ("https://h/a b", Error::NotAUrl),
        ("https://h\"x\"", Error::NotAUrl),
        ("https://h:65536", Error::NotAUrl),
        ("http://h", Error::NotHttps),
        ("http://localhost.example", Error::NotHttps),
        ("http://127.0.0.1.example", Error::NotHttps),
        ("http://0.0.0.0", Error::NotHttps),
        ("http://10.0.0.1", Error::NotHttps),
        ("http://localhost@h", Error::User),
        ("http://user@localhost", Error::User),
        ("ftp://h", Error::NotHttps),
        ("https://user@h", Error::User),
        ("https://user:password@h/api", Error::User),
        ("https://h/api?x=y", Error::Query),
        ("https://h/api?", Error::Query),
        ("https://h/api#x", Error::Fragment),
        ("https://h#", Error::Fragment),
        ("https://h/{id}", Error::Path),
        ("https://h/a\"b", Error::Path),
        ("https://h/a\\b", Error::Path),
        ("https://h/é", Error::Path),
        ("https://h/:id", Error::Path),
        ("https://h/*rest", Error::Path),
    ] {
        let refused = ProtectedResource::new(identifier).map(|_| ());
        assert_eq!(refused, Err(error), "{identifier}");
    }
}

#[test]
fn on_this_very_machine_it_may_be_plain_http() {
    for (identifier, url) in [
        ("http://localhost", "http://localhost"),
        ("http://LOCALHOST:8080/", "http://LOCALHOST:8080"),
        ("http://api.localhost:8080", "http://api.localhost:8080"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://127.8.9.1", "http://127.8.9.1"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ] {
        let resource = resource(identifier);
        let expected = format!("{url}{}", resource.metadata_path());
        assert_eq!(resource.metadata_url(), expected);
        assert_eq!(resource.resource(), identifier);
    }
}
