use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::handler::Handler;
use axum::middleware::{map_request, map_response};
use axum_core::response::{IntoResponse, Response};
use tower_layer::Layer;
use tower_service::Service;
#[cfg(feature = "openapi")]
use utoipa::openapi::OpenApi;

use super::handler::SecuredHandler;
use super::inventory::Route;
#[cfg(feature = "openapi")]
use super::inventory::nested_path;
use super::method_router::SecureMethodRouter;
use crate::audit::Audit;
use crate::level::{Level, Levels};
use crate::metadata::{self, ProtectedResource};
#[cfg(feature = "openapi")]
use crate::openapi::{Document, DocumentedPath, DocumentedRoutes};
#[cfg(feature = "openapi")]
use crate::scheme::SecurityScheme;

/// An [`axum::Router`] for handlers with `#[security]` only.
///
/// A handler without the attribute does not compile here, so no route is open by oversight. What cannot
/// have the attribute, such as files or a router of somebody else, goes in through
/// [`unprotected`](Self::unprotected), which is easy to search for.
///
/// It becomes an [`axum::Router`] by [`From`] or [`into_router`](Self::into_router).
#[must_use]
pub struct SecureRouter<S = ()> {
    router: Router<S>,
    pub(crate) routes: Vec<Route>,
    /// What is required of all of them, and of those to come.
    levels: Vec<Level<S>>,
    protected_resource: Option<ProtectedResource>,
    #[cfg(feature = "openapi")]
    document: Document,
}

