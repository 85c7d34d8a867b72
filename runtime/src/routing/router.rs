use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::handler::Handler;
use axum_core::response::IntoResponse;
use tower_layer::Layer;
use tower_service::Service;

use super::blueprint::{Around, Blueprint};
#[cfg(feature = "openapi")]
use super::document::Document;
use super::endpoint::Endpoint;
#[cfg(feature = "openapi")]
use super::inventory::nested_path;
use super::overlap::{add_open, check_overlap};
use super::resources::with_resource;
use super::schemes::with_seen_schemes;
use super::{Extracted, Methods, Requires, Returned, Route, Routes, SecuredHandler, Unguarded};
use crate::metadata::ProtectedResource;
use crate::resolve::{
    Bound, FindVerifiers, Level, RouterState, Seen, Served, check_issuers, place_below,
};

// Protected resources and schemes are handled in `resources` and `schemes`, which import this file.
/// An [`axum::Router`] for handlers with `#[security]` only.
///
/// A handler without the attribute does not compile here, so no route is open by mistake. A service that cannot have
/// the attribute, such as files or a third-party router, is added with [`protected`](Self::protected), or with
/// [`unprotected`](Self::unprotected), which is easy to search for.
///
/// Convert it into an [`axum::Router`] with [`From`] or [`into_router`](Self::into_router). See
/// [`routing`](crate::routing) for an example.
#[must_use]
pub struct SecureRouter<S = ()> {
    pub(super) router: Blueprint<Router<S>, S>,
    pub(crate) routes: Vec<Route>,
    /// The requirements of all routes, including those added later.
    pub(super) levels: Vec<Level<S>>,
    /// Finds the verifiers of handlers that have no state yet.
    pub(super) verifiers: Vec<FindVerifiers<S>>,
    /// The security schemes of handlers that have their state.
    pub(super) bound: Vec<Bound>,
    /// Whether it has services that are built with the state.
    pub(super) needs_state: bool,
    /// Whether it had levels that no new route can be inside of, because they have their state.
    is_closed: bool,
    pub(super) protected_resource: Option<Arc<ProtectedResource>>,
    /// The resources of parts of this router.
    pub(super) resources_of_parts: Vec<Arc<ProtectedResource>>,
    #[cfg(feature = "openapi")]
    pub(crate) document: Document,
}

impl<S: RouterState> SecureRouter<S> {
    /// Creates a router without routes: see [`Router::new`].
    pub fn new() -> Self {
        Self {
            router: Blueprint::default(),
            routes: Vec::new(),
            levels: Vec::new(),
            verifiers: Vec::new(),
            bound: Vec::new(),
            needs_state: false,
            is_closed: false,
            protected_resource: None,
            resources_of_parts: Vec::new(),
            #[cfg(feature = "openapi")]
            document: Document::new(),
        }
    }

    /// Adds a route: see [`Router::route`].
    ///
    /// # Panics
    /// If the path is not valid, or has a route for one of the methods.
    #[track_caller]
    pub fn route(mut self, path: &str, methods: impl Methods<S>) -> Self {
        let methods = methods.into_methods();
        self.check_is_open();
        assert!(
            path.starts_with('/'),
            "the path of a route starts with `/`: write `/{path}`",
        );
        let plans = methods.plans.iter();
        let routes: Vec<_> = plans
            .map(|&(method, plan)| Route::secured(method, path, plan))
            .collect();
        self.check_are_new(&routes);
        self.routes.extend(routes);
        self.verifiers.extend(&methods.verifiers);
        let path = path.to_owned();
        self.router
            .add(move |router, around| router.route(&path, methods.build(around)));
        self
    }

    /// Serves all paths under `path` with a router that scopegate does not guard: files, third-party services, routes
    /// that are not migrated to `#[security]` yet. A `path` of `/` merges its routes.
    ///
    /// # Panics
    /// If the path is not valid, or routes overlap. When the router becomes an [`axum::Router`], or is audited: if `router`
    /// would take requests from a listed route, as a handler for GET does beside [`any`](super::any).
    #[track_caller]
    pub fn unprotected(mut self, path: &str, router: impl Unguarded<S>) -> Self {
        let router = router.into_axum();
        self.check_is_open();
        self.routes.push(Route::unprotected(path, router.clone()));
        let path = path.to_owned();
        self.router
            .add(move |whole, _| add_open(whole, &path, router.clone()));
        self
    }

    /// Nests the routes of `router` at `path`: see [`Router::nest`].
    ///
    /// # Panics
    /// If the path is not valid, or routes overlap.
    #[track_caller]
    pub fn nest(mut self, path: &str, router: impl Routes<S>) -> Self {
        let mut router = router.into_routes();
        self.check_is_open();
        router.list_below_levels();
        self.needs_state |= router.needs_state;
        self.adopt_schemes(&mut router);
        let resource = self.adopt_resources(&mut router);
        // axum drops the fallbacks inside of a router that has none itself.
        if !router.routes.iter().any(Route::may_be_fallback) {
            router.routes.retain(|route| !route.is_nested_fallback());
        }
        let nested = router.routes.drain(..).map(|route| route.nested(path));
        self.routes.extend(nested);
        #[cfg(feature = "openapi")]
        self.document
            .nest(path, std::mem::take(&mut router.document), nested_path);
        let path = path.to_owned();
        self.router.add(move |whole, around| {
            whole.nest(
                &path,
                with_resource(router.build(around), resource.as_ref()),
            )
        });
        self
    }

