use utoipa::openapi::path::{PathItem, PathsMap};
use utoipa::openapi::{RefOr, Schema};
use utoipa_axum::router::UtoipaMethodRouter;

use super::document::{documented_operations, secure};
use super::handler::as_written;
use crate::resolve::Served;
use crate::routing::{SecureMethodRouter, SecuredHandler, requirements};

/// Handlers with `#[utoipa::path]` and `#[security]`, collected by [`routes!`](crate::routes).
///
/// See [`openapi`](crate::openapi) for an example.
#[must_use]
pub struct DocumentedRoutes<S> {
    pub(crate) paths: Vec<DocumentedPath<S>>,
    pub(crate) schemas: Vec<(String, RefOr<Schema>)>,
}

/// A path with the handlers of its methods.
pub(crate) struct DocumentedPath<S> {
    pub(crate) path: String,
    pub(crate) item: PathItem,
    pub(crate) methods: SecureMethodRouter<S>,
}

/// Collects the routes of handlers with `#[utoipa::path]` and `#[security]`, for
/// [`SecureRouter::routes`](crate::SecureRouter::routes). See [`openapi`](crate::openapi) for an example.
///
/// Paths and methods come from `#[utoipa::path]`. The calling crate needs `axum` and `utoipa`. If the compiler does not
/// find `__path_...`, a handler lacks `#[utoipa::path]`.
#[macro_export]
macro_rules! routes {
    ($($handler:path),+ $(,)?) => {
        $crate::openapi::DocumentedRoutes::new()
            $(.with(|| $crate::openapi::utoipa_axum::routes!($handler), $handler))+
    };
}

impl<S: Clone + Send + Sync + 'static> DocumentedRoutes<S> {
    #[doc(hidden)]
    pub fn new() -> Self {
        Self {
            paths: Vec::new(),
            schemas: Vec::new(),
        }
    }

    #[doc(hidden)]
    #[track_caller]
    pub fn with<H, P>(mut self, route: impl FnOnce() -> UtoipaMethodRouter<S>, _: H) -> Self
    where
        H: SecuredHandler<P>,
        H::Handler: Served<S, H::Value>,
    {
        let (schemas, paths, router) = as_written(route);
        self.schemas.extend(schemas);
        let requirements = requirements::<H, P, S>();
        let documented: PathsMap<_, _> = paths.paths;
        for (path, mut item) in documented {
            let mut names = Vec::new();
            for (method, operation) in documented_operations(&mut item) {
                secure(operation, requirements.0);
                names.push(method);
            }
            let methods = SecureMethodRouter::new().add(&names, requirements, router.clone());
            self.paths.push(DocumentedPath {
                path,
                item,
                methods,
            });
        }
        self
    }
}

impl<S: Clone + Send + Sync + 'static> Default for DocumentedRoutes<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S> std::fmt::Debug for DocumentedRoutes<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list()
            .entries(self.paths.iter().map(|path| &path.path))
            .finish()
    }
}
