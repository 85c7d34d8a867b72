use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::handler::Handler;
use axum_core::response::IntoResponse;
use tower_layer::Layer;
use tower_service::Service;

use super::blueprint::Blueprint;
#[cfg(feature = "openapi")]
use super::document::Document;
#[cfg(feature = "openapi")]
use super::inventory::nested_path;
use super::resources::of;
use super::schemes::told;
use super::{Route, SecureMethodRouter, SecuredHandler};
use crate::metadata::ProtectedResource;
use crate::resolve::{Bound, FindVerifiers, Level, Seen, check_meanings, place_below};

// What it does for protected resources and for schemes stands in `resources` and `schemes`, which import it.
/// An [`axum::Router`] for handlers with `#[security]` only.
///
/// A handler without the attribute does not compile here, so no route is open by oversight. What cannot
/// have the attribute, such as files or a router of somebody else, goes in through
/// [`unprotected`](Self::unprotected), which is easy to search for.
///
/// It becomes an [`axum::Router`] by [`From`] or [`into_router`](Self::into_router).
#[must_use]
pub struct SecureRouter<S = ()> {
    router: Blueprint<Router<S>, S>,
    pub(crate) routes: Vec<Route>,
    /// What is required of all of them, and of those to come.
    pub(super) levels: Vec<Level<S>>,
    /// What finds the verifiers of handlers that have no state yet.
    pub(super) verifiers: Vec<FindVerifiers<S>>,
    /// The security schemes of those that have it.
    pub(super) bound: Vec<Bound>,
    /// Whether there were levels that nothing new can be below, because they have got their state.
    is_closed: bool,
    pub(super) protected_resource: Option<Arc<ProtectedResource>>,
    /// Those of routers that are parts of this one.
    pub(super) resources_of_parts: Vec<Arc<ProtectedResource>>,
    #[cfg(feature = "openapi")]
    pub(crate) document: Document,
}

