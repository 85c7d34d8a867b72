use std::fmt;

use serde::Serialize;

/// A function that may refuse a request, in addition to the credentials that it requires.
///
/// Such functions are recognized by their return type: a `Result`. Refusals by extractors or handlers are not listed.
///
/// ```
/// use scopegate::routing::get;
/// use scopegate::{AccessToken, Denial, SecureRouter, SecurityScheme, Verifier, dependency, security};
///
/// #[derive(SecurityScheme)]
/// #[oauth2(client_credentials(token_url = "token"))]
/// struct OAuth2;
///
/// #[dependency(depends = OAuth2)]
/// fn known_user(token: AccessToken) -> Result<String, Denial> {
///     token.claims().sub.clone().ok_or_else(|| token.deny())
/// }
///
/// #[security(depends = known_user)]
/// async fn me(name: String) -> String {
///     name
/// }
///
/// let audit = SecureRouter::<Verifier>::new().route("/me", get(me)).audit();
/// let checks = &audit.routes[0].checks;
/// assert!(checks[0].to_string().ends_with("known_user"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Check {
    /// A function with `#[dependency]`.
    #[non_exhaustive]
    Function {
        /// Its path in its crate, or with a leading `::` and the crate's name if that is not the handler's crate.
        function: String,
        /// The scopes that it receives as [`SecurityScopes`](crate::SecurityScopes) to check itself, because no scheme
        /// does. One of these sets must be granted.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        scopes: Vec<Vec<&'static str>>,
    },
    /// The checks of the alternatives of `depends = any(...)`: those in one of the lists are run.
    #[non_exhaustive]
    AnyOf {
        /// One list per alternative, without the checks that all of them have. Lists may be empty.
        any_of: Vec<Vec<Self>>,
    },
    /// The checks of an `optional` dependency: they run if the request has credentials.
    #[non_exhaustive]
    Optional {
        /// In the order in which they run.
        optional: Vec<Self>,
    },
}

/// As in a snapshot: `auth::get_user`, `by_key[admin]`, `any(by_token, by_key)`, `optional(get_user)`.
impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Function { function, scopes } => {
                f.write_str(function)?;
                let sets: Vec<_> = scopes.iter().map(|set| set.join(" ")).collect();
                if sets.is_empty() {
                    return Ok(());
                }
                write!(f, "[{}]", sets.join(" or "))
            }
            Self::AnyOf { any_of } => {
                let alternatives: Vec<_> = any_of.iter().map(|checks| grouped(checks)).collect();
                write!(f, "any({})", alternatives.join(", "))
            }
            Self::Optional { optional } => write!(f, "optional({})", listed(optional)),
        }
    }
}

/// Checks that all run, in order.
pub(crate) fn listed(checks: &[Check]) -> String {
    let checks: Vec<_> = checks.iter().map(ToString::to_string).collect();
    checks.join(", ")
}

/// The checks of one alternative.
fn grouped(checks: &[Check]) -> String {
    match checks {
        [] => "-".to_owned(),
        [only] => only.to_string(),
        several => format!("({})", listed(several)),
    }
}
