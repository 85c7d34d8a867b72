//! The settings of a builder for a provider.

use std::error::Error;
use std::fmt;
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::Duration;

use http::Uri;

use super::failure::chain;
use super::introspection::{Endpoint, Introspecting, Rules};
use super::source::Place;
use super::{
    AddressProblem, Discovery, DynFetch, Fetcher, HttpClient, Introspection, KeySource, PlainHosts,
    ProviderKeys, STALE_LIMIT, without_secrets,
};
use crate::crypto::Algorithm;
use crate::metrics::Counter;
use crate::token::cache::TokenCache;
use crate::token::policy::Policy;
use crate::token::{TenantIssuers, VerifyToken, jwt};

/// The allowed intervals for fetching keys again.
const EVERY: RangeInclusive<Duration> = Duration::from_secs(1)..=STALE_LIMIT;

/// The accepted clock difference from a provider by default: FAPI 2.0 Security Profile section 5.3.2.1, requires
/// accepting tokens whose validity begins up to 10 seconds in the future.
const LEEWAY: Duration = Duration::from_secs(10);

/// The settings for a provider.
#[derive(Default)]
pub(crate) struct Setup {
    pub(crate) places: Vec<PlaceSetup>,
    pub(crate) introspection: Option<Introspection>,
    pub(crate) fetch: Option<Arc<dyn DynFetch>>,
    pub(crate) of_rsa_keys: Option<Algorithm>,
    pub(crate) any_token_type: bool,
    pub(crate) every: Option<Duration>,
    pub(crate) plain: Vec<String>,
    pub(crate) tenants: Option<Result<TenantIssuers, ()>>,
}

pub(crate) enum PlaceSetup {
    Jwks(String),
    Issuer(String),
    /// The address of the metadata for all tenants, and the template of their issuers in it.
    Tenants(String, String),
}

/// A problem with these settings.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ProviderProblem {
    #[error(
        "`discover_tenants` takes a template with one placeholder, such as `{{tenantid}}`, and the names of tenants, \
         which are letters, digits, `-`, `_` and `.`"
    )]
    Tenants,
    #[error("there is no issuer: set the one whose tokens are accepted with `issuer`")]
    NoIssuer,
    #[error(
        "there is no audience: name this service with `audience`, or every token of the provider would be accepted \
         (if its tokens have no `aud`, use another claim with `audience_stand_in`)"
    )]
    NoAudience,
    #[error("{what} `{url}` {problem}")]
    Address {
        what: &'static str,
        url: String,
        problem: AddressProblem,
    },
    #[error(
        "there are several places for keys: build a verifier for each provider, and combine them with \
         `Verifier::by_issuer`"
    )]
    SeveralPlaces,
    #[error("introspection needs an `endpoint`, or an issuer to `discover`")]
    NoEndpoint,
    #[error(
        "a token is either verified with keys or introspected: build a verifier for each, and combine them with \
         `Verifier::by_issuer`"
    )]
    KeysAndIntrospection,
    #[error("{0}")]
    Introspection(&'static str),
    #[error("{0} is not an algorithm for RSA keys")]
    NotOfRsa(Algorithm),
    #[error("the interval between fetches of keys must be from {min:?} to {max:?}", min = EVERY.start(), max = EVERY.end())]
    Every,
    #[error("`any_token_type` contradicts `token_type`")]
    AnyType,
    #[error(
        "`token_type` cannot be checked with introspection, whose responses do not contain it: require a claim with \
         `require` instead"
    )]
    TypeOfAnswer,
    #[error("`{0}` has no effect with introspection, which has no keys: remove it")]
    NoKeys(&'static str),
    #[error(
        "`cache_tokens` has no effect with introspection: set how long its results are cached with \
         `Introspection::cache_for` instead"
    )]
    CacheOfAnswers,
    #[error(
        "`{0}` has no effect without a provider: set one with `discover` or `jwks`, or remove it"
    )]
    NoProvider(&'static str),
    #[error(
        "`allow_insecure_http_to` takes a host, such as `keycloak`, or a host with a port, such as `keycloak:8080`"
    )]
    PlainHost,
    #[error("the HTTP client cannot set up TLS: {0}")]
    Client(String),
}

