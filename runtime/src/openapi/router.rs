use axum::Router;
use utoipa::Modify;
use utoipa::openapi::OpenApi;

use super::document::finish;
use super::{DocumentedPath, Documenting, SecuritySchemes};
use crate::resolve::RouterState;
use crate::routing::SecureRouter;
use crate::scheme::SecurityScheme;

/// OpenAPI: see [`openapi`](crate::openapi).
impl<S: RouterState> SecureRouter<S> {
    /// Adds handlers with `#[utoipa::path]` and `#[security]`, collected by [`routes!`](crate::routes), and documents
    /// them.
    ///
    /// # Panics
    /// If a path is not valid or already has a route for the method, if two security schemes have the same name, or if
    /// a `#[utoipa::path]` has its own `security(...)`.
    #[track_caller]
    pub fn routes(mut self, routes: impl Documenting<S>) -> Self {
        let routes = routes.into_documented();
        let mut schemas = routes.schemas;
        for DocumentedPath {
            path,
            item,
            methods,
        } in routes.paths
        {
            for (_, operation) in &methods.plans {
                for demand in operation.alternatives().into_iter().flatten() {
                    self.document.declare(demand.scheme);
                }
            }
            self.document.add(&path, item, schemas.drain(..));
            self = self.route(&path, methods);
        }
        self
    }

    /// Starts from a handwritten document: its title, tags, servers and so on.
    pub fn with_openapi(mut self, mut openapi: OpenApi) -> Self {
        SecuritySchemes.modify(&mut openapi);
        self.document.start_from(openapi);
        self
    }

    /// Documents a security scheme even if no operation uses it.
    ///
    /// ```
    /// use scopegate::{SecureRouter, SecurityScheme};
    ///
    /// #[derive(SecurityScheme)]
    /// #[oauth2(client_credentials(token_url = "token"))]
    /// struct Machine;
    ///
    /// let router = SecureRouter::<()>::new().with_security_scheme::<Machine>().with_checks_in_openapi();
    /// let components = router.openapi().components.unwrap();
    /// assert!(components.security_schemes.contains_key("Machine"));
    /// ```
    ///
    /// # Panics
    /// If a different scheme has the same name.
    #[track_caller]
    pub fn with_security_scheme<T: SecurityScheme>(mut self) -> Self {
        self.document.declare(T::SCHEME);
        self
    }

    /// Adds the functions that may refuse a caller who has the credentials to the description of each operation, named
    /// as in the [audit](crate::audit#the-rule-of-a-route).
    pub fn with_checks_in_openapi(mut self) -> Self {
        self.document.names_checks = true;
        self
    }

    /// The OpenAPI document of the routes that were added with [`routes`](Self::routes) so far.
    #[must_use]
    pub fn openapi(&self) -> OpenApi {
        let listed = self.listed();
        finish(listed.document, &listed.routes)
    }

    /// The router for axum, and its OpenAPI document.
    pub fn split_for_parts(self) -> (Router<S>, OpenApi) {
        let openapi = self.openapi();
        (self.into_router(), openapi)
    }
}
