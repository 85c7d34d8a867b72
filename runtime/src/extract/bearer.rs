use std::fmt;

use super::secret::Secret;
use crate::graph::Requirement;

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
}

refused_by_application!(BearerToken);

/// Does not show the token.
impl fmt::Debug for BearerToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BearerToken").finish_non_exhaustive()
    }
}
