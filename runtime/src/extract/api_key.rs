use std::fmt;

use super::secret::Secret;
use crate::graph::Requirement;

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
}

refused_by_application!(ApiKey);

/// Does not show the key.
impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiKey").finish_non_exhaustive()
    }
}
