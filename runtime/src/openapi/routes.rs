use utoipa::__dev::{SchemaReferences, Tags};
use utoipa::Path;
use utoipa::openapi::path::PathItem;
use utoipa::openapi::{RefOr, Schema};

use super::document::{documented_operations, secure};
use super::handler::Documented;
use crate::resolve::{RouterState, Served};
use crate::routing::{Endpoint, Extracted, Returned, SecureMethodRouter, SecuredHandler};

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
/// Paths and methods come from `#[utoipa::path]`. The calling crate needs `utoipa`.
#[macro_export]
macro_rules! routes {
    ($($handler:expr),+ $(,)?) => {
        $crate::openapi::DocumentedRoutes::new()
            $(.with($handler))+
    };
}

/// Routes with their documentation: [`DocumentedRoutes`].
#[diagnostic::on_unimplemented(
    message = "`routes` takes `routes!(...)` of scopegate",
    label = "not `routes!(...)` of scopegate",
    note = "write `.routes(scopegate::routes!(handler))`, also in place of the macro of `utoipa_axum`",
    note = "a route that needs no documentation is added with `.route(\"/...\", get(handler))`"
)]
pub trait Documenting<S> {
    #[doc(hidden)]
    fn into_documented(self) -> DocumentedRoutes<S>;
}

impl<S> Documenting<S> for DocumentedRoutes<S> {
    fn into_documented(self) -> Self {
        self
    }
}

impl<S: RouterState> DocumentedRoutes<S> {
    #[doc(hidden)]
    pub fn new() -> Self {
        Self {
            paths: Vec::new(),
            schemas: Vec::new(),
        }
    }

    #[doc(hidden)]
    #[track_caller]
    pub fn with<H, P, M>(mut self, handler: H) -> Self
    where
        H: SecuredHandler<P, Value: Send, Future: Future<Output: Returned> + Send>,
        H::Handler: Documented + Served<S, H::Value>,
        H::Extracted: Extracted<S, M>,
        P: 'static,
        M: 'static,
    {
        let endpoint = Endpoint::new::<H, P, M>(handler);
        let mut item = documented_as_written::<<H::Handler as Documented>::Path>();
        <H::Handler as Documented>::Path::schemas(&mut self.schemas);
        let mut methods = Vec::new();
        for (method, operation) in documented_operations(&mut item) {
            secure(operation, endpoint.plan);
            methods.push(method);
        }
        assert!(
            !methods.is_empty(),
            "`#[utoipa::path]` of `{}` names no method: it would be served for all, and not be listed",
            endpoint.plan.root().handler(),
        );
        self.paths.push(DocumentedPath {
            path: <H::Handler as Documented>::Path::path(),
            item,
            methods: SecureMethodRouter::new().add_endpoint(&methods, endpoint),
        });
        self
    }
}

/// What `#[utoipa::path]` says, with all tags.
fn documented_as_written<P: Path + Tags<'static>>() -> PathItem {
    let mut operation = <P as Path>::operation();
    let tags = P::tags().into_iter().map(str::to_owned);
    operation.tags.get_or_insert_default().extend(tags);
    operation.tags.take_if(|tags| tags.is_empty());
    PathItem::from_http_methods(P::methods(), operation)
}

impl<S: RouterState> Default for DocumentedRoutes<S> {
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
