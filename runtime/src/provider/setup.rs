//! What a builder was told of a provider.

use std::fmt;
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::Duration;

use http::Uri;

use super::fetch::Own;
use super::introspection::{Endpoint, Introspecting, Rules};
use super::source::Place;
use super::{
    AddressProblem, Discovery, DynFetch, Fetch, Fetcher, HttpClient, Introspection, KeySource,
    PlainHosts, ProviderKeys, STALE_LIMIT, TenantIssuers, Tenants, without_secrets,
};
use crate::metrics::Counter;
use crate::token::rules::{Policy, Problem};
use crate::token::{Algorithm, Verifier, VerifierBuilder, VerifierError};

/// After how long keys may be fetched again.
const EVERY: RangeInclusive<Duration> = Duration::from_secs(1)..=STALE_LIMIT;

/// How far a provider's clock may be from ours, unless it is said: FAPI 2.0 Security Profile, section 5.3.2.1, has tokens
/// accepted that begin up to 10 seconds from now.
const LEEWAY: Duration = Duration::from_secs(10);

/// What was said of a provider.
#[derive(Default)]
pub(crate) struct Setup {
    places: Vec<PlaceSetup>,
    introspection: Option<Introspection>,
    fetch: Option<Arc<dyn DynFetch>>,
    of_rsa_keys: Option<Algorithm>,
    any_token_type: bool,
    every: Option<Duration>,
    plain: Vec<String>,
    tenants: Option<Result<TenantIssuers, ()>>,
}

enum PlaceSetup {
    Jwks(String),
    Issuer(String),
    /// Where the metadata of all tenants is, and what it calls their issuers.
    Tenants(String, String),
}

/// What is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ProviderProblem {
    #[error(
        "`discover_tenants` takes a template with one placeholder, such as `{{tenantid}}`, and the names of tenants, \
         which are letters, digits, `-`, `_` and `.`"
    )]
    Tenants,
    #[error("there is no issuer: name the one whose tokens are accepted with `issuer`")]
    NoIssuer,
    #[error(
        "there is no audience: name this service with `audience`, or every token of the provider would be good here \
         (where its tokens have no `aud`, another claim may stand in: `audience_stand_in`)"
    )]
    NoAudience,
    #[error("{what} `{url}` {problem}")]
    Address {
        what: &'static str,
        url: String,
        problem: AddressProblem,
    },
    #[error(
        "there are several places for keys: build a verifier for each provider, and put them together with `Verifier::by_issuer`"
    )]
    SeveralPlaces,
    #[error("introspection needs an `endpoint`, or an issuer to `discover`")]
    NoEndpoint,
    #[error(
        "each token is either verified by keys or asked about: build a verifier for each, and put them together with `Verifier::by_issuer`"
    )]
    KeysAndIntrospection,
    #[error("{0}")]
    Introspection(&'static str),
    #[error("{0} is no algorithm of RSA keys")]
    NotOfRsa(Algorithm),
    #[error("keys are fetched again after {min:?} to {max:?}", min = EVERY.start(), max = EVERY.end())]
    Every,
    #[error("any type of token is accepted, and one is required")]
    AnyType,
    #[error(
        "a type of token is required, and whoever asks about a token sees none: ask for a claim with `require` \
         instead of `token_type`"
    )]
    TypeOfAnswer,
    #[error(
        "`{0}` is about a provider, and there is none: name one with `discover` or `jwks`, or leave it out"
    )]
    NoProvider(&'static str),
    #[error(
        "`allow_insecure_http_to` takes a host, such as `keycloak`, or a host with a port, such as `keycloak:8080`"
    )]
    PlainHost,
    #[error("the HTTP client cannot set up TLS")]
    Client,
}

/// A provider: with the feature `provider`, see [`provider`](crate::provider).
impl VerifierBuilder {
    /// Accepts tokens of this issuer, by the keys that its metadata leads to (OpenID Connect Discovery 1.0, or
    /// [RFC 8414](https://www.rfc-editor.org/rfc/rfc8414)). The name has to be exactly the one in the metadata and in
    /// the tokens.
    pub fn discover(mut self, issuer: impl Into<String>) -> Self {
        let issuer = issuer.into();
        self.provider
            .places
            .push(PlaceSetup::Issuer(issuer.clone()));
        self.issuer(issuer)
    }

