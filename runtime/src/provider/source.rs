//! Where a provider's keys are.

use std::sync::Arc;
use std::time::Duration;

use http::Uri;

use super::cache_control::freshness;
use super::{Discovery, FetchError, Fetcher, key_set};
use crate::metrics::Subject;
use crate::token::Algorithm;
use crate::token::rules::Key;

/// Where keys come from.
#[derive(Debug)]
pub(crate) struct KeySource {
    pub(crate) place: Place,
    pub(crate) fetcher: Fetcher,
    /// The algorithm of RSA keys that do not say theirs.
    pub(crate) of_rsa_keys: Algorithm,
    /// After how long keys are fetched again, whatever the provider says.
    pub(crate) every: Option<Duration>,
}

#[derive(Debug)]
pub(crate) enum Place {
    At(Uri),
    Discovered(Arc<Discovery>),
}

/// Keys with how long they stay fresh, if the provider says so.
pub(super) type Fetched = (Vec<Key>, Option<Duration>);

impl KeySource {
    pub(super) async fn fetch(&self) -> Result<Fetched, FetchError> {
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

    async fn fetch_at(&self, uri: &Uri) -> Result<Fetched, FetchError> {
        let response = self.fetcher.get(Subject::Keys, uri).await?;
        let keys = key_set::read(response.body(), self.of_rsa_keys)?;
        Ok((keys, freshness(response.headers())))
    }
}