    /// Merges the routes of `router`: see [`Router::merge`].
    ///
    /// ```
    /// use scopegate::routing::get;
    /// use scopegate::{SecureRouter, security};
    ///
    /// #[security(public)]
    /// async fn health() -> &'static str {
    ///     "ok"
    /// }
    ///
    /// let health = SecureRouter::new().route("/health", get(health));
    /// let router: SecureRouter = SecureRouter::new().merge(health);
    /// ```
    ///
    /// # Panics
    /// If routes overlap.
    #[track_caller]
    pub fn merge(mut self, router: impl Routes<S>) -> Self {
        let mut router = router.into_routes();
        self.check_is_open();
        router.list_below_levels();
        self.needs_state |= router.needs_state;
        self.adopt_schemes(&mut router);
        let resource = self.adopt_resources(&mut router);
        self.check_are_new(&router.routes);
        self.routes.append(&mut router.routes);
        #[cfg(feature = "openapi")]
        self.document.merge(std::mem::take(&mut router.document));
        self.router.add(move |whole, around| {
            whole.merge(with_resource(router.build(around), resource.as_ref()))
        });
        self
    }

    /// Adds a middleware around the routes so far: see [`Router::layer`].
    pub fn layer<L>(mut self, layer: L) -> Self
    where
        L: Layer<axum::routing::Route> + Clone + Send + Sync + 'static,
        L::Service: Service<Request> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Error: Into<Infallible> + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        self.router
            .add(move |router, _| router.layer(layer.clone()));
        self
    }

    /// Adds a middleware that sees only requests that match a route: see [`Router::route_layer`].
    ///
    /// # Panics
    /// If there is no route yet.
    #[track_caller]
    pub fn route_layer<L>(mut self, layer: L) -> Self
    where
        L: Layer<axum::routing::Route> + Clone + Send + Sync + 'static,
        L::Service: Service<Request> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Error: Into<Infallible> + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        self.router
            .add(move |router, _| router.route_layer(layer.clone()));
        self
    }

    /// Routes requests to all other paths to `handler`: see [`Router::fallback`].
    ///
    /// ```
    /// use axum::http::StatusCode;
    /// use scopegate::{SecureRouter, security};
    ///
    /// #[security(public)]
    /// async fn not_found() -> StatusCode {
    ///     StatusCode::NOT_FOUND
    /// }
    ///
    /// let router: SecureRouter = SecureRouter::new().fallback(not_found);
    /// ```
    #[track_caller]
    pub fn fallback<H, P, M>(mut self, handler: H) -> Self
    where
        H: SecuredHandler<P, Value: Send, Future: Future<Output: Returned> + Send>,
        H::Handler: Served<S, H::Value>,
        H::Extracted: Extracted<S, M>,
        P: 'static,
        M: 'static,
    {
        self.check_is_open();
        // Only the last fallback is used.
        self.routes.retain(|route| !route.is_fallback());
        let Endpoint {
            plan,
            verifiers,
            handler,
        } = Endpoint::new::<H, P, M>(handler);
        self.routes.push(Route::fallback(plan));
        self.verifiers.push(verifiers);
        self.router.add(move |router, around| {
            let handler = handler.clone();
            match place_below(around.levels, plan.handler()) {
                None => router.fallback(handler),
                Some(below) => router.fallback(handler.layer(below)),
            }
        });
        self
    }

    /// Routes requests to a known path with another method to `handler`: see [`Router::method_not_allowed_fallback`].
    ///
    /// The handler is passed as in [`fallback`](Self::fallback).
    #[track_caller]
    pub fn method_not_allowed_fallback<H, P, M>(mut self, handler: H) -> Self
    where
        H: SecuredHandler<P, Value: Send, Future: Future<Output: Returned> + Send>,
        H::Handler: Served<S, H::Value>,
        H::Extracted: Extracted<S, M>,
        P: 'static,
        M: 'static,
    {
        self.check_is_open();
        let Endpoint {
            plan,
            verifiers,
            handler,
        } = Endpoint::new::<H, P, M>(handler);
        self.routes.push(Route::method_not_allowed_fallback(plan));
        self.verifiers.push(verifiers);
        self.router.add(move |router, around| {
            let handler = handler.clone();
            match place_below(around.levels, plan.handler()) {
                None => router.method_not_allowed_fallback(handler),
                Some(below) => router.method_not_allowed_fallback(handler.layer(below)),
            }
        });
        self
    }

    /// Provides the state: see [`Router::with_state`].
    ///
    /// # Panics
    /// If a route contradicts a level: see [`requires`](Self::requires). If several security schemes share a verifier
    /// for several issuers, and one of them does not name its issuer; if a scheme names an issuer whose tokens its
    /// verifier never accepts: see [`SecurityScheme`](derive@crate::SecurityScheme).
    #[track_caller]
    pub fn with_state<S2>(mut self, state: S) -> SecureRouter<S2>
    where
        S2: RouterState,
    {
        self.list_below_levels();
        let mut bound = self.find_verifiers(&state);
        let seen = check_issuers(&bound);
        bound.append(&mut self.bound);
        let around = Around {
            levels: &[],
            state: self.needs_state.then_some(&state),
        };
        let router = self.build(&around).with_state(state.clone());
        SecureRouter {
            router: Blueprint::finished(with_seen_schemes(router, seen)),
            routes: self.routes.into_iter().map(Route::with_state).collect(),
            needs_state: false,
            is_closed: self.is_closed || !self.levels.is_empty(),
            levels: Vec::new(),
            verifiers: Vec::new(),
            bound,
            protected_resource: self.protected_resource,
            resources_of_parts: self.resources_of_parts,
            #[cfg(feature = "openapi")]
            document: self.document,
        }
    }

    /// Adds a requirement for all routes, including those added later, and for all nested routers: see
    /// [`level!`](crate::level).
    ///
    /// # Panics
    /// When the router becomes part of another, gets its state, or becomes an [`axum::Router`]: if it contains a public
    /// route or an unprotected service, or if a part already had its state.
    pub fn requires(mut self, level: impl Requires<S>) -> Self {
        self.levels.push(level.into_level());
        self
    }

    /// Applies the router's levels to the listed routes.
    #[track_caller]
    fn list_below_levels(&mut self) {
        if self.levels.is_empty() {
            return;
        }
        let levels: Vec<_> = self.levels.iter().map(|level| level.node).collect();
        for route in &mut self.routes {
            route.put_below(&levels);
        }
    }

    /// The router inside of its own levels, at this place.
    pub(super) fn build(&self, around: &Around<'_, S>) -> Router<S> {
        self.router.build(&Around {
            levels: &[around.levels, &self.levels].concat(),
            state: around.state,
        })
    }

    /// axum would find a duplicate as well, but name no line of the application.
    #[track_caller]
    pub(super) fn check_are_new(&self, routes: &[Route]) {
        for Route { method, path, .. } in routes.iter().filter(|route| route.is_of_one_path()) {
            let mut known = self.routes.iter();
            assert!(
                known.all(|known| known.method != *method || known.path != *path),
                "`{method} {path}` has a handler already",
            );
        }
    }

    #[track_caller]
    pub(super) fn check_is_open(&self) {
        assert!(
            !self.is_closed,
            "the router already has its state, so its levels cannot protect routes that are added now. Call \
             `with_state` last",
        );
    }

    /// The router with its levels applied to the listed routes.
    #[track_caller]
    pub(crate) fn listed(&self) -> Self {
        let mut listed = self.clone();
        listed.list_below_levels();
        check_overlap(&listed.routes);
        listed
    }

    /// Converts into an [`axum::Router`].
    ///
    /// # Panics
    /// If a route contradicts a level (see [`requires`](Self::requires)), or has the path of a protected resource's
    /// metadata. If the issuer of a security scheme is ambiguous (see [`with_state`](Self::with_state)). If a part has a
    /// [`protected`](Self::protected) service, or one with operations, and no state.
    #[track_caller]
    pub fn into_router(self) -> Router<S> {
        assert!(
            !self.needs_state,
            "the services added with `protected` and `operations` need the router's state: call `with_state` first",
        );
        let listed = self.listed();
        // Each part has marked its requests with what it has seen itself.
        let mut seen = check_issuers(&self.bound);
        seen.retain(|one| matches!(one.seen, Seen::Several));
        seen.extend(listed.seen_without_state());
        let router = with_seen_schemes(self.build(&Around::NOTHING), seen);
        #[cfg(feature = "dpop")]
        let router = router.layer(crate::dpop::RenewNonces);
        self.serve_metadata(router, &listed.routes)
    }
}

impl<S: RouterState> From<SecureRouter<S>> for Router<S> {
    fn from(router: SecureRouter<S>) -> Self {
        router.into_router()
    }
}

impl<S: RouterState> Default for SecureRouter<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S> Clone for SecureRouter<S> {
    fn clone(&self) -> Self {
        Self {
            router: self.router.clone(),
            routes: self.routes.clone(),
            levels: self.levels.clone(),
            verifiers: self.verifiers.clone(),
            bound: self.bound.clone(),
            needs_state: self.needs_state,
            is_closed: self.is_closed,
            protected_resource: self.protected_resource.clone(),
            resources_of_parts: self.resources_of_parts.clone(),
            #[cfg(feature = "openapi")]
            document: self.document.clone(),
        }
    }
}

impl<S> fmt::Debug for SecureRouter<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.routes).finish()
    }
}
