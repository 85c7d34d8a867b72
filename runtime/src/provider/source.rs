//! The source of a provider's keys.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::Uri;

use super::cache_control::freshness;
use super::{Discovery, Failure, Fetcher, key_set, without_secrets};
use crate::crypto::Algorithm;
use crate::metrics::FetchKind;
use crate::token::keys::Key;

/// The minimum time after which keys are fetched again, whatever `Cache-Control` says, less up to a tenth: so the instances
/// of a service do not fetch together.
pub const REFRESH_MIN: Duration = Duration::from_secs(60);

/// The maximum time after which keys are fetched again, whatever `Cache-Control` says: a key that the provider removed
/// is accepted no longer than that.
pub const REFRESH_MAX: Duration = Duration::from_secs(60 * 60);

/// The default without `Cache-Control`.
const REFRESH: Duration = Duration::from_secs(10 * 60);

/// Where keys are fetched from.
#[derive(Debug)]
pub(crate) struct KeySource {
    /// The issuer of the keys, for the log.
    pub(crate) issuer: String,
    pub(crate) place: Place,
    pub(crate) fetcher: Fetcher,
    /// The algorithm of RSA keys without `alg`.
    pub(crate) of_rsa_keys: Algorithm,
    /// The configured time after which keys are fetched again, whatever the provider says.
    pub(crate) every: Option<Duration>,
}

pub(crate) enum Place {
    At(Uri),
    Discovered(Arc<Discovery>),
}

/// Keys with the time after which they are fetched again.
pub(super) type Fetched = (Vec<Key>, Duration);

impl KeySource {
    pub(super) async fn fetch(&self) -> Result<Fetched, Failure> {
        match &self.place {
            Place::At(uri) => self.fetch_at(uri).await,
            Place::Discovered(discovery) => {
                let metadata = discovery.metadata().await?;
                let fetched = self.fetch_at(&metadata.jwks).await;
                if fetched.is_err() {
                    discovery.forget();
                }
                fetched
            }
        }
    }

    async fn fetch_at(&self, uri: &Uri) -> Result<Fetched, Failure> {
        let response = self.fetcher.get(FetchKind::Keys, uri).await?;
        let keys = key_set::read(response.body(), self.of_rsa_keys);
        let keys = keys.map_err(|error| Failure::at(uri, error))?;
        let fresh = freshness(response.headers()).unwrap_or(REFRESH);
        let fresh = fresh.clamp(REFRESH_MIN, REFRESH_MAX);
        Ok((keys, self.every.unwrap_or(fresh)))
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(uri) => f.write_str(&without_secrets(&uri.to_string())),
            Self::Discovered(discovery) => discovery.fmt(f),
        }
    }
}
