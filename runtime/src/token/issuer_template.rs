//! Issuers with a different name for each tenant, as one text with a placeholder.

/// The maximum length of a tenant's name. Those of Entra have 36 characters.
const MAX_NAME: usize = 128;

/// A text with one placeholder, such as `https://login.microsoftonline.com/{tenantid}/v2.0`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct IssuerTemplate<'t> {
    before: &'t str,
    #[cfg(feature = "provider")]
    placeholder: &'t str,
    after: &'t str,
}

impl<'t> IssuerTemplate<'t> {
    /// `None` if the text does not have exactly one placeholder.
    pub(crate) fn parse(text: &'t str) -> Option<Self> {
        let is_one = |c: char| text.matches(c).count() == 1;
        let (begin, end) = (text.find('{')?, text.find('}')? + 1);
        let is_good = is_one('{') && is_one('}') && begin + 2 < end;
        is_good.then(|| Self {
            before: &text[..begin],
            #[cfg(feature = "provider")]
            placeholder: &text[begin..end],
            after: &text[end..],
        })
    }

    pub(crate) fn tenant_of<'i>(&self, issuer: &'i str) -> Option<&'i str> {
        let tenant = issuer.strip_prefix(self.before)?.strip_suffix(self.after)?;
        is_name(tenant).then_some(tenant)
    }

    pub(crate) fn includes(&self, issuer: &str) -> bool {
        self.tenant_of(issuer).is_some()
    }

    /// Whether an issuer could match both.
    pub(crate) fn may_meet(&self, other: &IssuerTemplate<'_>) -> bool {
        let (a, b) = (self, other);
        (a.before.starts_with(b.before) || b.before.starts_with(a.before))
            && (a.after.ends_with(b.after) || b.after.ends_with(a.after))
    }
}

#[cfg(feature = "provider")]
impl IssuerTemplate<'_> {
    /// The issuer of a tenant.
    pub(crate) fn of(&self, tenant: &str) -> String {
        [self.before, tenant, self.after].concat()
    }

    pub(crate) fn placeholder(&self) -> &str {
        self.placeholder
    }
}

/// Whether `accepted`, an issuer or a template, matches this issuer.
pub(crate) fn matches_issuer(accepted: &str, issuer: &str) -> bool {
    accepted == issuer
        || IssuerTemplate::parse(accepted).is_some_and(|template| template.includes(issuer))
}

/// Whether an issuer could match both, each of which is an issuer or a template.
pub(crate) fn may_meet(a: &str, b: &str) -> bool {
    match (IssuerTemplate::parse(a), IssuerTemplate::parse(b)) {
        (Some(a), Some(b)) => a.may_meet(&b),
        _ => matches_issuer(a, b) || matches_issuer(b, a),
    }
}

/// Whether this is valid as one part of an address, and as nothing else.
pub(crate) fn is_name(tenant: &str) -> bool {
    let is_good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    !tenant.is_empty()
        && tenant.len() <= MAX_NAME
        && tenant.chars().all(is_good)
        && tenant.chars().any(|c| c != '.')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{IssuerTemplate, matches_issuer, may_meet};

    #[test]
    fn a_template_means_the_issuers_of_its_form_and_a_name_only_itself() {
        let template = "https://login.example/{tenantid}/v2.0";
        assert!(matches_issuer(template, "https://login.example/one/v2.0"));
        assert!(matches_issuer("https://a.example", "https://a.example"));
        for other in [
            "https://login.example/one",
            "https://login.example/a/b/v2.0",
            "https://login.example//v2.0",
            "",
        ] {
            assert!(!matches_issuer(template, other), "{other}");
        }
        assert!(!matches_issuer("https://a.example", "https://a.example/"));
    }

    proptest! {
        /// Two templates that cannot match the same issuer have none in common.
        #[test]
        fn what_cannot_meet_has_nothing_in_common(
            a in "[ab/]{0,2}(\\{x\\})?[ab/]{0,2}",
            b in "[ab/]{0,2}(\\{y\\})?[ab/]{0,2}",
            issuer in "[ab/]{0,5}",
        ) {
            if matches_issuer(&a, &issuer) && matches_issuer(&b, &issuer) {
                prop_assert!(may_meet(&a, &b));
            }
            prop_assert_eq!(may_meet(&a, &b), may_meet(&b, &a));
            if IssuerTemplate::parse(&a).is_none() {
                prop_assert_eq!(matches_issuer(&a, &issuer), a == issuer);
            }
        }
    }
}
