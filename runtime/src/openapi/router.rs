use axum::Router;
use utoipa::openapi::OpenApi;

use super::document::finish;
use super::{DocumentedPath, DocumentedRoutes};
use crate::routing::SecureRouter;
use crate::scheme::SecurityScheme;

/// OpenAPI: see [`openapi`](crate::openapi).
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
        } in routes.paths
        {
            for (_, operation) in &methods.plans {
                for (scheme, _) in operation.alternatives().into_iter().flatten() {
                    self.document.declare(scheme);
                }
            }
            self.document.add(&path, item, schemas.drain(..));
            self = self.route(&path, methods);
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

    /// Adds to the description of each operation the functions that may refuse whoever has the credentials, as the
    /// [audit](crate::audit#the-rule-of-a-route) names them.
    pub fn with_checks_in_openapi(mut self) -> Self {
        self.document.names_checks = true;
        self
    }

    /// The OpenAPI document of the routes so far that came in through [`routes`](Self::routes).
    #[must_use]
    pub fn openapi(&self) -> OpenApi {
        let listed = self.listed();
        finish(listed.document, &listed.routes)
    }

    /// The router as axum serves it, and its OpenAPI document.
    pub fn split_for_parts(self) -> (Router<S>, OpenApi) {
        let openapi = self.openapi();
        (self.into_router(), openapi)
    }
}