impl<S: Clone + Send + Sync + 'static> SecureRouter<S> {
    /// A router without routes: see [`Router::new`].
    pub fn new() -> Self {
        Self {
            router: Blueprint::default(),
            routes: Vec::new(),
            levels: Vec::new(),
            verifiers: Vec::new(),
            bound: Vec::new(),
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
    pub fn route(mut self, path: &str, methods: SecureMethodRouter<S>) -> Self {
        self.check_is_open();
        let plans = methods.plans.iter();
        self.routes
            .extend(plans.map(|&(method, plan)| Route::secured(method, path, plan)));
        self.verifiers.extend(&methods.verifiers);
        let path = path.to_owned();
        self.router
            .add(move |router, levels| router.route(&path, methods.build(levels)));
        self
    }

    /// Serves everything below `path` by a router that nothing here guards: files, services of others,
    /// routes that are not moved to `#[security]` yet. A `path` of `/` merges its routes.
    ///
    /// # Panics
    /// If the path is not valid, or routes overlap.
    #[track_caller]
    pub fn unprotected(mut self, path: &str, router: Router<S>) -> Self {
        self.check_is_open();
        self.routes.push(Route::unprotected(path));
        let path = path.to_owned();
        self.router.add(move |whole, _| match &*path {
            "" | "/" => whole.merge(router.clone()),
            path => whole.nest(path, router.clone()),
        });
        self
    }

    /// Serves the routes of `router` below `path`: see [`Router::nest`].
    ///
    /// # Panics
    /// If the path is not valid, or routes overlap.
    #[track_caller]
    pub fn nest(mut self, path: &str, mut router: Self) -> Self {
        self.check_is_open();
        router.list_below_levels();
        self.adopt_schemes(&mut router);
        let resource = self.adopt_resources(&mut router);
        let nested = router.routes.drain(..).map(|route| route.nested(path));
        self.routes.extend(nested);
        #[cfg(feature = "openapi")]
        self.document
            .nest(path, std::mem::take(&mut router.document), nested_path);
        let path = path.to_owned();
        self.router.add(move |whole, levels| {
            whole.nest(&path, of(router.build(levels), resource.as_ref()))
        });
        self
    }

    /// Adds the routes of `router`: see [`Router::merge`].
    ///
    /// # Panics
    /// If routes overlap.
    #[track_caller]
    pub fn merge(mut self, mut router: Self) -> Self {
        self.check_is_open();
        router.list_below_levels();
        self.adopt_schemes(&mut router);
        let resource = self.adopt_resources(&mut router);
        self.routes.append(&mut router.routes);
        #[cfg(feature = "openapi")]
        self.document.merge(std::mem::take(&mut router.document));
        self.router
            .add(move |whole, levels| whole.merge(of(router.build(levels), resource.as_ref())));
        self
    }

    /// Wraps the routes so far in a middleware: see [`Router::layer`].
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

    /// The same for requests that match a route only: see [`Router::route_layer`].
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

    /// Serves requests to other paths by `handler`: see [`Router::fallback`].
    #[track_caller]
    pub fn fallback<H, P, T>(mut self, handler: H) -> Self
    where
        H: SecuredHandler<P, S> + Handler<T, S>,
        T: 'static,
    {
        self.check_is_open();
        // Only the last one counts.
        self.routes.retain(|route| !route.is_fallback());
        self.routes.push(Route::fallback(H::plan()));
        self.verifiers.push(H::verifiers);
        self.router.add(move |router, levels| {
            let below = place_below(levels, H::plan().handler());
            below_levels!(below, handler.clone(), |it| router.fallback(it))
        });
        self
    }

    /// Serves requests to a known path with another method by `handler`: see
    /// [`Router::method_not_allowed_fallback`].
    #[track_caller]
    pub fn method_not_allowed_fallback<H, P, T>(mut self, handler: H) -> Self
    where
        H: SecuredHandler<P, S> + Handler<T, S>,
        T: 'static,
    {
        self.check_is_open();
        self.routes
            .push(Route::method_not_allowed_fallback(H::plan()));
        self.verifiers.push(H::verifiers);
        self.router.add(move |router, levels| {
            let below = place_below(levels, H::plan().handler());
            below_levels!(below, handler.clone(), |it| router
                .method_not_allowed_fallback(it))
        });
        self
    }

    /// Provides the state: see [`Router::with_state`].
    ///
    /// # Panics
    /// If a route contradicts a level: see [`requires`](Self::requires). If several security schemes have one verifier
    /// for several issuers, and one does not say whose tokens it means; if one means somebody whose tokens its verifier
    /// never accepts: see [`SecurityScheme`](derive@crate::SecurityScheme).
    #[track_caller]
    pub fn with_state<S2>(mut self, state: S) -> SecureRouter<S2>
    where
        S2: Clone + Send + Sync + 'static,
    {
        self.list_below_levels();
        let mut bound = self.find_verifiers(&state);
        let seen = check_meanings(&bound);
        bound.append(&mut self.bound);
        let router = self.build(&[]).with_state(state);
        SecureRouter {
            router: Blueprint::finished(told(router, seen)),
            routes: self.routes.into_iter().map(Route::with_state).collect(),
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

    /// Requires the same of all routes, no matter when they come in, and of all routers below: see
    /// [`level!`](crate::level).
    ///
    /// # Panics
    /// When the router becomes a part of another, gets its state, or becomes an [`axum::Router`]: if a route
    /// says that it is public, if something unprotected is below, or if a part had a state of its own before.
    pub fn requires(mut self, level: Level<S>) -> Self {
        self.levels.push(level);
        self
    }

    /// Puts the routes below the router's levels, for those who list them.
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

    /// The router below its own levels, which are below others, outermost first.
    pub(super) fn build(&self, levels: &[Level<S>]) -> Router<S> {
        self.router.build(&[levels, &self.levels].concat())
    }

    #[track_caller]
    fn check_is_open(&self) {
        assert!(
            !self.is_closed,
            "the router requires something of all routes, and has got its state: what comes in now could not be \
             below its levels. Call `with_state` last",
        );
    }

    /// The router as those see it who list its routes.
    #[track_caller]
    pub(crate) fn listed(&self) -> Self {
        let mut listed = self.clone();
        listed.list_below_levels();
        listed
    }

    /// The router as axum serves it.
    ///
    /// # Panics
    /// If a route contradicts a level (see [`requires`](Self::requires)), or is where the metadata of a protected
    /// resource has to be. If it is not clear whose tokens a security scheme means (see [`with_state`](Self::with_state)).
    #[track_caller]
    pub fn into_router(self) -> Router<S> {
        let listed = self.listed();
        let strict = check_meanings(&self.bound).filter(|seen| matches!(seen, Seen::Several));
        let router = told(
            self.build(&[]),
            strict.or_else(|| listed.seen_without_state()),
        );
        #[cfg(feature = "dpop")]
        let router = router.layer(crate::dpop::RenewNonces);
        self.serve_metadata(router, &listed.routes)
    }
}

impl<S: Clone + Send + Sync + 'static> From<SecureRouter<S>> for Router<S> {
    fn from(router: SecureRouter<S>) -> Self {
        router.into_router()
    }
}

impl<S: Clone + Send + Sync + 'static> Default for SecureRouter<S> {
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
