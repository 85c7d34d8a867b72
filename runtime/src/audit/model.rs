use serde::Serialize;

use super::Handler;
use super::checks::{Check, listed};
use crate::scheme::SchemeKind;

/// Every route with what it requires, and every scheme with what of it is used.
///
/// It is plain data: see the [module](crate::audit) for the ways to show it. As [JSON](Self::to_json), the
/// members have the names and the order of the fields.
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Route {
    /// The method's name; `ANY` for all methods without a row of their own, `OTHER` for the
    /// methods that a path has no handler for.
    pub method: &'static str,
    /// The path with all prefixes, as axum writes it. `*` at its end stands for everything below.
    pub path: String,
    /// Who may call.
    pub security: Security,
    /// The functions that may refuse whoever has the credentials, in the order in which they run.
    pub checks: Vec<Check>,
    /// The function that answers, unless scopegate does not know it.
    pub handler: Option<Handler>,
    /// What the [levels](crate::level!) of routers require of it, outermost first.
    pub levels: Vec<Dependency>,
    /// What the handler depends on, in the order of its parameters.
    pub dependencies: Vec<Dependency>,
    /// Where the required scopes are written: the handler's first, then those further down.
    pub scopes: Vec<Declaration>,
}

impl Route {
    /// Who may call, in a line: the credentials, and `via` what else may refuse. See the
    /// [module](crate::audit#the-rule-of-a-route).
    #[must_use]
    pub fn rule(&self) -> String {
        let security = self.security.to_string();
        if self.checks.is_empty() {
            return security;
        }
        let checks = listed(&self.checks);
        match &self.security {
            Security::Required { alternatives } if alternatives.len() > 1 => {
                format!("({security}) via {checks}")
            }
            _ => format!("{security} via {checks}"),
        }
    }
}

/// Who may call a route.
///
/// It displays as `public`, `UNPROTECTED`, `OAuth2PasswordBearer[items me]`, `A[x] and B`, or
/// `(A[x] and B) or C`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "access", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Security {
    /// Anyone: the handler says so.
    Public,
    /// Nothing here guards the route: it went in through
    /// [`unprotected`](crate::SecureRouter::unprotected).
    Unprotected,
    /// Whoever has the credentials of one alternative.
    Required {
        /// The ways to get in. Each is a list of credentials that are all needed; an empty one
        /// lets anyone in.
        alternatives: Vec<Vec<Credential>>,
    },
}

/// Credentials for a scheme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Credential {
    /// The scheme's name.
    pub scheme: &'static str,
    /// What the token must grant: the merged scopes, outermost first.
    pub scopes: Vec<&'static str>,
    /// What the credentials are, and where a request has them.
    #[serde(skip)]
    pub(crate) kind: SchemeKind,
    /// The scopes of the scheme that imply others, with those.
    #[serde(skip)]
    pub(crate) implications: Vec<(&'static str, &'static [&'static str])>,
}

/// A dependency or a scheme, below a handler.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Dependency {
    /// The name of the function or of the scheme's type.
    pub name: &'static str,
    /// What it is.
    pub kind: DependencyKind,
    /// The path of its module.
    pub module: &'static str,
    /// The file that it is in.
    pub file: &'static str,
    /// The line of its name.
    pub line: u32,
    /// The scopes that the `depends` which leads here adds, as written.
    pub scopes: Vec<&'static str>,
    /// Where some of these scopes are enough: the `any(...)` as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expression: Option<&'static str>,
    /// Whether a request without credentials gets through.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
    /// Whether it is a function that may refuse a request.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub can_refuse: bool,
    /// Whether it is listed before, with what it depends on in turn: here that is left out.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub repeated: bool,
    /// What it depends on in turn.
    pub dependencies: Vec<Self>,
}

/// What a [`Dependency`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DependencyKind {
    /// A function with `#[dependency]`.
    Dependency,
    /// A type with `#[derive(SecurityScheme)]`.
    Scheme,
    /// `depends = any(...)`: the first of those below that lets a request through.
    AnyOf,
}

/// A scope in a `scopes = [...]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Declaration {
    /// The scope.
    pub scope: &'static str,
    /// The function that the attribute is on.
    pub function: &'static str,
    /// The file that it is in.
    pub file: &'static str,
    /// The line of the scope.
    pub line: u32,
}

/// A type with `#[derive(SecurityScheme)]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Scheme {
    /// The type's name.
    pub name: &'static str,
    /// The path of its module.
    pub module: &'static str,
    /// The file that it is in.
    pub file: &'static str,
    /// The line of its name.
    pub line: u32,
    /// The scopes that it declares, in the order of the source.
    pub scopes: Vec<Scope>,
}

/// A scope that a scheme declares.
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
    /// Whether any route requires it.
    pub required: bool,
}

/// A scope that a scheme declares and no route requires.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct UnusedScope {
    /// The scheme's name.
    pub scheme: &'static str,
    /// The scope.
    pub scope: &'static str,
}
