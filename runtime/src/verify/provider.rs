//! Verifiers of a provider's tokens.

use std::sync::Arc;
use std::time::Duration;

#[cfg(doc)]
use super::Verifier;
use super::VerifierBuilder;
use crate::crypto::Algorithm;
use crate::provider::{Fetch, Introspection, Own, PlaceSetup};
use crate::token::{TenantIssuers, Tenants};

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
