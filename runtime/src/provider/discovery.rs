//! A provider's metadata: OpenID Connect Discovery 1.0, RFC 8414.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use http::Uri;
use serde::Deserialize;
use tokio::time::Instant;

use super::{AddressProblem, Failure, FetchError, FetchErrorKind, Fetcher, without_secrets};
use crate::metrics::FetchKind;

/// The metadata of an issuer, cached.
pub(crate) struct Discovery {
    /// The expected `issuer` in its metadata.
    issuer: String,
    /// The issuer from which the address of the metadata is derived.
    at: String,
    fetcher: Fetcher,
    known: Mutex<Option<Arc<Metadata>>>,
    /// Held by the task that fetches. It contains the last failure, and its time.
    turn: tokio::sync::Mutex<Option<(Instant, Failure)>>,
}

/// The metadata that this crate uses.
pub(crate) struct Metadata {
    pub(crate) jwks: Uri,
    pub(crate) introspection: Option<Uri>,
}

#[derive(Deserialize)]
struct Document {
    issuer: String,
    jwks_uri: String,
    introspection_endpoint: Option<String>,
}

impl Discovery {
    pub(crate) fn new(issuer: String, fetcher: Fetcher) -> Self {
        Self::at(issuer.clone(), issuer, fetcher)
    }

    /// An issuer whose metadata is at the address of another one: one for all tenants, for example.
    pub(crate) fn at(at: String, issuer: String, fetcher: Fetcher) -> Self {
        Self {
            at,
            issuer,
            fetcher,
            known: Mutex::default(),
            turn: tokio::sync::Mutex::default(),
        }
    }

    pub(crate) async fn metadata(&self) -> Result<Arc<Metadata>, Failure> {
        if let Some(known) = self.at_hand() {
            return Ok(known);
        }
        let begun = Instant::now();
        let mut failure = self.turn.lock().await;
        // Many requests may arrive at once: they share the result of the first.
        if let Some(known) = self.at_hand() {
            return Ok(known);
        }
        if let Some((at, failure)) = failure.as_ref()
            && *at > begun
        {
            return Err(failure.clone());
        }
        match self.fetch().await {
            Ok(new) => Ok(self.known().insert(Arc::new(new)).clone()),
            Err(error) => {
                *failure = Some((Instant::now(), error.clone()));
                Err(error)
            }
        }
    }

    /// The introspection endpoint.
    pub(crate) async fn introspection_endpoint(&self) -> Result<Uri, Failure> {
        let endpoint = self.metadata().await?.introspection.clone();
        endpoint.ok_or_else(|| {
            let cause = "name it with `Introspection::endpoint`, if it has one";
            let error = FetchError::new(FetchErrorKind::NoEndpoint, cause);
            Failure::at_url(&self.issuer, error)
        })
    }

    fn at_hand(&self) -> Option<Arc<Metadata>> {
        self.known().clone()
    }

    /// Fetches again next time: the provider may have moved.
    pub(crate) fn forget(&self) {
        *self.known() = None;
    }

    fn known(&self) -> std::sync::MutexGuard<'_, Option<Arc<Metadata>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn fetch(&self) -> Result<Metadata, Failure> {
        let mut first = None;
        for address in well_known(&self.at) {
            match self.fetch_at(&address).await {
                // A provider may use either address, and some return a response at any address.
                Err(failure) if failure.error.kind().may_be_elsewhere() => {
                    first = first.or(Some(failure));
                }
                answer => return answer,
            }
        }
        Err(first.unwrap_or_else(|| Failure::at_url(&self.at, FetchErrorKind::Address.into())))
    }

    async fn fetch_at(&self, address: &str) -> Result<Metadata, Failure> {
        let fail = |error| Failure::at_url(address, error);
        let check = |url: &str| self.fetcher.address(url);
        let uri = check(address)
            .map_err(|problem| fail(FetchError::new(FetchErrorKind::Address, problem)))?;
        let response = self.fetcher.get(FetchKind::Metadata, &uri).await?;
        read(&self.issuer, response.body(), check).map_err(fail)
    }
}

impl FetchErrorKind {
    /// Whether the metadata may be at the other address, given this failure.
    const fn may_be_elsewhere(self) -> bool {
        matches!(self, Self::Status(_) | Self::Malformed)
    }
}