    /// Accepts tokens of an issuer that has another name for each tenant, and the same keys for all: Entra with
    /// `common` or `organizations`. The metadata is that of the first address, where `issuer` has to be exactly the
    /// template. A token is accepted if its `iss` is the template with the name of a tenant that is allowed, if its `tid`
    /// (where it has one) is that name, and if the provider publishes its key for all tenants or for that one.
    ///
    /// There is one set of keys, however many tenants there are: tenants that strangers make up take no memory and cause
    /// no fetches. Subjects are unique for one tenant only: keep `iss` and `sub` together.
    ///
    /// The verifier can be one of [`by_issuer`](Verifier::by_issuer), which chooses by the form of the issuer. With
    /// [`Tenants::only`], it chooses by the names.
    ///
    /// ```
    /// # use scopegate::Verifier;
    /// use scopegate::provider::Tenants;
    ///
    /// let builder = Verifier::builder().discover_tenants(
    ///     "https://login.microsoftonline.com/organizations/v2.0",
    ///     "https://login.microsoftonline.com/{tenantid}/v2.0",
    ///     Tenants::only(["11111111-2222-3333-4444-555555555555"]),
    /// );
    /// ```
    pub fn discover_tenants(
        mut self,
        metadata: impl Into<String>,
        template: impl Into<String>,
        tenants: Tenants,
    ) -> Self {
        let (metadata, template) = (metadata.into(), template.into());
        let place = PlaceSetup::Tenants(metadata, template.clone());
        self.provider.places.push(place);
        let issuers = TenantIssuers::new(template, tenants);
        let known = issuers.as_ref().map(TenantIssuers::known);
        self.provider.tenants = Some(issuers.ok_or(()));
        known.into_iter().flatten().fold(self, Self::issuer)
    }

    /// Accepts tokens by the keys at this address
    /// ([RFC 7517 section 5](https://www.rfc-editor.org/rfc/rfc7517#section-5)). Name the
    /// [`issuer`](Self::issuer), too.
    pub fn jwks(mut self, url: impl Into<String>) -> Self {
        self.provider.places.push(PlaceSetup::Jwks(url.into()));
        self
    }

    /// Asks the provider about each token ([RFC 7662](https://www.rfc-editor.org/rfc/rfc7662)), at the endpoint in its
    /// metadata or the one that is named. The answer may lack `iss` and `exp`, since the issuer itself gives it.
    pub fn introspect(mut self, introspection: Introspection) -> Self {
        self.provider.introspection = Some(introspection);
        self
    }

    /// Fetches the provider's keys again after this time, one second to one day, whatever `Cache-Control` says: a key
    /// that the provider removed is accepted no longer than that. Unless set, it is what the provider says, from
    /// [a minute](crate::provider::REFRESH_MIN) to [an hour](crate::provider::REFRESH_MAX), and ten minutes if it
    /// says nothing.
    pub fn refresh_keys_every(mut self, time: Duration) -> Self {
        self.provider.every = Some(time);
        self
    }

    /// The algorithm of the provider's RSA keys that do not say theirs: RS256 unless set. A key has one algorithm only
    /// ([RFC 8725 section 3.1](https://www.rfc-editor.org/rfc/rfc8725#section-3.1)).
    pub fn rsa_algorithm(mut self, algorithm: Algorithm) -> Self {
        self.provider.of_rsa_keys = Some(algorithm);
        self
    }

    /// Accepts tokens whatever their `typ` is, for a provider that does not send `at+jwt`. A token is still refused if it
    /// calls itself something else (the claims `typ`, `token_use`, `token_type`), or if it has what is known to stand in
    /// ID tokens only (`at_hash`, `c_hash`, `nonce`). The latter counts no more once a rule tells access tokens by their
    /// name (`require("typ", "Bearer")`, or the same of `token_use`, `token_type`, `type` or `idtyp`) or by
    /// [a claim that only they have](Self::only_access_tokens_have). One that sends `at+jwt`, but not all claims that RFC 9068
    /// asks for, needs [`token_type("at+jwt")`](Self::token_type) instead.
    pub fn any_token_type(mut self) -> Self {
        self.provider.any_token_type = true;
        self
    }