impl Setup {
    pub(crate) fn is_used(&self) -> bool {
        !self.places.is_empty() || self.introspection.is_some()
    }

    /// A setting that has no effect without a provider, although it looks like a rule.
    pub(crate) fn problem_unless_used(&self) -> Option<ProviderProblem> {
        let settings = [
            ("any_token_type", self.any_token_type),
            ("refresh_keys_every", self.every.is_some()),
            ("rsa_algorithm", self.of_rsa_keys.is_some()),
            ("allow_insecure_http_to", !self.plain.is_empty()),
        ];
        let lonely = settings.into_iter().find(|(_, is_set)| *is_set);
        lonely.map(|(name, _)| ProviderProblem::NoProvider(name))
    }

    /// Settings that have no effect with introspection.
    pub(crate) fn problems_of_introspection(&self, sets_cache: bool) -> Vec<ProviderProblem> {
        if self.introspection.is_none() {
            return Vec::new();
        }
        let no_keys = ProviderProblem::NoKeys;
        let problems = [
            sets_cache.then_some(ProviderProblem::CacheOfAnswers),
            self.every.map(|_| no_keys("refresh_keys_every")),
            self.of_rsa_keys.map(|_| no_keys("rsa_algorithm")),
        ];
        problems.into_iter().flatten().collect()
    }

    /// The verifier of the provider's tokens. Nothing is fetched before [`Ready::start`].
    pub(crate) fn build(
        mut self,
        mut policy: Policy,
        cache: TokenCache,
        counter: Counter,
    ) -> Result<Ready, Vec<ProviderProblem>> {
        let mut problems = self.check(&policy);
        self.complete(&mut policy);
        let fetcher = self.fetcher(counter);
        match fetcher.and_then(|fetcher| self.verifier(&fetcher, policy, cache)) {
            Ok(ready) if problems.is_empty() => Ok(ready),
            Ok(_) => Err(problems),
            Err(more) => {
                problems.extend(more);
                Err(problems)
            }
        }
    }

    /// The problems that do not depend on where the provider is.
    fn check(&self, policy: &Policy) -> Vec<ProviderProblem> {
        let rsa = self.of_rsa_keys.filter(|algorithm| !algorithm.is_rsa());
        let introspection = self.introspection.as_ref();
        let is_nobody = policy.issuers().is_empty() && self.tenants.is_none();
        let problems = [
            is_nobody.then_some(ProviderProblem::NoIssuer),
            matches!(self.tenants, Some(Err(()))).then_some(ProviderProblem::Tenants),
            (!policy.has_audience()).then_some(ProviderProblem::NoAudience),
            (self.places.len() > 1).then_some(ProviderProblem::SeveralPlaces),
            (self.any_token_type && policy.token_type().is_some())
                .then_some(ProviderProblem::AnyType),
            (introspection.is_some() && policy.token_type().is_some())
                .then_some(ProviderProblem::TypeOfAnswer),
            rsa.map(ProviderProblem::NotOfRsa),
            (self.every.is_some_and(|every| !EVERY.contains(&every)))
                .then_some(ProviderProblem::Every),
            introspection
                .and_then(Introspection::problem)
                .map(ProviderProblem::Introspection),
        ];
        problems.into_iter().flatten().collect()
    }

    /// Adds the default rules where none is set.
    fn complete(&mut self, policy: &mut Policy) {
        if let Some(Ok(tenants)) = self.tenants.take() {
            policy.only_tenants(tenants);
        }
        if let Some(introspection) = &self.introspection {
            policy.is_of_introspection(introspection.needs_audience);
        }
        policy.leeway_or(LEEWAY);
        // ID tokens have the type `JWT`, too.
        let is_any = |typ: &str| typ.eq_ignore_ascii_case("JWT");
        let tells_nothing = self.any_token_type || policy.token_type().is_some_and(is_any);
        if tells_nothing || self.introspection.is_some() {
            policy.refuse_other_kinds();
        } else if policy.token_type().is_none() {
            policy.require_rfc9068();
        }
    }

