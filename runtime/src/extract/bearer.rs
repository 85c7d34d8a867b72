use std::fmt;

use super::DeclaredScope;
use super::secret::Secret;
use crate::graph::Requirement;
use crate::refuse::{Denial, DenialReason};

/// A bearer token as sent by the client: the value of a scheme with `#[http_bearer]`.
///
/// Unlike an [`AccessToken`](crate::AccessToken), it is **not** verified. The function that takes it must do that.
///
/// ```
/// use scopegate::{BearerToken, Denial, SecurityScheme, dependency};
///
/// /// A token that is not a JWT.
/// #[derive(SecurityScheme)]
/// #[http_bearer]
/// struct Opaque;
///
/// #[dependency(depends = Opaque)]
/// fn by_token(token: BearerToken) -> Result<(), Denial> {
///     if token.matches("the expected token") {
///         Ok(())
///     } else {
///         Err(token.deny())
///     }
/// }
/// ```
#[derive(Clone)]
pub struct BearerToken {
    token: Secret,
    at: Requirement,
}

impl BearerToken {
    pub(crate) fn new(token: &str, at: Requirement) -> Self {
        Self {
            token: Secret::new(token),
            at,
        }
    }

    /// The token, never empty. Never log it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.token.as_str()
    }

    /// Whether it is the expected token. The comparison time does not reveal where they differ.
    #[must_use]
    pub fn matches(&self, expected: &str) -> bool {
        self.token.matches(expected)
    }

    /// Refuses the token, with the right challenge.
    #[must_use = "a denial has no effect until it is returned as an error"]
    pub fn deny(&self) -> Denial {
        Denial::new(DenialReason::Refused, self.at)
    }

    /// Refuses valid token whose scopes are not enough: 403, in the scheme's form.
    #[must_use = "a denial has no effect until it is returned as an error"]
    pub fn insufficient_scope(&self) -> Denial {
        Denial::new(DenialReason::InsufficientScope, self.at)
    }

    /// Requires a scope of this request, in addition to those that are always required: see [`AccessToken::require`].
    /// `is_granted` returns whether the token grants a scope.
    ///
    /// # Errors
    /// A [`Denial`] if not: 403 in the scheme's form.
    ///
    /// [`AccessToken::require`]: crate::AccessToken::require
    pub fn require(
        &self,
        scope: impl DeclaredScope,
        is_granted: impl FnOnce(&str) -> bool,
    ) -> Result<(), Denial> {
        self.at.require(scope, is_granted)
    }

    /// Refuses a caller who may not do this, whatever the token: 403, in the scheme's form, without a challenge.
    #[must_use = "a denial has no effect until it is returned as an error"]
    pub fn forbid(&self) -> Denial {
        Denial::new(DenialReason::Forbidden, self.at)
    }
}

/// Does not show the token.
impl fmt::Debug for BearerToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BearerToken").finish_non_exhaustive()
    }
}
