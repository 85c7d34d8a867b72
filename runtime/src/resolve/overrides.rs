//! Replacing dependencies in tests.

use std::any::Any;
use std::convert::Infallible;
use std::fmt;
use std::future::{Ready, ready};
use std::sync::Arc;

use axum::extract::Request;
use axum_core::response::IntoResponse;
use http::request::Parts;

use super::{Dependency, Pending, Resolved, authenticate};
use crate::extract::SecurityScopes;
use crate::graph::{Node, Requirement, leads_to_a_scheme};
use crate::refuse::Refusal;
use crate::token::VerifiedToken;

/// Overrides of dependencies, for one router.
///
/// A dependency is named by its path, and the compiler checks the type of the value. The dependency's own dependencies
/// do not run. If credentials are optional, an override of their dependency counts as valid credentials.
///
/// ```
/// # use scopegate::{AccessToken, SecurityScheme, dependency, security};
/// # #[derive(SecurityScheme)]
/// # #[oauth2(client_credentials(token_url = "token"), scopes("me" = "Read your profile."))]
/// # struct OAuth2;
/// # #[derive(Clone)]
/// # struct User { name: String }
/// # #[dependency(depends = OAuth2)]
/// # fn get_current_user(_: AccessToken) -> User { unreachable!() }
/// # #[security(scopes = ["me"], depends = get_current_user)]
/// # async fn me(user: User) -> String { user.name }
/// # fn app() -> axum::Router<scopegate::Verifier> {
/// #     axum::Router::new().route("/me", axum::routing::get(me))
/// # }
/// use scopegate::testing::Overrides;
///
/// let app = Overrides::new()
///     .value::<get_current_user>(User { name: "johndoe".to_owned() })
///     .apply(app());
/// ```
///
/// An override of a security scheme provides the token. Its scopes are still compared with the required ones, and its
/// `iss`, if it has one, with the issuers that the scheme names: see [`TestTokens`](crate::testing::TestTokens).
#[derive(Clone, Default)]
pub struct Overrides(Vec<Override>);

type Value = Box<dyn Any + Send>;
type Give = dyn Fn(Requirement) -> Result<Value, Refusal> + Send + Sync;

#[derive(Clone)]
struct Override {
    node: &'static Node,
    give: Arc<Give>,
}

impl Overrides {
    /// Creates an empty set of overrides.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Provides `value` wherever `D` is depended on.
    #[must_use]
    pub fn value<D: Dependency>(self, value: D::Returned) -> Self
    where
        D::Returned: Clone + Sync,
    {
        self.with::<D>(move |_| value.clone())
    }

    /// Calls `give` wherever `D` is depended on, with the scopes merged on the path to it.
    ///
    /// Below a function that uses no scopes and therefore runs once for several paths, these are the scopes of the
    /// first path. Override that function instead.
    #[must_use]
    pub fn with<D: Dependency>(
        self,
        give: impl Fn(SecurityScopes) -> D::Returned + Send + Sync + 'static,
    ) -> Self {
        self.try_with::<D, Infallible>(move |scopes| Ok(give(scopes)))
    }

    /// The same with a closure that may refuse the request: `try_with::<get_current_user, _>(...)`.
    #[must_use]
    pub fn try_with<D: Dependency, E: IntoResponse>(
        mut self,
        give: impl Fn(SecurityScopes) -> Result<D::Returned, E> + Send + Sync + 'static,
    ) -> Self {
        self.set(Override {
            node: D::NODE,
            give: Arc::new(move |at| match give(at.asked()) {
                Ok(value) => Ok(Box::new(value)),
                Err(error) => Err(Refusal::by(error, at)),
            }),
        });
        self
    }

    /// Of two overrides of one dependency, the last is used.
    fn set(&mut self, new: Override) {
        self.0.retain(|known| !known.is_of(new.node));
        self.0.push(new);
    }

    /// Adds the overrides to requests, before those that an outer router has added.
    pub(crate) fn insert(self) -> impl Fn(Request) -> Ready<Request> + Clone {
        move |mut request| {
            let outer = request.extensions_mut().remove::<Self>();
            let mut all = outer.unwrap_or_default();
            self.0.iter().for_each(|inner| all.set(inner.clone()));
            request.extensions_mut().insert(all);
            ready(request)
        }
    }

    /// The overridden nodes.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = &'static Node> {
        self.0.iter().map(|known| known.node)
    }

    fn of<'p>(parts: &'p Parts, node: &Node) -> Option<&'p Override> {
        let Self(known) = parts.extensions.get()?;
        known.iter().find(|known| known.is_of(node))
    }
}

impl Override {
    /// A macro can define two functions with the same name on the same line: only the address distinguishes them.
    fn is_of(&self, node: &Node) -> bool {
        std::ptr::eq(self.node, node)
    }
}

/// Whether `node` or a node below it requires credentials, so that an override counts as valid ones.
pub(crate) fn asks_for_credentials(node: &'static Node) -> bool {
    leads_to_a_scheme(node)
}

/// Whether `node` is overridden.
pub(crate) fn is_overridden(parts: &Parts, node: &Node) -> bool {
    Overrides::of(parts, node).is_some()
}

/// The value that replaces that of `D`, if it is overridden.
pub(crate) fn overridden<D: Dependency>(
    parts: &Parts,
    at: Requirement,
) -> Result<Option<Resolved<D::Returned>>, Refusal> {
    let Some(Override { give, .. }) = Overrides::of(parts, at.node()) else {
        return Ok(None);
    };
    let mut value = give(at)?;
    // Scopes are compared here, too: the token of an overridden scheme gets no more than a verified one.
    let verdict = value
        .downcast_mut::<VerifiedToken>()
        .filter(|_| at.is_scheme())
        .map(|token| authenticate::verdict(token, at))
        .transpose()?;
    let value = value.downcast().map(|value| *value);
    let value: D::Returned = value.unwrap_or_else(|_| unreachable!("the type was checked"));
    Ok(Some(match verdict {
        Some(verdict) => Resolved::deferred(value, verdict),
        None => Pending::default().returned(value),
    }))
}

/// Names the overridden dependencies.
impl fmt::Debug for Overrides {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.0.iter().map(|known| known.node.name);
        f.debug_set().entries(names).finish()
    }
}