    /// Asks the provider over plain HTTP, if it is at this host: its name, with the port or for any port. Repeat for
    /// several. Without this, only the names and addresses of this very machine (`localhost`, `127.0.0.1`, `[::1]`) are
    /// asked so.
    ///
    /// Whoever can answer in that host's place decides which tokens are accepted, and reads the client's secret of an
    /// introspection. This is for a network that you trust as much as this machine, such as that of one cluster.
    ///
    /// ```
    /// # use scopegate::Verifier;
    /// let builder = Verifier::builder()
    ///     .discover("http://keycloak:8080/realms/acme")
    ///     .allow_insecure_http_to("keycloak:8080");
    /// ```
    pub fn allow_insecure_http_to(mut self, host: impl Into<String>) -> Self {
        self.provider.plain.push(host.into());
        self
    }

    /// Asks the provider through a client of your own.
    pub fn http_client(mut self, client: impl Fetch) -> Self {
        self.provider.fetch = Some(Arc::new(Own(client)));
        self
    }
}

impl Setup {
    pub(crate) fn is_used(&self) -> bool {
        !self.places.is_empty() || self.introspection.is_some()
    }

    /// What counts for nothing without a provider, although it sounds like a rule.
    pub(crate) fn problem_unless_used(&self) -> Option<Problem> {
        let settings = [
            ("any_token_type", self.any_token_type),
            ("refresh_keys_every", self.every.is_some()),
            ("rsa_algorithm", self.of_rsa_keys.is_some()),
            ("allow_insecure_http_to", !self.plain.is_empty()),
        ];
        let lonely = settings.into_iter().find(|(_, is_set)| *is_set);
        lonely.map(|(name, _)| Problem::Provider(ProviderProblem::NoProvider(name)))
    }

    pub(crate) fn build(
        mut self,
        mut policy: Policy,
        counter: Counter,
        mut problems: Vec<Problem>,
    ) -> Result<Verifier, VerifierError> {
        let mut found = self.check(&policy);
        self.complete(&mut policy);
        let fetcher = self.fetcher(counter);
        let verifier = fetcher.and_then(|fetcher| self.verifier(&fetcher, policy));
        let verifier = verifier.map_err(|more| found.extend(more));
        problems.extend(found.into_iter().map(Problem::Provider));
        match verifier {
            Ok(verifier) if problems.is_empty() => Ok(verifier.build()),
            _ => Err(VerifierError::new(problems)),
        }
    }

    /// What is wrong with what was said, wherever the provider is.
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

    /// Adds the rules that hold unless another one was named.
    fn complete(&mut self, policy: &mut Policy) {
        if let Some(Ok(tenants)) = self.tenants.take() {
            policy.only_tenants(tenants);
        }
        if let Some(introspection) = &self.introspection {
            policy.is_of_introspection(introspection.needs_audience);
        }
        policy.leeway_or(LEEWAY);
        // ID tokens are of the type `JWT`, too.
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
        let client = HttpClient::new().map_err(|_| vec![ProviderProblem::Client])?;
        Ok(Fetcher::new(Arc::new(client), plain, counter))
    }

    fn verifier(self, fetcher: &Fetcher, policy: Policy) -> Result<Ready, Vec<ProviderProblem>> {
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
                Ok(Ready::Keys(Box::new((source, policy))))
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

/// What can be built: nothing is fetched before everything is known to be right.
enum Ready {
    Keys(Box<(KeySource, Policy)>),
    Introspection(Box<Introspecting>),
}

impl Ready {
    fn build(self) -> Verifier {
        match self {
            Self::Keys(keys) => {
                let (source, policy) = *keys;
                Verifier::new(ProviderKeys::new(source, policy))
            }
            Self::Introspection(introspecting) => {
                introspecting.check_at_start();
                Verifier::new(*introspecting)
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
