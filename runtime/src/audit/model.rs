use std::collections::HashSet;

use serde::Serialize;

use super::Handler;
use super::checks::{Check, listed};
use crate::scheme::{SchemeKind, TokenPlace};

/// Every route with its requirement, and every scheme with the scopes in use.
///
/// It is plain data: see the [module](crate::audit) for the ways to display it. As [JSON](Self::to_json), the members
/// have the names and the order of the fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Audit {
    /// The routes, by path, then by method: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS, TRACE,
    /// CONNECT, ANY, OTHER.
    pub routes: Vec<Route>,
    /// The security schemes that any route reaches, by name.
    pub schemes: Vec<Scheme>,
    /// The scopes of these schemes that no route requires.
    pub unused_scopes: Vec<UnusedScope>,
}

/// A path with a method.
///
/// See [`audit`](crate::audit) for an example.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Route {
    /// The method's name; `ANY` for all methods without a row of their own, `OTHER` for the
    /// methods that a path has no handler for.
    pub method: &'static str,
    /// The path with all prefixes, as axum writes it. A trailing `*` stands for all paths under it.
    pub path: String,
    /// One of the [operations](crate::SecureRouter::operations) of the path, if it has several. The row without one is for
    /// everything that is not listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// The access rule.
    pub security: Security,
    /// The functions that may refuse a caller who has the credentials, in the order in which they run.
    pub checks: Vec<Check>,
    /// The handler, unless scopegate does not know it.
    pub handler: Option<Handler>,
    /// The requirements of the [levels](crate::level!) around it, outermost first.
    pub levels: Vec<Dependency>,
    /// What the handler depends on, in the order of its parameters.
    pub dependencies: Vec<Dependency>,
    /// Where the required scopes are written: the handler's first, then those further down.
    pub scopes: Vec<Declaration>,
    /// The scopes that its functions require only of some requests.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub may_require: Vec<Declaration>,
    /// The methods of requests with operations in their bodies, if it is for all operations that are not listed.
    #[serde(skip)]
    pub(crate) reads: Vec<&'static str>,
}

impl Route {
    /// The access rule in one line: the credentials, after `via` the functions that may refuse, and the scopes that
    /// some requests need as well. See the [module](crate::audit#the-rule-of-a-route).
    #[must_use]
    pub fn rule(&self) -> String {
        let mut rule = self.security.to_string();
        if !self.checks.is_empty() {
            let checks = listed(&self.checks);
            rule = match &self.security {
                Security::Required { alternatives } if alternatives.len() > 1 => {
                    format!("({rule}) via {checks}")
                }
                _ => format!("{rule} via {checks}"),
            };
        }
        if !self.may_require.is_empty() {
            rule.push_str("; may require ");
            rule.push_str(&self.scopes_of_some_requests().join(" "));
        }
        rule
    }

    /// The path, and the operation if there is one.
    pub(crate) fn target(&self) -> String {
        match &self.operation {
            Some(operation) => format!("{} {operation}", self.path),
            None => self.path.clone(),
        }
    }

    /// What it is called in messages.
    #[cfg(feature = "testing")]
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.method, self.target())
    }

    /// The scopes that its functions require only of some requests, each once.
    pub(crate) fn scopes_of_some_requests(&self) -> Vec<&'static str> {
        let mut scopes: Vec<_> = self.may_require.iter().map(|may| may.scope).collect();
        let mut known = HashSet::new();
        scopes.retain(|scope| known.insert(*scope));
        scopes
    }
}

/// The credentials that a route requires.
///
/// It displays as `public`, `UNPROTECTED`, `OAuth2PasswordBearer[items me]`, `A[x] and B`, or `(A[x] and B) or C`.
///
/// See [`audit`](crate::audit) for an example.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "access", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Security {
    /// Anyone may call: the handler is marked `public`.
    Public,
    /// scopegate does not guard the route: it was added with [`unprotected`](crate::SecureRouter::unprotected).
    Unprotected,
    /// Callers with the credentials of one alternative.
    #[non_exhaustive]
    Required {
        /// The alternatives. Each is a list of credentials that are all required; an empty one admits any caller.
        alternatives: Vec<Vec<Credential>>,
    },
}

