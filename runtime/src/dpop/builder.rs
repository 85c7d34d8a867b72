//! Builds a [`Dpop`], or reports every problem with its configuration.

use std::fmt;
use std::num::NonZeroUsize;
use std::time::Duration;

use super::check::Settings;
use super::memory::MemoryReplayStore;
use super::nonce::Nonces;
use super::problem::{MAX_AGE, MAX_LEEWAY, Problem};
use super::store::Store;
use super::target::Target;
use super::{Dpop, DpopConfigError, ReplayStore};
use crate::crypto::{Algorithm, Algorithms};
use crate::url::{UrlRules, check_url};

/// Collects the settings of a [`Dpop`]. Created by [`Dpop::builder`]; see [`dpop`](crate::dpop) for examples.
#[must_use = "a builder does nothing until `build`"]
pub struct DpopBuilder {
    urls: Vec<String>,
    algorithms: Vec<Algorithm>,
    max_age: Duration,
    leeway: Duration,
    capacity: usize,
    store: Option<Store>,
    nonce_secret: Option<Box<[u8]>>,
}

impl Default for DpopBuilder {
    fn default() -> Self {
        Self {
            urls: Vec::new(),
            algorithms: Algorithms::ALL.to_vec(),
            max_age: Duration::from_secs(60),
            leeway: Duration::from_secs(5),
            capacity: 100_000,
            store: None,
            nonce_secret: None,
        }
    }
}

impl DpopBuilder {
    /// The address of the service as clients see it, in front of any proxy: `https://api.example.com`, with a path if
    /// the proxy strips one. Call it again for more. `htu` is compared with this and the path of the request ([RFC 9449
    /// section 4.3](https://www.rfc-editor.org/rfc/rfc9449#section-4.3)).
    ///
    /// It is required. A service that trusted the request's `Host` would accept a proof that was made for another
    /// service, from an attacker who obtained it there.
    pub fn public_url(mut self, url: impl Into<String>) -> Self {
        self.urls.push(url.into());
        self
    }

    /// The algorithms that proofs may be signed with: all asymmetric ones by default. The challenge lists them in this
    /// order.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use scopegate::Algorithm;
    /// use scopegate::dpop::Dpop;
    ///
    /// let dpop = Dpop::builder()
    ///     .public_url("https://api.example.com")
    ///     .algorithms([Algorithm::ES256, Algorithm::EdDSA])
    ///     .max_age(Duration::from_secs(30))
    ///     .replay_capacity(10_000)
    ///     .build()?;
    /// # Ok::<(), scopegate::dpop::DpopConfigError>(())
    /// ```
    pub fn algorithms(mut self, algorithms: impl IntoIterator<Item = Algorithm>) -> Self {
        self.algorithms = algorithms.into_iter().collect();
        self
    }

    /// How long a proof may be used after its `iat`: 60 seconds by default, at most 300.
    pub fn max_age(mut self, max_age: Duration) -> Self {
        self.max_age = max_age;
        self
    }

    /// How far `iat` may be in the future, for clocks that are ahead: 5 seconds by default, at most 60.
    pub fn leeway(mut self, leeway: Duration) -> Self {
        self.leeway = leeway;
        self
    }

    /// How many used proofs are remembered in memory: 100 000 by default. If there is no room, proofs are refused as
    /// [`Unavailable`](super::DpopError::Unavailable), so it should be more than the requests in `max_age` and twice
    /// the leeway. Each takes about 200 bytes. Only proofs that pass every other check are stored, so filling it
    /// requires a token.
    ///
    /// A key cannot have more proofs in memory than there is room left: one key fills at most half of it, two leave a
    /// third, and an attacker with tokens for 99 keys leaves a hundredth to the next one.
    pub fn replay_capacity(mut self, capacity: usize) -> Self {
        self.capacity = capacity;
        self
    }

    /// Remembers used proofs in a store instead of the memory of this process. A service with several instances needs
    /// one: otherwise a proof can be used once with each.
    pub fn replay_store(mut self, store: impl ReplayStore) -> Self {
        self.store = Some(Store::custom(store));
        self
    }

    /// Requires proofs to have a `nonce` from this service, which shows that they were not made long in advance ([RFC
    /// 9449 section 9](https://www.rfc-editor.org/rfc/rfc9449#section-9)). Nonces are derived from the time and this
    /// secret of at least 32 random bytes; instances that share it accept each other's nonces. A nonce is valid for two
    /// to four minutes. Clients get the next one with each response from a [`SecureRouter`](crate::SecureRouter), or
    /// through [`RenewNonces`](super::RenewNonces).
    pub fn nonces(mut self, secret: impl AsRef<[u8]>) -> Self {
        self.nonce_secret = Some(secret.as_ref().into());
        self
    }

    /// Builds the [`Dpop`].
    ///
    /// # Errors
    /// [`DpopConfigError`] with every problem found, not only the first.
    pub fn build(self) -> Result<Dpop, DpopConfigError> {
        let mut problems = self.problems();
        let mut urls = Vec::with_capacity(self.urls.len());
        for (index, url) in (1..).zip(&self.urls) {
            match public_url(url) {
                Some(url) => urls.push(url),
                None => problems.push(Problem::Url(index)),
            }
        }
        let capacity = NonZeroUsize::new(self.capacity).unwrap_or(NonZeroUsize::MIN);
        if !problems.is_empty() {
            return Err(DpopConfigError::new(problems));
        }
        Ok(Dpop::with(Settings {
            urls,
            algorithms: Algorithms::of(&self.algorithms),
            max_age: self.max_age,
            leeway: self.leeway,
            store: self
                .store
                .unwrap_or_else(|| Store::Memory(MemoryReplayStore::new(capacity))),
            nonces: self.nonce_secret.map(Nonces::new),
        }))
    }

    fn problems(&self) -> Vec<Problem> {
        let symmetric = self
            .algorithms
            .iter()
            .find(|name| !Algorithms::ALL.contains(name));
        let short = self.nonce_secret.as_ref().map(|secret| secret.len());
        let problems = [
            self.urls.is_empty().then_some(Problem::NoUrl),
            self.algorithms.is_empty().then_some(Problem::NoAlgorithm),
            symmetric.copied().map(Problem::Symmetric),
            (self.max_age.is_zero() || self.max_age > MAX_AGE).then_some(Problem::Age),
            (self.leeway > MAX_LEEWAY).then_some(Problem::Leeway),
            (self.capacity == 0 && self.store.is_none()).then_some(Problem::Capacity),
            short
                .filter(|length| *length < 32)
                .map(Problem::ShortSecret),
        ];
        problems.into_iter().flatten().collect()
    }
}

fn public_url(url: &str) -> Option<Target> {
    let rules = UrlRules {
        may_have_query: false,
        // RFC 9449 does not require `https`: behind plain HTTP, a proof protects the token all the more.
        plain_http: &|_| true,
    };
    check_url(url, &rules).ok()?;
    Target::parse(url)
}

/// Shows no secret.
impl fmt::Debug for DpopBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DpopBuilder")
            .field("urls", &self.urls.len())
            .field("algorithms", &self.algorithms)
            .field("max_age", &self.max_age)
            .field("leeway", &self.leeway)
            .finish_non_exhaustive()
    }
}
