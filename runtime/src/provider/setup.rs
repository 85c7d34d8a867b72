//! What a builder was told of a provider.

use std::fmt;
use std::sync::Arc;

use super::source::Place;
use super::{
    AddressProblem, Discovery, DynFetch, Fetch, Fetcher, HttpClient, KeySource, ProviderKeys,
    check_address,
};
use crate::token::rules::{Policy, Problem};
use crate::token::{Algorithm, Verifier, VerifierBuilder, VerifierError};

/// What an access token is called (RFC 9068 section 2.1).
const ACCESS_TOKEN: &str = "at+jwt";

/// What was said of a provider.
#[derive(Default)]
pub(crate) struct Setup {
    places: Vec<PlaceSetup>,
    fetch: Option<Arc<dyn DynFetch>>,
    of_rsa_keys: Option<Algorithm>,
    any_token_type: bool,
}

enum PlaceSetup {
    Jwks(String),
    Issuer(String),
}

/// What is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ProviderProblem {
    #[error("there is no issuer: name the one whose tokens are accepted with `issuer`")]
    NoIssuer,
    #[error(
        "there is no audience: name this service with `audience`, or every token of the provider would be good here"
    )]
    NoAudience,
    #[error("{what} `{url}` {problem}")]
    Address {
        what: &'static str,
        url: String,
        problem: AddressProblem,
    },
    #[error(
        "there are several places for keys: build a verifier for each provider, and put them together"
    )]
    SeveralPlaces,
    #[error("{0} is no algorithm of RSA keys")]
    NotOfRsa(Algorithm),
    #[error("any type of token is accepted, and one is required")]
    AnyType,
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

    /// Accepts tokens by the keys at this address
    /// ([RFC 7517 section 5](https://www.rfc-editor.org/rfc/rfc7517#section-5)). Name the
    /// [`issuer`](Self::issuer), too.
    pub fn jwks(mut self, url: impl Into<String>) -> Self {
        self.provider.places.push(PlaceSetup::Jwks(url.into()));
        self
    }

    /// The algorithm of the provider's RSA keys that do not say theirs: RS256 unless set. A key has one algorithm only
    /// ([RFC 8725 section 3.1](https://www.rfc-editor.org/rfc/rfc8725#section-3.1)).
    pub fn rsa_algorithm(mut self, algorithm: Algorithm) -> Self {
        self.provider.of_rsa_keys = Some(algorithm);
        self
    }

    /// Accepts tokens whatever their `typ` is, for a provider that does not send `at+jwt`. What is known to stand in
    /// ID tokens only (`at_hash`, `c_hash`, `nonce`) is still refused. Where the provider has another way to tell its
    /// access tokens, ask for it by [`require`](Self::require).
    pub fn any_token_type(mut self) -> Self {
        self.provider.any_token_type = true;
        self
    }

    /// Asks the provider through a client of your own.
    pub fn http_client(mut self, client: impl Fetch) -> Self {
        self.provider.fetch = Some(Arc::new(client));
        self
    }
}

impl Setup {
    pub(crate) fn is_used(&self) -> bool {
        !self.places.is_empty()
    }

    pub(crate) fn build(
        mut self,
        mut policy: Policy,
        mut problems: Vec<Problem>,
    ) -> Result<Verifier, VerifierError> {
        let mut add = |problem| problems.push(Problem::Provider(problem));
        if policy.issuers().is_empty() {
            add(ProviderProblem::NoIssuer);
        }
        if policy.audiences().is_empty() {
            add(ProviderProblem::NoAudience);
        }
        if self.places.len() > 1 {
            add(ProviderProblem::SeveralPlaces);
        }
        let of_rsa_keys = self.of_rsa_keys.unwrap_or(Algorithm::RS256);
        if !of_rsa_keys.is_rsa() {
            add(ProviderProblem::NotOfRsa(of_rsa_keys));
        }
        match (self.any_token_type, policy.token_type()) {
            (true, None) => policy.refuse_id_tokens(),
            (true, Some(_)) => add(ProviderProblem::AnyType),
            (false, None) => policy.require_type(ACCESS_TOKEN),
            (false, Some(_)) => {}
        }
        let fetcher = self.fetcher(&mut add);
        let place = self.places.pop().zip(fetcher.clone());
        let place = place.and_then(|(place, fetcher)| place.at(fetcher).map_err(&mut add).ok());
        match (place, fetcher) {
            (Some(place), Some(fetcher)) if problems.is_empty() => {
                let source = KeySource {
                    place,
                    fetcher,
                    of_rsa_keys,
                };
                Ok(Verifier::new(ProviderKeys::new(source, policy)))
            }
            _ => Err(VerifierError::new(problems)),
        }
    }

    fn fetcher(&mut self, add: &mut impl FnMut(ProviderProblem)) -> Option<Fetcher> {
        if let Some(own) = self.fetch.take() {
            return Some(Fetcher::new(own));
        }
        let client = HttpClient::new();
        let client = client.map_err(|_| add(ProviderProblem::Client)).ok()?;
        Some(Fetcher::new(Arc::new(client)))
    }
}

impl PlaceSetup {
    fn at(self, fetcher: Fetcher) -> Result<Place, ProviderProblem> {
        let check = |what, url: &str| {
            check_address(url).map_err(|problem| ProviderProblem::Address {
                what,
                url: url.to_owned(),
                problem,
            })
        };
        match self {
            Self::Jwks(url) => check("the address of the keys", &url).map(Place::At),
            Self::Issuer(issuer) => {
                check("the issuer", &issuer)?;
                Ok(Place::Discovered(Arc::new(Discovery::new(issuer, fetcher))))
            }
        }
    }
}

/// Shows no client.
impl fmt::Debug for Setup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Setup").finish_non_exhaustive()
    }
}
