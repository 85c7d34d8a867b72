use std::fmt;

use super::secret::Secret;
use crate::graph::Requirement;

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
}

refused_by_application!(BasicCredentials);

/// Shows neither the username nor the password.
impl fmt::Debug for BasicCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BasicCredentials").finish_non_exhaustive()
    }
}