impl<S: Clone + Send + Sync + 'static> SecureRouter<S> {
    /// A router without routes: see [`Router::new`].
    pub fn new() -> Self {
        Self {
            router: Router::new(),
            routes: Vec::new(),
            levels: Vec::new(),
            protected_resource: None,
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
        let operations = methods.operations.into_iter();
        self.routes.extend(
            operations.map(|(method, operation)| {
                Route::secured(method, path, operation).with_state::<S>()
            }),
        );
        self.router = self.router.route(path, methods.router);
        self
    }

    /// Serves everything below `path` by a router that nothing here guards: files, services of others,
    /// routes that are not moved to `#[security]` yet. A `path` of `/` merges its routes.
    ///
    /// # Panics
    /// If the path is not valid, or routes overlap.
    #[track_caller]
    pub fn unprotected(mut self, path: &str, router: Router<S>) -> Self {
        self.routes.push(Route::unprotected(path));
        self.router = match path {
            "" | "/" => self.router.merge(router),
            path => self.router.nest(path, router),
        };
        self
    }

    /// Serves the routes of `router` below `path`: see [`Router::nest`].
    ///
    /// # Panics
    /// If the path is not valid, if routes overlap, or if both are a protected resource.
    #[track_caller]
    pub fn nest(mut self, path: &str, mut router: Self) -> Self {
        router = router.below_its_levels();
        self = self.adopt_protected_resource(&mut router);
        self.routes
            .extend(router.routes.into_iter().map(|route| route.nested(path)));
        self.router = self.router.nest(path, router.router);
        #[cfg(feature = "openapi")]
        self.document.nest(path, router.document, nested_path);
        self
    }

    /// Adds the routes of `router`: see [`Router::merge`].
    ///
    /// # Panics
    /// If routes overlap, or if both are a protected resource.
    #[track_caller]
    pub fn merge(mut self, mut router: Self) -> Self {
        router = router.below_its_levels();
        self = self.adopt_protected_resource(&mut router);
        self.routes.extend(router.routes);
        self.router = self.router.merge(router.router);
        #[cfg(feature = "openapi")]
        self.document.merge(router.document);
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
        self.router = self.router.layer(layer);
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
        self.router = self.router.route_layer(layer);
        self
    }

    /// Serves requests to other paths by `handler`: see [`Router::fallback`].
    pub fn fallback<H, P, T>(mut self, handler: H) -> Self
    where
        H: SecuredHandler<P, S> + Handler<T, S>,
        T: 'static,
    {
        // Only the last one counts.
        self.routes.retain(|route| !route.is_fallback());
        self.routes
            .push(Route::fallback(H::operation()).with_state::<S>());
        self.router = self.router.fallback(handler);
        self
    }

    /// Serves requests to a known path with another method by `handler`: see
    /// [`Router::method_not_allowed_fallback`].
    pub fn method_not_allowed_fallback<H, P, T>(mut self, handler: H) -> Self
    where
        H: SecuredHandler<P, S> + Handler<T, S>,
        T: 'static,
    {
        self.routes
            .push(Route::method_not_allowed_fallback(H::operation()).with_state::<S>());
        self.router = self.router.method_not_allowed_fallback(handler);
        self
    }

    /// Provides the state: see [`Router::with_state`].
    ///
    /// # Panics
    /// If a route contradicts a level: see [`requires`](Self::requires).
    #[track_caller]
    pub fn with_state<S2>(self, state: S) -> SecureRouter<S2> {
        let router = self.below_its_levels();
        SecureRouter {
            router: router.router.with_state(state),
            routes: router.routes,
            levels: Vec::new(),
            protected_resource: router.protected_resource,
            #[cfg(feature = "openapi")]
            document: router.document,
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

    /// The router with its levels above all routes.
    #[track_caller]
    pub(crate) fn below_its_levels(mut self) -> Self {
        if self.levels.is_empty() {
            return self;
        }
        let levels = std::mem::take(&mut self.levels);
        let nodes: Vec<_> = levels.iter().map(|level| level.node).collect();
        let metadata = self.protected_resource.as_ref();
        let metadata = metadata.map(|resource| resource.metadata_path().to_owned());
        for route in &mut self.routes {
            if metadata.as_ref() != Some(&route.path) {
                route.put_below::<S>(&nodes);
            }
        }
        #[cfg(feature = "openapi")]
        self.document.secure_anew(&self.routes);
        self.router = self.router.layer(map_request(move |mut request: Request| {
            let passed = request
                .extensions_mut()
                .get_or_insert_with(|| Levels(Vec::new()));
            passed.0.extend_from_slice(&levels);
            std::future::ready(request)
        }));
        self
    }

    /// Every route with what it requires: see [`audit`](crate::audit).
    #[must_use]
    pub fn audit(&self) -> Audit {
        Audit::new(&self.clone().below_its_levels().routes)
    }

    /// Serves the metadata of a protected resource (RFC 9728) at its well-known path, and names its address in
    /// every challenge: see [`metadata`].
    ///
    /// The scopes in it are those of all routes, no matter when they come in. A nested router gives its resource
    /// to the one around it. Middleware of [`layer`](Self::layer) does not see requests for the metadata.
    ///
    /// # Panics
    /// If the router is a protected resource already.
    #[track_caller]
    pub fn protected_resource(mut self, resource: ProtectedResource) -> Self {
        assert!(
            self.protected_resource.is_none(),
            "a router is one protected resource: make each an `axum::Router`, and put those together",
        );
        self.routes.push(Route::secured(
            "GET",
            resource.metadata_path(),
            metadata::operation(),
        ));
        self.protected_resource = Some(resource);
        self
    }

    /// Takes over the resource of a router that becomes a part of this one. The metadata stays at its path.
    #[track_caller]
    fn adopt_protected_resource(self, part: &mut Self) -> Self {
        let Some(resource) = part.protected_resource.take() else {
            return self;
        };
        part.routes
            .retain(|route| route.path != resource.metadata_path());
        self.protected_resource(resource)
    }

    /// The router as axum serves it.
    ///
    /// # Panics
    /// If a route contradicts a level (see [`requires`](Self::requires)), or is where the metadata of a protected resource has to be.
    #[track_caller]
    pub fn into_router(self) -> Router<S> {
        self.below_its_levels().without_levels()
    }

    #[track_caller]
    fn without_levels(self) -> Router<S> {
        let Some(resource) = self.protected_resource else {
            return self.router;
        };
        let operations = self
            .routes
            .iter()
            .filter_map(|route| route.access.operation());
        let resource = resource.scopes_supported(metadata::required_scopes(operations));
        let url: Arc<str> = resource.metadata_url().into();
        let point_to_metadata = move |response: Response| {
            std::future::ready(metadata::point_to_metadata(response, &url))
        };
        self.router
            .layer(map_response(point_to_metadata))
            .route(resource.metadata_path(), metadata::endpoint(&resource))
    }
}

/// OpenAPI: see [`openapi`](crate::openapi).
#[cfg(feature = "openapi")]
impl<S: Clone + Send + Sync + 'static> SecureRouter<S> {
    /// Adds handlers with `#[utoipa::path]` and `#[security]`, made by [`routes!`](crate::routes), and
    /// documents them.
    ///
    /// # Panics
    /// If a path is not valid or has a route for the method, if two security schemes have one name, or if
    /// a `#[utoipa::path]` has a `security(...)` of its own.
    #[track_caller]
    pub fn routes(mut self, routes: DocumentedRoutes<S>) -> Self {
        let mut schemas = routes.schemas;
        for DocumentedPath {
            path,
            item,
            methods,
            operations,
        } in routes.paths
        {
            for (_, operation) in &operations {
                for (scheme, _) in operation.requirement().alternatives().into_iter().flatten() {
                    self.document.declare(scheme);
                }
            }
            self.document.add(&path, item, schemas.drain(..));
            self = self.route(
                &path,
                SecureMethodRouter {
                    router: methods,
                    operations,
                },
            );
        }
        self
    }

    /// Starts from a document that was written by hand: its title, tags, servers and so on.
    pub fn with_openapi(mut self, openapi: OpenApi) -> Self {
        self.document.start_from(openapi);
        self
    }

    /// Documents a security scheme even if no operation uses it.
    ///
    /// # Panics
    /// If another scheme has its name.
    #[track_caller]
    pub fn with_security_scheme<T: SecurityScheme>(mut self) -> Self {
        self.document.declare(T::SCHEME);
        self
    }

    /// The OpenAPI document of the routes so far that came in through [`routes`](Self::routes).
    #[must_use]
    pub fn openapi(&self) -> OpenApi {
        self.clone().below_its_levels().document.finish()
    }

    /// The router as axum serves it, and its OpenAPI document.
    pub fn split_for_parts(self) -> (Router<S>, OpenApi) {
        let router = self.below_its_levels();
        let openapi = router.document.clone().finish();
        (router.without_levels(), openapi)
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
            protected_resource: self.protected_resource.clone(),
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
