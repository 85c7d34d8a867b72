use std::fmt;

use super::DeclaredScope;
use super::secret::Secret;
use crate::graph::Requirement;
use crate::refuse::{Denial, DenialReason};

/// An API key as sent by the client: the value of a scheme with `#[api_key]`.
///
/// It is **not** verified. The function that takes it must do that: see [`dependency`](macro@crate::dependency) for an
/// example.
#[derive(Clone)]
pub struct ApiKey {
    key: Secret,
    at: Requirement,
}

impl ApiKey {
    pub(crate) fn new(key: &str, at: Requirement) -> Self {
        Self {
            key: Secret::new(key),
            at,
        }
    }

    /// The key, never empty. Never log it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.key.as_str()
    }

    /// Whether it is the expected key. The comparison time does not reveal where they differ.
    #[must_use]
    pub fn matches(&self, expected: &str) -> bool {
        self.key.matches(expected)
    }

    /// Refuses the key, with the right challenge.
    #[must_use = "a denial has no effect until it is returned as an error"]
    pub fn deny(&self) -> Denial {
        Denial::new(DenialReason::Refused, self.at)
    }

    /// Refuses valid key whose scopes are not enough: 403, in the scheme's form.
    #[must_use = "a denial has no effect until it is returned as an error"]
    pub fn insufficient_scope(&self) -> Denial {
        Denial::new(DenialReason::InsufficientScope, self.at)
    }

    /// Requires a scope of this request, in addition to those that are always required: see [`AccessToken::require`].
    /// `is_granted` returns whether the key grants a scope.
    ///
    /// # Errors
    /// A [`Denial`] if it does not: 403 in the scheme's form.
    ///
    /// [`AccessToken::require`]: crate::AccessToken::require
    pub fn require(
        &self,
        scope: impl DeclaredScope,
        is_granted: impl FnOnce(&str) -> bool,
    ) -> Result<(), Denial> {
        self.at.require(scope, is_granted)
    }

    /// Refuses a caller who may not do this, whatever the key: 403, in the scheme's form, without a challenge.
    #[must_use = "a denial has no effect until it is returned as an error"]
    pub fn forbid(&self) -> Denial {
        Denial::new(DenialReason::Forbidden, self.at)
    }
}

/// Does not show the key.
impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiKey").finish_non_exhaustive()
    }
}
