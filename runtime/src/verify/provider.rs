//! Verifiers for a provider's tokens.

use std::sync::Arc;
use std::time::Duration;

#[cfg(doc)]
use super::Verifier;
use super::VerifierBuilder;
use crate::crypto::Algorithm;
use crate::provider::{Fetch, Introspection, PlaceSetup};
use crate::token::{TenantIssuers, Tenants};

/// Settings for a provider, with the feature `provider`: see [`provider`](crate::provider) and [the
/// guide](crate::guide::provider).
impl VerifierBuilder {
    /// Accepts tokens of this issuer, with the keys that its metadata refers to (OpenID Connect Discovery 1.0, or [RFC
    /// 8414](https://www.rfc-editor.org/rfc/rfc8414)). The issuer must be exactly the one in the metadata and in the
    /// tokens.
    pub fn discover(mut self, issuer: impl Into<String>) -> Self {
        let issuer = issuer.into();
        self.provider
            .places
            .push(PlaceSetup::Issuer(issuer.clone()));
        self.issuer(issuer)
    }

    /// Accepts tokens of a multi-tenant provider, whose issuer is different for each tenant and whose keys are the
    /// same: Entra with `common` or `organizations`. The metadata is fetched from the first address; its `issuer` must
    /// be exactly the template. A token is accepted if its `iss` is the template with the name of an allowed tenant, if
    /// its `tid` (if it has one) is that name, and if the provider publishes its key for all tenants or for that one.
    ///
    /// There is one set of keys for any number of tenants: invented tenant names take no memory and cause no fetches.
    /// Subjects are unique within one tenant only: store `iss` and `sub` together.
    ///
    /// The verifier can be one of [`by_issuer`](Verifier::by_issuer), which then selects it by the form of the issuer.
    /// With [`Tenants::only`], it selects it by the exact issuers.
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

    /// Accepts tokens with the keys at this address ([RFC 7517 section
    /// 5](https://www.rfc-editor.org/rfc/rfc7517#section-5)). Set the [`issuer`](Self::issuer), too.
    pub fn jwks(mut self, url: impl Into<String>) -> Self {
        self.provider.places.push(PlaceSetup::Jwks(url.into()));
        self
    }

    /// Verifies each token by introspection ([RFC 7662](https://www.rfc-editor.org/rfc/rfc7662)), at the endpoint in
    /// the provider's metadata or the one that is configured. The response may lack `iss` and `exp`, since it comes
    /// from the issuer itself. Settings for keys, and for the cache of tokens that were verified with them, are errors.
    pub fn introspect(mut self, introspection: Introspection) -> Self {
        self.provider.introspection = Some(introspection);
        self
    }

    /// Fetches the provider's keys again after this time, one second to one day, whatever `Cache-Control` says: a key
    /// that the provider removed is accepted no longer than that. By default, `Cache-Control` decides, within [a
    /// minute](crate::provider::REFRESH_MIN) and [an hour](crate::provider::REFRESH_MAX); without the header, it is ten
    /// minutes.
    pub fn refresh_keys_every(mut self, time: Duration) -> Self {
        self.provider.every = Some(time);
        self
    }

    /// The algorithm of the provider's RSA keys that have no `alg`: RS256 by default. Each key has one algorithm only
    /// ([RFC 8725 section 3.1](https://www.rfc-editor.org/rfc/rfc8725#section-3.1)).
    pub fn rsa_algorithm(mut self, algorithm: Algorithm) -> Self {
        self.provider.of_rsa_keys = Some(algorithm);
        self
    }

    /// Accepts tokens with any `typ`, for a provider that does not send `at+jwt`. A token is still refused if a claim
    /// names another kind of token (`typ`, `token_use`, `token_type`), or if it has a claim that is known from ID
    /// tokens only (`at_hash`, `c_hash`, `nonce`). The latter is not checked if a rule identifies access tokens, either
    /// by their kind (`require("typ", "Bearer")`, or the same for `token_use`, `token_type`, `type` or `idtyp`) or by
    /// [a claim that only they have](Self::only_access_tokens_have). A provider that sends `at+jwt`, but not all claims
    /// that RFC 9068 requires, needs [`token_type("at+jwt")`](Self::token_type) instead.
    pub fn any_token_type(mut self) -> Self {
        self.provider.any_token_type = true;
        self
    }

    /// Allows plain HTTP requests to the provider at this host: its name, with a port or for any port. Call it again
    /// for more. By default, plain HTTP is allowed only to this machine (`localhost`, `127.0.0.1`, `[::1]`).
    ///
    /// An attacker who can answer in place of that host decides which tokens are accepted, and can read the client
    /// secret of an introspection. Use this only for a network that you trust as much as this machine, such as that of
    /// a cluster.
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

    /// Sends requests to the provider through a custom client.
    pub fn http_client(mut self, client: impl Fetch) -> Self {
        self.provider.fetch = Some(Arc::new(client));
        self
    }
}
