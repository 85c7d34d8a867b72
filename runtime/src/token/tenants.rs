//! Issuers with a different name for each tenant.

use std::sync::Arc;
use std::{fmt, slice};

use crate::token::issuer_template::{IssuerTemplate, is_name};

/// The tenants of an issuer that may use this service, for
/// [`VerifierBuilder::discover_tenants`](crate::VerifierBuilder::discover_tenants), which has an example.
#[derive(Clone)]
pub struct Tenants(Allowed);

#[derive(Clone)]
enum Allowed {
    These(Vec<String>),
    Those(Arc<dyn Fn(&str) -> bool + Send + Sync>),
}

impl Tenants {
    /// Only these tenants, by their exact names. Entra's names are its tenant IDs, in lower case.
    pub fn only<T: Into<String>>(tenants: impl IntoIterator<Item = T>) -> Self {
        let tenants = tenants.into_iter().map(Into::into);
        Self(Allowed::These(tenants.collect()))
    }

    /// The tenants for which this returns `true`, such as the customers in a table. It is called for each request whose
    /// token is otherwise valid, so it should be fast, and cache what it looks up.
    ///
    /// Anyone can create a tenant at a large provider. Unknown tenants cause no fetches, and nothing is stored for
    /// them.
    pub fn that(are_allowed: impl Fn(&str) -> bool + Send + Sync + 'static) -> Self {
        Self(Allowed::Those(Arc::new(are_allowed)))
    }

    fn allow(&self, tenant: &str) -> bool {
        match &self.0 {
            Allowed::These(these) => these.iter().any(|own| own == tenant),
            Allowed::Those(are_allowed) => are_allowed(tenant),
        }
    }
}

/// Redacted: the names identify customers.
impl fmt::Debug for Tenants {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_tuple("Tenants");
        match &self.0 {
            Allowed::These(these) => shown.field(&these.len()).finish(),
            Allowed::Those(_) => shown.finish_non_exhaustive(),
        }
    }
}

/// The issuers of all allowed tenants.
#[derive(Clone, Debug)]
pub(crate) struct TenantIssuers {
    /// It has one placeholder.
    template: String,
    tenants: Tenants,
}

impl TenantIssuers {
    /// `None` if the template does not have exactly one placeholder, or if no tenant or one with an empty name is
    /// allowed.
    pub(crate) fn new(template: String, tenants: Tenants) -> Option<Self> {
        IssuerTemplate::parse(&template)?;
        let are_named = match &tenants.0 {
            Allowed::These(these) => !these.is_empty() && these.iter().all(|name| is_name(name)),
            Allowed::Those(_) => true,
        };
        are_named.then_some(Self { template, tenants })
    }

    pub(crate) fn template(&self) -> &str {
        &self.template
    }

    /// The issuers, if they can be listed.
    pub(crate) fn known(&self) -> Vec<String> {
        let (Allowed::These(these), Some(template)) =
            (&self.tenants.0, IssuerTemplate::parse(&self.template))
        else {
            return Vec::new();
        };
        these.iter().map(|tenant| template.of(tenant)).collect()
    }

    /// The template, if they cannot be listed.
    pub(crate) fn unlisted(&self) -> &[String] {
        match self.tenants.0 {
            Allowed::These(_) => &[],
            Allowed::Those(_) => slice::from_ref(&self.template),
        }
    }

    /// Whether tokens of this issuer, which were accepted once, still are.
    pub(crate) fn still_accept(&self, issuer: &str) -> bool {
        self.accept(issuer, None, None)
    }

