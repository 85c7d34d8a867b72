use std::fmt;

use super::DeclaredScope;
use super::secret::Secret;
use crate::graph::Requirement;
use crate::refuse::{Denial, DenialReason};

/// A username and a password as sent by the client: the value of a scheme with `#[http_basic]`.
///
/// They are **not** verified. The function that takes them must do that: see
/// [`SecurityScheme`](derive@crate::SecurityScheme) for an example.
#[derive(Clone)]
pub struct BasicCredentials {
    username: Secret,
    password: Secret,
    at: Requirement,
}

impl BasicCredentials {
    pub(crate) fn new((username, password): (String, String), at: Requirement) -> Self {
        Self {
            username: Secret::new(username),
            password: Secret::new(password),
            at,
        }
    }

    /// The username. May be empty.
    #[must_use]
    pub fn username(&self) -> &str {
        self.username.as_str()
    }

    /// The password, for hashing. Never log it.
    #[must_use]
    pub fn password(&self) -> &str {
        self.password.as_str()
    }

    /// Whether both are as expected. The comparison time does not reveal where they differ.
    #[must_use]
    pub fn matches(&self, username: &str, password: &str) -> bool {
        // No short circuit: both are always compared.
        self.username.matches(username) & self.password.matches(password)
    }

    /// Refuses the credentials, with the right challenge.
    #[must_use = "a denial has no effect until it is returned as an error"]
    pub fn deny(&self) -> Denial {
        Denial::new(DenialReason::Refused, self.at)
    }

    /// Refuses valid credentials whose scopes are not enough: 403, in the scheme's form.
    #[must_use = "a denial has no effect until it is returned as an error"]
    pub fn insufficient_scope(&self) -> Denial {
        Denial::new(DenialReason::InsufficientScope, self.at)
    }

    /// Requires a scope of this request, in addition to those that are always required: see [`AccessToken::require`].
    /// `is_granted` returns whether the credentials grant a scope.
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

    /// Refuses a caller who may not do this, whatever the credentials: 403, in the scheme's form, without a challenge.
    #[must_use = "a denial has no effect until it is returned as an error"]
    pub fn forbid(&self) -> Denial {
        Denial::new(DenialReason::Forbidden, self.at)
    }
}

/// Shows neither the username nor the password.
impl fmt::Debug for BasicCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BasicCredentials").finish_non_exhaustive()
    }
}
