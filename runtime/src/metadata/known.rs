use crate::graph::Plan;
use crate::resolve::Bound;
use crate::scheme::{Scheme, TokenPlace};
use crate::token::issuer_template::IssuerTemplate;

/// Facts about the routes of a protected resource, collected by the router.
#[derive(Default)]
pub(crate) struct Known {
    schemes: Vec<&'static Scheme>,
    /// Every scope that one of the handlers requires, without duplicates, in their order.
    pub(super) scopes: Vec<&'static str>,
    /// The issuers whose tokens they accept, if these are URLs: clients find an authorization server there (RFC 8414).
    pub(super) issuers: Vec<String>,
    /// Whether tokens that are bound to a client certificate are accepted (RFC 8705).
    pub(super) takes_certificates: bool,
}

impl Known {
    /// The facts about these handlers, whose schemes have these verifiers.
    pub(crate) fn of(plans: impl IntoIterator<Item = &'static Plan>, bound: &[Bound]) -> Self {
        let mut known = Self::default();
        for plan in plans {
            let required = plan.alternatives().into_iter().flatten();
            for scope in required.flat_map(|demand| demand.scopes) {
                if !known.scopes.contains(&scope) {
                    known.scopes.push(scope);
                }
            }
            let schemes = plan.schemes();
            schemes.for_each(|scheme| known.add_scheme(scheme, bound));
        }
        known
    }

    fn add_scheme(&mut self, scheme: &'static Scheme, bound: &[Bound]) {
        if self.schemes.iter().any(|known| known.is(scheme)) {
            return;
        }
        self.schemes.push(scheme);
        for issuer in scheme.issuers() {
            self.add_issuer(issuer);
        }
        for bound in bound.iter().filter(|bound| bound.scheme.is(scheme)) {
            bound.issuers().for_each(|issuer| self.add_issuer(issuer));
            self.takes_certificates |= bound.verifier.mtls().is_some();
        }
    }

    fn add_issuer(&mut self, issuer: &str) {
        let is_url = issuer.contains("://") && IssuerTemplate::parse(issuer).is_none();
        if is_url && !self.issuers.iter().any(|known| known == issuer) {
            self.issuers.push(issuer.to_owned());
        }
    }

    /// Whether tokens are accepted in the header of RFC 6750, as far as is known.
    pub(super) fn takes_bearer_tokens(&self) -> bool {
        let mut schemes = self.schemes.iter().filter(|scheme| scheme.kind.is_token());
        let is_bearer = |scheme: &&Scheme| scheme.place == TokenPlace::BEARER;
        schemes.clone().any(is_bearer) || schemes.next().is_none()
    }

    pub(super) fn declares(&self, scope: &str) -> bool {
        self.schemes.iter().any(|scheme| scheme.declares(scope))
    }
}