    /// Whether a token of this issuer is accepted. Its claim `tid`, and the issuer that the provider publishes with the
    /// key, must be of the same tenant: otherwise a tenant could issue tokens for another one.
    pub(crate) fn accept(&self, issuer: &str, tid: Option<&str>, of_key: Option<&str>) -> bool {
        let Some(template) = IssuerTemplate::parse(&self.template) else {
            return false;
        };
        template.tenant_of(issuer).is_some_and(|tenant| {
            tid.is_none_or(|tid| tid == tenant)
                && of_key.is_none_or(|of| of.replace(template.placeholder(), tenant) == issuer)
                && self.tenants.allow(tenant)
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{TenantIssuers, Tenants};

    const TEMPLATE: &str = "https://login.example/{tenantid}/v2.0";

    fn of(tenants: Tenants) -> TenantIssuers {
        TenantIssuers::new(TEMPLATE.to_owned(), tenants).unwrap()
    }

    #[test]
    fn a_template_has_one_placeholder_and_allows_somebody() {
        let any = || Tenants::that(|_| true);
        for template in [
            "https://login.example/v2.0",
            "https://login.example/{}/v2.0",
            "https://login.example/{a}/{b}",
            "https://login.example/{a/v2.0",
            "https://login.example/}a{/v2.0",
            "",
        ] {
            assert!(TenantIssuers::new(template.to_owned(), any()).is_none());
        }
        for tenants in [&[][..], &[""], &["a", ""], &["a/b"], &[".."]] {
            let tenants = Tenants::only(tenants.iter().copied());
            assert!(TenantIssuers::new(TEMPLATE.to_owned(), tenants).is_none());
        }
    }

    #[test]
    fn only_issuers_of_the_tenants_that_are_allowed_are_accepted() {
        for issuers in [
            of(Tenants::only(["one", "two"])),
            of(Tenants::that(|tenant| ["one", "two"].contains(&tenant))),
        ] {
            let accept = |issuer: &str| issuers.accept(issuer, None, None);
            assert!(accept("https://login.example/one/v2.0"));
            assert!(accept("https://login.example/two/v2.0"));
            for other in [
                "https://login.example/three/v2.0",
                "https://login.example/One/v2.0",
                "https://login.example/one/v2.0/",
                "https://login.example/one",
                "https://login.example//v2.0",
                "https://login.example/v2.0",
                "https://login.example/{tenantid}/v2.0",
                "https://login.example/three/../one/v2.0",
                "https://login.example/one/v2.0/../v2.0",
                "https://login.example.attacker.example/one/v2.0",
                "https://attacker.example/https://login.example/one/v2.0",
                "http://login.example/one/v2.0",
                "https://login.example/one%2f/v2.0",
                "one",
                "",
            ] {
                assert!(!accept(other), "{other}");
            }
        }
    }

    #[test]
    fn a_tenant_cannot_speak_for_another_one() {
        let issuers = of(Tenants::only(["one", "two"]));
        let issuer = "https://login.example/one/v2.0";
        let accept = |tid, of_key| issuers.accept(issuer, tid, of_key);
        for of_key in [None, Some(TEMPLATE), Some(issuer)] {
            assert!(accept(Some("one"), of_key) && accept(None, of_key));
            assert!(!accept(Some("two"), of_key) && !accept(Some(""), of_key));
        }
        for of_key in ["https://login.example/two/v2.0", "", "{tenantid}"] {
            assert!(!accept(Some("one"), Some(of_key)), "{of_key}");
        }
    }

    proptest! {
        /// For any issuer: it is accepted only if it is one of the list.
        #[test]
        fn a_predicate_sees_plain_names_only(issuer in "(https://login\\.example/)?[a-b/.{}%:@\\-]{0,12}(/v2\\.0)?") {
            let seen = |tenant: &str| {
                assert!(!tenant.contains(['/', '{', '%', ':', '@']) && !tenant.is_empty());
                true
            };
            let accepted = of(Tenants::that(seen)).accept(&issuer, None, None);
            let shape = issuer.starts_with("https://login.example/") && issuer.ends_with("/v2.0");
            prop_assert!(!accepted || shape && issuer.matches('/').count() == 4);
        }

        #[test]
        fn a_list_accepts_its_issuers_and_no_others(tenants in prop::collection::vec("[a-c]{1,2}", 1..4), tenant in "[a-c]{1,2}") {
            let issuers = of(Tenants::only(tenants.clone()));
            let issuer = format!("https://login.example/{tenant}/v2.0");
            prop_assert_eq!(issuers.accept(&issuer, None, None), tenants.contains(&tenant));
            prop_assert_eq!(issuers.known().contains(&issuer), tenants.contains(&tenant));
        }
    }
}
