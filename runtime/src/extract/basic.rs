use std::fmt;

use super::secret::Secret;
use crate::graph::Requirement;
use crate::refuse::{Denial, DenialReason};

/// A username and a password, as a request has sent them: what a scheme with `#[http_basic]` gives.
///
/// Nobody has looked at them yet. The function that takes them has to.
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

    /// The username. It may be empty.
    #[must_use]
    pub fn username(&self) -> &str {
        self.username.as_str()
    }

    /// The password, to be hashed. Never log it.
    #[must_use]
    pub fn password(&self) -> &str {
        self.password.as_str()
    }

    /// Whether both are as expected. The time that it takes tells nothing of where they differ.
    #[must_use]
    pub fn matches(&self, username: &str, password: &str) -> bool {
        // Both are compared in any case.
        self.username.matches(username) & self.password.matches(password)
    }

    /// Refuses them, with the right challenge.
    #[must_use = "return it as an error: nothing is refused before"]
    pub fn deny(&self) -> Denial {
        Denial::new(DenialReason::Refused, self.at)
    }
}

/// Shows neither the name nor the password.
impl fmt::Debug for BasicCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BasicCredentials").finish_non_exhaustive()
    }
}
