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
        /// What it decides about an object: `permission = "item:owner"`.
        #[serde(skip_serializing_if = "Option::is_none")]
        permission: Option<&'static str>,
        /// Whether a caller without that permission gets 404 instead of 403.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        not_found: bool,
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

impl Check {
    /// Whether a function among these decides about an object.
    #[cfg(feature = "testing")]
    pub(crate) fn decides(&self) -> bool {
        match self {
            Self::Function { permission, .. } => permission.is_some(),
            Self::AnyOf { any_of } => any_of.iter().flatten().any(Self::decides),
            Self::Optional { optional } => optional.iter().any(Self::decides),
        }
    }
}

/// As in a snapshot: `auth::get_user`, `own_note(note:owner or 404)`, `by_key[admin]`, `any(by_token, by_key)`, `optional(get_user)`.
impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Function {
                function,
                scopes,
                permission,
                not_found,
            } => {
                f.write_str(function)?;
                if let Some(permission) = permission {
                    let or = if *not_found { " or 404" } else { "" };
                    write!(f, "({permission}{or})")?;
                }
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
