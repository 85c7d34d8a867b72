use std::fmt;

use crate::graph::Requirement;
use crate::refuse::{Denial, DenialReason};
use crate::token::{Claims, GrantedScopes, VerifiedToken};

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
    claims: C,
    token: VerifiedToken,
    at: Requirement,
}

impl<C> AccessToken<C> {
    pub(crate) fn new(claims: C, token: VerifiedToken, at: Requirement) -> Self {
        Self { claims, token, at }
    }

    /// The token's claims.
    pub fn claims(&self) -> &C {
        &self.claims
    }

    /// The token's claims, by value.
    pub fn into_claims(self) -> C {
        self.claims
    }

    /// The scopes that the token grants, from its `scope`, `scopes` and `scp` claims.
    ///
    /// The route's requirement is already checked, or will be as soon as the function that takes the token returns.
    pub fn scopes(&self) -> &GrantedScopes {
        self.token.scopes()
    }

    /// The token as it was sent, for calls to another service. Never log it.
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
}

/// Shows neither the token nor its claims: both are secrets.
impl<C> fmt::Debug for AccessToken<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessToken").finish_non_exhaustive()
    }
}
