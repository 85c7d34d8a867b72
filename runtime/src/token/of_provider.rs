//! Rules for a provider's tokens.

use std::time::Duration;

use super::TenantIssuers;
use super::payload::Payload;
use super::policy::{MayLack, Policy, refuse};
use super::values::{Any, Text};
use super::verified::TokenText;
use super::{TokenError, VerifiedToken};

impl Policy {
    pub(crate) fn issuers(&self) -> &[String] {
        &self.issuers
    }

    pub(crate) fn issuer_templates(&self) -> &[String] {
        self.tenants.as_ref().map_or(&[], TenantIssuers::unlisted)
    }

    pub(crate) fn token_type(&self) -> Option<&str> {
        self.token_type.as_deref()
    }

    /// Accepts tokens of these issuers only.
    pub(crate) fn only_tenants(&mut self, tenants: TenantIssuers) {
        self.tenants = Some(tenants);
    }

    /// The issuer of these keys.
    pub(crate) fn issuer_for_the_log(&self) -> String {
        match &self.tenants {
            Some(tenants) => tenants.template().to_owned(),
            None => self.issuers.join(" "),
        }
    }

    /// Accepts only access tokens that conform to RFC 9068.
    pub(crate) fn require_rfc9068(&mut self) {
        self.token_type = Some("at+jwt".to_owned());
        self.is_rfc9068 = true;
    }

    /// The claims are from the response to an introspection request (RFC 7662 section 2.2).
    pub(crate) fn is_of_introspection(&mut self, needs_audience: bool) {
        self.may_lack = MayLack {
            expiry_and_issuer: true,
            audience: !needs_audience,
        };
    }

    pub(crate) fn refuse_other_kinds(&mut self) {
        self.refuses_other_kinds = true;
    }

    /// Whether a token must be intended for this service.
    pub(crate) fn has_audience(&self) -> bool {
        !self.audiences.is_empty() || !self.stand_ins.is_empty()
    }

    pub(crate) fn leeway_or(&mut self, default: Duration) {
        self.leeway.get_or_insert(default);
    }

    /// Like [`accept_by`](Self::accept_by), if no key was used.
    pub(crate) fn accept(
        &self,
        token: &str,
        claims: &str,
        now: Duration,
    ) -> Result<VerifiedToken, TokenError> {
        self.accept_by(TokenText::new(token, claims), now, None)
    }

    /// Whether the tenant of a token that was accepted is still allowed: that may be what a table says.
    pub(super) fn still_allows_tenant(&self, issuer: Option<&str>) -> bool {
        let Some(tenants) = &self.tenants else {
            return true;
        };
        issuer.is_some_and(|issuer| tenants.still_accept(issuer))
    }

    /// Checks that the token is of an allowed tenant, and that its key is published for that tenant or for all.
    pub(crate) fn check_tenant(
        &self,
        payload: &Payload<'_>,
        of_key: Option<&str>,
    ) -> Result<(), TokenError> {
        let Some(tenants) = &self.tenants else {
            return Ok(());
        };
        let tid = payload.tid.as_ref().map(|tid| match tid {
            Any::Text(tid) => &**tid,
            // A value that is not a string cannot be the name of a tenant.
            Any::Other => "",
        });
        match &payload.iss {
            Some(Text(issuer)) if tenants.accept(issuer, tid, of_key) => Ok(()),
            _ => Err(refuse(TokenError::Issuer, &"iss", &tenants.template())),
        }
    }
}