/// Shows no address except the issuer's.
impl fmt::Debug for Discovery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Discovery")
            .field("issuer", &without_secrets(&self.issuer))
            .finish_non_exhaustive()
    }
}

/// The possible addresses of the metadata: appended to the issuer (OpenID Connect Discovery 1.0 section 4) or between
/// its host and its path (RFC 8414 section 3.1).
fn well_known(issuer: &str) -> Vec<String> {
    let issuer = issuer.trim_end_matches('/');
    let (scheme, rest) = issuer.split_once("://").unwrap_or_default();
    let (host, path) = rest
        .find('/')
        .map_or((rest, ""), |slash| rest.split_at(slash));
    vec![
        format!("{issuer}/.well-known/openid-configuration"),
        format!("{scheme}://{host}/.well-known/oauth-authorization-server{path}"),
    ]
}

fn read(
    issuer: &str,
    json: &[u8],
    check: impl Fn(&str) -> Result<Uri, AddressProblem>,
) -> Result<Metadata, FetchError> {
    let document: Document = serde_json::from_slice(json)
        .map_err(|error| FetchError::new(FetchErrorKind::Malformed, error))?;
    // Compared exactly, or another issuer's keys would be valid for this one (RFC 8414 section 3.3).
    if document.issuer != issuer {
        let (expected, found) = (without_secrets(issuer), without_secrets(&document.issuer));
        let cause = format!("expected the issuer `{expected}`, found `{found}`");
        return Err(FetchError::new(FetchErrorKind::Issuer, cause));
    }
    let address = |name: &str, url: &str| {
        check(url).map_err(|problem| {
            let cause = format!("{name} `{}` {problem}", without_secrets(url));
            FetchError::new(FetchErrorKind::Address, cause)
        })
    };
    let introspection = document.introspection_endpoint.as_deref();
    let introspection = introspection.map(|url| address("introspection_endpoint", url));
    Ok(Metadata {
        jwks: address("jwks_uri", &document.jwks_uri)?,
        introspection: introspection.transpose()?,
    })
}

#[cfg(test)]
mod tests {
    use super::{FetchError, FetchErrorKind, Metadata, well_known};
    use crate::provider::address::{PlainHosts, check_address};

    const ISSUER: &str = "https://issuer.example/realms/a";

    fn read(issuer: &str, json: &[u8]) -> Result<Metadata, FetchError> {
        super::read(issuer, json, |url| {
            check_address(url, &PlainHosts::default())
        })
    }

    #[test]
    fn metadata_is_behind_the_issuer_or_between_host_and_path() {
        let expected = [
            "https://issuer.example/realms/a/.well-known/openid-configuration",
            "https://issuer.example/.well-known/oauth-authorization-server/realms/a",
        ];
        assert_eq!(well_known(ISSUER), expected);
        assert_eq!(well_known(&format!("{ISSUER}/"))[0], expected[0]);
        assert_eq!(
            well_known("https://issuer.example")[1],
            "https://issuer.example/.well-known/oauth-authorization-server"
        );
    }

    #[test]
    fn only_the_metadata_of_the_very_issuer_with_safe_addresses_is_read() {
        let document = |issuer: &str, keys: &str| {
            let json = format!(r#"{{"issuer":"{issuer}","jwks_uri":"{keys}","other":[]}}"#);
            let read = read(ISSUER, json.as_bytes()).map_err(|error| error.kind());
            read.map(|metadata| metadata.jwks.to_string())
        };
        let keys = "https://issuer.example/keys";
        assert_eq!(document(ISSUER, keys), Ok(keys.to_owned()));
        for issuer in [
            "https://issuer.example/realms/a/",
            "https://issuer.example",
            "",
        ] {
            assert_eq!(
                document(issuer, keys),
                Err(FetchErrorKind::Issuer),
                "{issuer}"
            );
        }
        for keys in ["http://issuer.example/keys", "/keys", ""] {
            assert_eq!(
                document(ISSUER, keys),
                Err(FetchErrorKind::Address),
                "{keys}"
            );
        }
        for json in [
            "",
            "[]",
            "{}",
            r#"{"issuer":1}"#,
            r#"{"issuer":"https://issuer.example/realms/a"}"#,
        ] {
            let error = read(ISSUER, json.as_bytes())
                .err()
                .map(|error| error.kind());
            assert_eq!(error, Some(FetchErrorKind::Malformed), "{json}");
        }
    }
}