/// Credentials for a scheme.
///
/// See [`audit`](crate::audit) for an example.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Credential {
    /// The scheme's name.
    pub scheme: &'static str,
    /// The scopes that the token must grant, merged, outermost first.
    pub scopes: Vec<&'static str>,
    /// The values of `acr` of which the token must have one (RFC 9470), merged. Empty if any is enough, or none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub acr: Vec<&'static str>,
    /// How many seconds ago the token's user must have been authenticated at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_age: Option<u32>,
    /// The kind of credentials, and where a request carries them.
    #[serde(skip)]
    pub(crate) kind: SchemeKind,
    #[serde(skip)]
    pub(crate) place: TokenPlace,
    /// The scopes of the scheme that imply others, with the implied scopes.
    #[serde(skip)]
    pub(crate) implications: Vec<(&'static str, &'static [&'static str])>,
    /// The scopes of the scheme that functions require only of some requests.
    #[serde(skip)]
    pub(crate) of_some_requests: Vec<&'static str>,
}

/// A dependency or a scheme, below a handler.
///
/// See [`audit`](crate::audit) for an example.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Dependency {
    /// The name of the function or of the scheme's type.
    pub name: &'static str,
    /// Whether it is a dependency or a scheme.
    pub kind: DependencyKind,
    /// The path of its module.
    pub module: &'static str,
    /// Its source file.
    pub file: &'static str,
    /// The line of its name.
    pub line: u32,
    /// The scopes that the `depends` leading here adds, as written.
    pub scopes: Vec<&'static str>,
    /// If some of these scopes are enough: the `any(...)` as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expression: Option<&'static str>,
    /// The values of `acr` that the `depends` leading here accepts, as written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub acr: Vec<&'static str>,
    /// The `max_age` of the `depends` leading here, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_age: Option<u32>,
    /// Whether a request without credentials is admitted.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
    /// Whether it is a function that may refuse a request.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub can_refuse: bool,
    /// Whether it is already listed with its own dependencies, which are omitted here.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub repeated: bool,
    /// Its own dependencies.
    pub dependencies: Vec<Self>,
}

/// The kind of a [`Dependency`].
///
/// See [`audit`](crate::audit) for an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DependencyKind {
    /// A function with `#[dependency]`.
    Dependency,
    /// A type with `#[derive(SecurityScheme)]`.
    Scheme,
    /// `depends = any(...)`: the first of its dependencies that admits a request.
    AnyOf,
}

/// A scope in a `scopes = [...]` or a `may_require = [...]`.
///
/// See [`audit`](crate::audit) for an example.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Declaration {
    /// The scope.
    pub scope: &'static str,
    /// The function that has the attribute.
    pub function: &'static str,
    /// Its source file.
    pub file: &'static str,
    /// The line of the scope, or of the function's name for `may_require`.
    pub line: u32,
}

/// A type with `#[derive(SecurityScheme)]`.
///
/// See [`audit`](crate::audit) for an example.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Scheme {
    /// The type's name.
    pub name: &'static str,
    /// The path of its module.
    pub module: &'static str,
    /// Its source file.
    pub file: &'static str,
    /// The line of its name.
    pub line: u32,
    /// The scopes that it declares, in source order.
    pub scopes: Vec<Scope>,
}

/// A scope that a scheme declares.
///
/// See [`audit`](crate::audit) for an example.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Scope {
    /// The scope.
    pub name: &'static str,
    /// What it allows.
    pub description: &'static str,
    /// The scopes that it implies.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub implies: &'static [&'static str],
    /// Whether any route requires it, of all requests or of some.
    pub required: bool,
}

/// A scope that a scheme declares and no route requires.
///
/// See [`audit`](crate::audit) for an example.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct UnusedScope {
    /// The scheme's name.
    pub scheme: &'static str,
    /// The scope.
    pub scope: &'static str,
}
