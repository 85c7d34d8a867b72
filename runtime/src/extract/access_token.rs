use std::fmt;
use std::time::SystemTime;

use serde::de::DeserializeOwned;

use super::DeclaredScope;
use super::kept_claims::KeptClaims;
use crate::graph::Requirement;
use crate::refuse::{Denial, DenialReason};
use crate::token::{Claims, GrantedScopes, TokenError, VerifiedToken};

/// A verified bearer token with its claims: the value that a security scheme passes to the function that depends on it.
///
/// `C` is any type that [`serde`] can deserialize from the token's claims. If they do not match, the token is invalid
/// (401).
///
/// ```
/// use scopegate::{AccessToken, Denial, SecurityScheme, dependency};
///
/// #[derive(SecurityScheme)]
/// #[oauth2(password(token_url = "token"), scopes("me" = "Read your profile."))]
/// struct OAuth2PasswordBearer;
///
/// #[derive(serde::Deserialize)]
/// struct StaffClaims {
///     sub: String,
///     department: String,
/// }
///
/// #[dependency(depends = OAuth2PasswordBearer)]
/// fn staff_member(token: AccessToken<StaffClaims>) -> Result<String, Denial> {
///     let claims = token.claims();
///     if claims.department == "closed" {
///         return Err(token.deny());
///     }
///     Ok(claims.sub.clone())
/// }
/// ```
pub struct AccessToken<C = Claims> {
    claims: KeptClaims<C>,
    token: VerifiedToken,
    at: Requirement,
}

impl<C: DeserializeOwned + 'static> AccessToken<C> {
    /// # Errors
    /// [`TokenError::Claims`] if the claims do not fit the type.
    pub(crate) fn of(token: VerifiedToken, at: Requirement) -> Result<Self, TokenError> {
        let claims = KeptClaims::of(&token)?;
        Ok(Self { claims, token, at })
    }
}

impl<C> AccessToken<C> {
    #[cfg(feature = "testing")]
    pub(crate) fn new(claims: C, token: VerifiedToken, at: Requirement) -> Self {
        let claims = KeptClaims::own(claims);
        Self { claims, token, at }
    }

    /// The token's claims.
    #[must_use]
    pub fn claims(&self) -> &C {
        self.claims.get(&self.token)
    }

    /// The token's claims, by value.
    #[must_use]
    pub fn into_claims(self) -> C {
        self.claims.into_inner(&self.token)
    }

    /// The scopes that the token grants, from its `scope`, `scopes` and `scp` claims.
    ///
    /// The route's requirement is already checked, or will be as soon as the function that takes the token returns.
    #[must_use]
    pub fn scopes(&self) -> &GrantedScopes {
        self.token.scopes()
    }

    /// The claim `acr`: see [`VerifiedToken::acr`].
    #[must_use]
    pub fn acr(&self) -> Option<String> {
        self.token.acr()
    }

    /// The claim `auth_time`: see [`VerifiedToken::auth_time`].
    #[must_use]
    pub fn auth_time(&self) -> Option<SystemTime> {
        self.token.auth_time()
    }

    /// The token as it was sent: to exchange it for one that another service accepts (RFC 8693). A service whose audience it
    /// does not name must not get it. Never log it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.token.as_str()
    }

    /// Refuses the token although it is valid, for example because its subject is unknown or it was revoked.
    ///
    /// The response is that for any invalid token, with the right challenge.
    #[must_use = "a denial has no effect until it is returned as an error"]
    pub fn deny(&self) -> Denial {
        Denial::new(DenialReason::Refused, self.at).by_dpop(self.token.proofs())
    }

    /// Requires a scope of this request, in addition to those that are always required.
    ///
    /// The scope is a literal that the attribute of the calling function declares with `may_require`. So the audit, the
    /// document and the snapshot list it for each route that may require it. A template, such as `"tenant:{id}"`, takes
    /// the value of a variable of that name, as [`format!`] does:
    ///
    /// ```
    /// use axum::extract::Path;
    /// use scopegate::{AccessToken, Denial, SecurityScheme, dependency};
    ///
    /// #[derive(SecurityScheme)]
    /// #[oauth2(client_credentials(token_url = "token"), scopes(
    ///     "archive" = "Read what is archived.",
    ///     "tenant:{id}" = "Act for a tenant.",
    /// ))]
    /// struct OAuth2;
    ///
    /// #[dependency(depends = OAuth2, may_require = ["archive", "tenant:{id}"])]
    /// async fn tenant(token: AccessToken, Path(id): Path<u32>) -> Result<u32, Denial> {
    ///     if id < 1000 {
    ///         token.require("archive")?;
    ///     }
    ///     token.require("tenant:{id}")?;
    ///     Ok(id)
    /// }
    /// ```
    ///
    /// If a function returns the caller, let its type hold the token, and call `user.token.require(...)`: a function that
    /// depends on the scheme itself skips what that function refuses.
    ///
    /// A value consists of letters, digits and `-._~`, at least one. Any other grants nothing, because it could make
    /// one scope another.
    ///
    /// # Errors
    /// A [`Denial`] if the token does not grant the scope: 403 `insufficient_scope`, with all scopes of the request in
    /// the challenge (RFC 6750 section 3.1).
    pub fn require(&self, scope: impl DeclaredScope) -> Result<(), Denial> {
        let required = self
            .at
            .require(scope, |scope| self.scopes().contains(scope));
        required.map_err(|denial| denial.by_dpop(self.token.proofs()))
    }

    /// Refuses a caller who may not do this, whatever the token's scopes: 403, without a challenge, in the form of the
    /// scheme or the handler.
    #[must_use = "a denial has no effect until it is returned as an error"]
    pub fn forbid(&self) -> Denial {
        Denial::new(DenialReason::Forbidden, self.at)
    }
}

/// Shows neither the token nor its claims: both are secrets.
impl<C> fmt::Debug for AccessToken<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessToken").finish_non_exhaustive()
    }
}
