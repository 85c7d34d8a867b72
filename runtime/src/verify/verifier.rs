//! The verifier of a request's token.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum_core::extract::FromRef;

use super::by_issuer::ByIssuer;
use super::{VerifierBuilder, VerifierError};
#[cfg(feature = "dpop")]
use crate::dpop::Dpop;
use crate::mtls::Mtls;
use crate::token::{
    TokenError, Verification, VerifiedToken, VerifyToken, is_of_one_issuer, issuer_template,
    says_the_same,
};

/// Verifies access tokens. Clones share one set of keys and rules.
///
/// ```
/// use std::time::Duration;
/// use scopegate::token::{TokenIssuer, Verifier};
///
/// let secret = b"at least 32 bytes that nobody knows";
/// let issuer = TokenIssuer::hs256(secret)?.issuer("https://issuer.example").audience("items");
/// let verifier = Verifier::builder()
///     .hs256(secret)
///     .issuer("https://issuer.example")
///     .audience("items")
///     .leeway(Duration::from_secs(30))
///     .build()?;
///
/// let token = verifier.verify(&issuer.issue("johndoe", ["me", "items"])?).now()?;
/// assert!(token.scopes().contains("items"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Verifier {
    /// One pointer, as a state is cloned for each request.
    shared: Arc<Shared>,
}

#[derive(Clone)]
struct Shared {
    inner: Arc<dyn VerifyToken>,
    #[cfg(feature = "dpop")]
    dpop: Option<Dpop>,
    mtls: Option<Mtls>,
}

impl Verifier {
    /// A verifier of HS256 tokens that has only the rules that always hold.
    ///
    /// # Errors
    /// [`VerifierError`] if the secret is shorter than 32 bytes
    /// ([RFC 7518 section 3.2](https://www.rfc-editor.org/rfc/rfc7518#section-3.2)).
    pub fn hs256(secret: impl AsRef<[u8]>) -> Result<Self, VerifierError> {
        Self::builder().hs256(secret).build()
    }

    // The builder and the verifier create each other: `builder`, `by_issuer` and this file import each other.
    /// Starts a verifier without keys.
    pub fn builder() -> VerifierBuilder {
        VerifierBuilder::default()
    }

    /// A verifier with a custom [`VerifyToken`].
    pub fn new(inner: impl VerifyToken) -> Self {
        Self::of(Arc::new(inner))
    }

    pub(super) fn of(inner: Arc<dyn VerifyToken>) -> Self {
        let shared = Shared {
            inner,
            #[cfg(feature = "dpop")]
            dpop: None,
            mtls: None,
        };
        Self {
            shared: shared.into(),
        }
    }

    /// Accepts tokens that are bound to a key, if the request proves possession of it ([RFC
    /// 9449](https://www.rfc-editor.org/rfc/rfc9449)): see [`dpop`](crate::dpop). Without this they are refused.
    ///
    /// Tokens that are not bound are still accepted. With [`by_issuer`](Self::by_issuer), call this on the result.
    #[cfg(feature = "dpop")]
    #[must_use]
    pub fn with_dpop(mut self, dpop: Dpop) -> Self {
        Arc::make_mut(&mut self.shared).dpop = Some(dpop);
        self
    }

    /// Checks that the sender of a token is the one that it is bound to.
    #[cfg(feature = "dpop")]
    pub(crate) fn dpop(&self) -> Option<&Dpop> {
        self.shared.dpop.as_ref()
    }

    /// Accepts tokens that are bound to a client certificate, if that is the certificate of the request ([RFC
    /// 8705](https://www.rfc-editor.org/rfc/rfc8705)): see [`mtls`](crate::mtls). Without this they are refused.
    ///
    /// Tokens that are not bound are still accepted, unless bound ones [are
    /// required](crate::mtls::Mtls::require_bound_tokens). With [`by_issuer`](Self::by_issuer), call this on the result.
    #[must_use]
    pub fn with_mtls(mut self, mtls: Mtls) -> Self {
        Arc::make_mut(&mut self.shared).mtls = Some(mtls);
        self
    }

    /// Checks that the certificate of a request is the one that its token is bound to.
    pub(crate) fn mtls(&self) -> Option<&Mtls> {
        self.shared.mtls.as_ref()
    }