    fn fetcher(&mut self, counter: Counter) -> Result<Fetcher, Vec<ProviderProblem>> {
        let plain = PlainHosts::new(&self.plain).map_err(|_| vec![ProviderProblem::PlainHost])?;
        if let Some(own) = self.fetch.take() {
            return Ok(Fetcher::new(own, plain, counter));
        }
        let client = HttpClient::new().map_err(|error| {
            let cause = error.source().map(chain).unwrap_or_default();
            vec![ProviderProblem::Client(cause)]
        })?;
        Ok(Fetcher::new(Arc::new(client), plain, counter))
    }

    fn verifier(
        self,
        fetcher: &Fetcher,
        policy: Policy,
        cache: TokenCache,
    ) -> Result<Ready, Vec<ProviderProblem>> {
        let of_rsa_keys = self.of_rsa_keys.unwrap_or(Algorithm::RS256);
        let fetcher = fetcher.clone();
        let place = self.places.into_iter().next();
        match (self.introspection, place) {
            (None, None) => Err(Vec::new()),
            (None, Some(place)) => {
                let source = KeySource {
                    issuer: policy.issuer_for_the_log(),
                    place: place.keys(&fetcher)?,
                    fetcher,
                    of_rsa_keys,
                    every: self.every,
                };
                let rules = jwt::Rules::new(policy, cache);
                Ok(Ready::Keys(Box::new((source, rules))))
            }
            (Some(introspection), place) => {
                let endpoint = endpoint(&introspection, place, &fetcher)?;
                let rules = Rules {
                    policy,
                    cache: introspection.cache,
                    at_once: introspection.at_once,
                };
                let introspecting =
                    Introspecting::new(fetcher, endpoint, introspection.client, rules);
                Ok(Ready::Introspection(Box::new(introspecting)))
            }
        }
    }
}

/// A verifier that is ready to be built: nothing is fetched before the whole configuration is known to be valid.
pub(crate) enum Ready {
    Keys(Box<(KeySource, jwt::Rules)>),
    Introspection(Box<Introspecting>),
}

impl Ready {
    pub(crate) fn start(self) -> Arc<dyn VerifyToken> {
        match self {
            Self::Keys(keys) => {
                let (source, rules) = *keys;
                Arc::new(ProviderKeys::new(source, rules))
            }
            Self::Introspection(introspecting) => {
                introspecting.check_at_start();
                Arc::new(*introspecting)
            }
        }
    }
}

impl PlaceSetup {
    fn keys(self, fetcher: &Fetcher) -> Result<Place, Vec<ProviderProblem>> {
        match self {
            Self::Jwks(url) => address("the address of the keys", &url, fetcher).map(Place::At),
            Self::Issuer(issuer) => discovery(issuer, fetcher).map(Place::Discovered),
            Self::Tenants(metadata, template) => {
                address("the address of the metadata", &metadata, fetcher)?;
                let discovery = Discovery::at(metadata, template, fetcher.clone());
                Ok(Place::Discovered(Arc::new(discovery)))
            }
        }
    }
}

fn endpoint(
    introspection: &Introspection,
    place: Option<PlaceSetup>,
    fetcher: &Fetcher,
) -> Result<Endpoint, Vec<ProviderProblem>> {
    match (&introspection.endpoint, place) {
        (_, Some(PlaceSetup::Jwks(_) | PlaceSetup::Tenants(..))) => {
            Err(vec![ProviderProblem::KeysAndIntrospection])
        }
        (Some(url), _) => address("the endpoint of introspection", url, fetcher).map(Endpoint::At),
        (None, Some(PlaceSetup::Issuer(issuer))) => {
            discovery(issuer, fetcher).map(Endpoint::Discovered)
        }
        (None, None) => Err(vec![ProviderProblem::NoEndpoint]),
    }
}

fn discovery(issuer: String, fetcher: &Fetcher) -> Result<Arc<Discovery>, Vec<ProviderProblem>> {
    address("the issuer", &issuer, fetcher)?;
    Ok(Arc::new(Discovery::new(issuer, fetcher.clone())))
}

fn address(what: &'static str, url: &str, fetcher: &Fetcher) -> Result<Uri, Vec<ProviderProblem>> {
    fetcher.address(url).map_err(|problem| {
        let url = without_secrets(url);
        vec![ProviderProblem::Address { what, url, problem }]
    })
}

/// Shows no client.
impl fmt::Debug for Setup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Setup").finish_non_exhaustive()
    }
}