    /// Verifies tokens of several issuers: each with the verifier of the issuer that the token names (`iss`), and no
    /// other one. Tokens that are not JWTs do not name an issuer. They are sent to the verifiers that use
    /// introspection, in this order, until one knows the token. A provider can therefore see tokens of those after it:
    /// put the one that you trust most first.
    ///
    /// A verifier of tenants that are not listed accepts all issuers of its template, except those that another
    /// verifier lists.
    ///
    /// ```
    /// # use scopegate::Verifier;
    /// let of = |issuer: &str, secret| Verifier::builder().hs256(secret).issuer(issuer).audience("api").build();
    /// let verifier = Verifier::by_issuer([
    ///     of("https://one.example", [1; 32])?,
    ///     of("https://two.example", [2; 32])?,
    /// ])?;
    /// # Ok::<(), scopegate::VerifierError>(())
    /// ```
    ///
    /// # Errors
    /// [`VerifierError`] if there is no verifier, if one has no issuer, if two have the same, or if one checks proofs
    /// of possession or client certificates itself.
    pub fn by_issuer(verifiers: impl IntoIterator<Item = Self>) -> Result<Self, VerifierError> {
        let verifiers = ByIssuer::new(verifiers.into_iter().collect());
        verifiers.map(Self::new).map_err(VerifierError::new)
    }

    /// Verifies a token as of now.
    ///
    /// # Errors
    /// [`TokenError`]: the first problem found, when the result is awaited.
    pub fn verify<'v>(&'v self, token: &'v str) -> Verification<'v> {
        self.verify_at(token, SystemTime::now())
    }

    pub(crate) fn verify_at<'v>(&'v self, token: &'v str, at: SystemTime) -> Verification<'v> {
        self.inner()
            .verify(token, at)
            .then(|verdict| self.without_proof(verdict))
    }

    /// Refuses a token that is bound, since its sender need not be the client that it was issued to, or that must be
    /// bound to a certificate.
    fn without_proof(
        &self,
        verdict: Result<VerifiedToken, TokenError>,
    ) -> Result<VerifiedToken, TokenError> {
        let token = verdict?;
        if token.is_bound() {
            return Err(TokenError::SenderConstrained);
        }
        if self.mtls().is_some_and(Mtls::is_required) {
            return Err(TokenError::Unbound);
        }
        Ok(token)
    }

    /// Whether both are clones of the same verifier.
    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shared.inner, &other.shared.inner)
    }

    /// The inner verifier, without the steps that process its results.
    pub(crate) fn inner(&self) -> &dyn VerifyToken {
        &*self.shared.inner
    }

    pub(crate) fn issuer_templates(&self) -> &[String] {
        self.inner().issuer_templates()
    }

    /// Its issuers, and the templates of those that cannot be listed.
    pub(crate) fn issuers_and_templates(&self) -> impl Iterator<Item = &str> {
        let all = self.issuers().iter().chain(self.issuer_templates());
        all.map(String::as_str)
    }

    /// Whether it accepts tokens of one issuer only, or does not check the issuer.
    pub(crate) fn is_of_one(&self) -> bool {
        is_of_one_issuer(self.inner())
    }

    /// Whether it lists the issuer.
    pub(crate) fn lists(&self, issuer: &str) -> bool {
        self.issuers().iter().any(|own| own == issuer)
    }

    /// Whether the issuer matches one of its templates.
    pub(crate) fn has_template_of(&self, issuer: &str) -> bool {
        let mut templates = self.issuer_templates().iter();
        templates.any(|template| issuer_template::matches_issuer(template, issuer))
    }

    /// Whether it accepts tokens of the issuer. It may be a custom one. One without issuers does not check them.
    pub(crate) fn speaks_for(&self, issuer: &str) -> bool {
        self.issuers_and_templates().next().is_none()
            || self.lists(issuer)
            || self.has_template_of(issuer)
    }

    pub(crate) fn takes_opaque_tokens(&self) -> bool {
        self.inner().takes_opaque_tokens()
    }

    /// The issuers whose tokens it accepts; empty if it does not check them.
    #[must_use]
    pub fn issuers(&self) -> &[String] {
        self.inner().issuers()
    }
}

/// Lets a verifier be part of a custom one. A token that is bound to its sender is refused, as by [`Verifier::verify`]:
/// call `with_dpop` and [`with_mtls`](Verifier::with_mtls) on the whole.
impl VerifyToken for Verifier {
    fn verify<'v>(&'v self, token: &'v str, at: SystemTime) -> Verification<'v> {
        self.verify_at(token, at)
    }

    fn remembered<'v>(&'v self, token: &[u8], at: SystemTime) -> Option<Verification<'v>> {
        let known = self.inner().remembered(token, at)?;
        Some(known.then(|verdict| self.without_proof(verdict)))
    }

    says_the_same!(self => self.inner());
}

/// The state of a router can be `Arc<AppState>`. An application could not implement this itself, because neither the trait
/// nor one of the types is its own.
impl<S> FromRef<Arc<S>> for Verifier
where
    Self: FromRef<S>,
{
    fn from_ref(state: &Arc<S>) -> Self {
        Self::from_ref(&**state)
    }
}

/// Shows no key.
impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Verifier").field(&self.shared.inner).finish()
    }
}
