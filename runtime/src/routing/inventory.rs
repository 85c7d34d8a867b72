//! The inventory of a router's routes.

use std::sync::Arc;

use axum::Router;

use super::overlap::Open;
use crate::graph::{Edge, Node, Plan};
use crate::metadata;
use crate::metadata::ProtectedResource;
use crate::resolve::RouterState;

/// In place of a method: all methods without their own handler.
const ANY: &str = "ANY";

/// In place of a method: all methods for which a path has no handler.
const OTHER: &str = "OTHER";

/// In place of a path: all paths without a route. No axum route can have this name.
const ELSEWHERE: &str = "/*";

/// A path with a method.
#[derive(Debug, Clone)]
pub(crate) struct Route {
    /// The method's name, or `ANY`, or `OTHER`.
    pub(crate) method: &'static str,
    /// The path with all prefixes, as axum writes it, or one that ends with `/*`.
    pub(crate) path: String,
    pub(crate) access: Access,
    /// The operation, if the path has several: see [`operations`](crate::operations).
    pub(crate) operation: Option<Arc<RouteOperation>>,
    /// The methods of requests with operations in their bodies, if it is for all operations that are not listed.
    pub(crate) reads: Vec<&'static str>,
    /// The levels around it, outermost first.
    levels: Vec<&'static Node>,
    /// Whether it is a fallback, which axum may drop.
    is_fallback: bool,
    /// Whether the handler has its state: no level can be added around it any more.
    pub(super) has_state: bool,
    /// The protected resource that it is part of, if it is not that of the whole router.
    pub(super) resource: Option<Arc<ProtectedResource>>,
    /// The router that is not guarded.
    pub(super) open: Option<Open>,
}

/// One of several operations of a path.
#[derive(Debug)]
pub(crate) struct RouteOperation {
    /// Its name.
    pub(crate) name: String,
    /// A request with this operation.
    #[cfg(feature = "testing")]
    pub(crate) request: http::Request<bytes::Bytes>,
    /// The path of that request, if it is what the operation is read from.
    #[cfg(feature = "testing")]
    pub(crate) path: Option<String>,
}

impl RouteOperation {
    /// The operation in a router that is nested at `prefix`.
    #[cfg(feature = "testing")]
    fn nested(self: Arc<Self>, prefix: &str) -> Arc<Self> {
        let Some(path) = &self.path else {
            return self;
        };
        Arc::new(Self {
            name: self.name.clone(),
            request: self.request.clone(),
            path: Some(nested_path(prefix, path)),
        })
    }

    #[cfg(not(feature = "testing"))]
    fn nested(self: Arc<Self>, _: &str) -> Arc<Self> {
        self
    }
}

/// What guards a route.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Access {
    /// A handler with `#[security]`.
    Secured(&'static Plan),
    /// Nothing that scopegate knows.
    Unprotected,
}

impl Route {
    pub(crate) fn secured(method: &'static str, path: &str, plan: &'static Plan) -> Self {
        Self {
            method,
            path: path.to_owned(),
            access: Access::Secured(plan),
            operation: None,
            reads: Vec::new(),
            levels: Vec::new(),
            is_fallback: false,
            has_state: false,
            resource: None,
            open: None,
        }
    }

    /// The route of a handler that has its state.
    pub(super) fn with_state(self) -> Self {
        Self {
            has_state: true,
            ..self
        }
    }

    /// Makes the route part of a resource, unless it is part of one already.
    pub(super) fn belong_to(&mut self, resource: &Arc<ProtectedResource>) {
        self.resource.get_or_insert_with(|| Arc::clone(resource));
    }

    /// The route in a router with these levels.
    #[track_caller]
    pub(super) fn put_below(&mut self, levels: &[&'static Node]) {
        let name = self.name();
        let Some(plan) = self.access.plan() else {
            let path = &self.path;
            panic!(
                "`{path}` is unprotected, but its router has levels, which protect all routes: serve it with \
                 `protected`, or mount it outside of that router"
            );
        };
        let handler = plan.handler();
        if handler.is(metadata::plan().handler()) {
            return; // Clients learn there how to obtain a token.
        }
        assert!(
            !plan.asks_for_nothing(),
            "`{name}` is public, but its router has levels, which protect all routes: serve `{}` outside \
             of that router, or remove `public`",
            handler.name,
        );
        assert!(
            !plan.is_public(),
            "`{name}` lets requests without credentials pass, but its router has levels, which protect all \
             routes: serve `{}` outside of that router, or remove `optional`",
            handler.name,
        );
        assert!(
            !self.has_state,
            "`{name}` already has its state, so a level of an outer router cannot be enforced. Call \
             `with_state` only on the outermost router",
        );
        self.levels.splice(..0, levels.iter().copied());
        let plan = crate::resolve::plan(&self.levels, handler);
        self.access = Access::Secured(plan.unwrap_or_else(|problem| {
            panic!("`{name}` conflicts with the levels of its router: {problem}")
        }));
    }

    /// The levels, outermost first.
    pub(crate) fn level_nodes(&self) -> impl Iterator<Item = &'static Node> {
        self.levels.iter().copied()
    }

    /// What the levels require, outermost first.
    pub(crate) fn levels(&self) -> impl Iterator<Item = &'static Edge> {
        self.levels.iter().map(|level| &level.edges[0])
    }

    /// All paths under `prefix`, with a service inside of its own level.
    ///
    /// # Panics
    /// If no request could satisfy the level. The macro that declares it reports that.
    #[track_caller]
    pub(super) fn protected(prefix: &str, level: &'static Node, service: &'static Node) -> Self {
        Self::of_service(ANY, &format!("{prefix}{ELSEWHERE}"), &[level], service)
    }

    /// A service inside of its own levels.
    ///
    /// # Panics
    /// If no request could satisfy them.
    #[track_caller]
    pub(super) fn of_service(
        method: &'static str,
        path: &str,
        levels: &[&'static Node],
        service: &'static Node,
    ) -> Self {
        let plan = crate::resolve::plan(levels, service);
        let plan = plan.unwrap_or_else(|problem| panic!("`{path}` cannot be served: {problem}"));
        Self {
            levels: levels.to_vec(),
            ..Self::secured(method, path, plan)
        }
    }

    /// The route for one of several operations.
    #[cfg(feature = "operations")]
    pub(super) fn of_operation(self, operation: RouteOperation) -> Self {
        Self {
            operation: Some(Arc::new(operation)),
            ..self
        }
    }

    /// The route for all operations that are not listed, in requests with these methods, and for all other methods.
    #[cfg(feature = "operations")]
    pub(super) fn of_other_operations(self, reads: Vec<&'static str>) -> Self {
        Self { reads, ..self }
    }

    /// Whether it is for one of several operations of a path, or for those that are not listed.
    #[cfg(feature = "openapi")]
    pub(crate) fn is_of_operations(&self) -> bool {
        self.operation.is_some() || !self.reads.is_empty()
    }

    /// What it is called in messages.
    pub(crate) fn name(&self) -> String {
        let Self { method, path, .. } = self;
        match &self.operation {
            Some(operation) => format!("{method} {path} {}", operation.name),
            None => format!("{method} {path}"),
        }
    }

    /// All paths under `prefix`.
    pub(super) fn unprotected<S: RouterState>(prefix: &str, router: Router<S>) -> Self {
        Self {
            method: ANY,
            path: format!("{}{ELSEWHERE}", prefix.trim_end_matches('/')),
            access: Access::Unprotected,
            operation: None,
            reads: Vec::new(),
            levels: Vec::new(),
            is_fallback: false,
            has_state: false,
            resource: None,
            open: Some(Open::new(prefix, router)),
        }
    }

    pub(super) fn fallback(plan: &'static Plan) -> Self {
        Self {
            is_fallback: true,
            ..Self::secured(ANY, ELSEWHERE, plan)
        }
    }

    pub(super) fn method_not_allowed_fallback(plan: &'static Plan) -> Self {
        Self::secured(OTHER, ELSEWHERE, plan)
    }

    /// Whether it is neither a fallback nor everything below a path.
    pub(super) fn is_of_one_path(&self) -> bool {
        !self.path.ends_with(ELSEWHERE)
    }

    /// Whether this is the fallback of the router itself, not of a nested one.
    pub(super) fn is_fallback(&self) -> bool {
        self.is_fallback && self.path == ELSEWHERE
    }

    /// Whether the router itself may have a fallback by this: one of an axum router that was merged is not known.
    pub(super) fn may_be_fallback(&self) -> bool {
        let is_merged = matches!(self.access, Access::Unprotected);
        self.path == ELSEWHERE && (self.is_fallback || is_merged)
    }

    /// Whether this is the fallback of the router or of a nested one.
    #[cfg(feature = "openapi")]
    pub(crate) fn is_any_fallback(&self) -> bool {
        self.is_fallback
    }

    /// Whether this is the fallback of a nested router.
    pub(super) fn is_nested_fallback(&self) -> bool {
        self.is_fallback && self.path != ELSEWHERE
    }

    /// The route in a router that nests it at `prefix`.
    pub(super) fn nested(self, prefix: &str) -> Self {
        Self {
            path: nested_path(prefix, &self.path),
            operation: self.operation.map(|operation| operation.nested(prefix)),
            open: self.open.map(|open| open.nested(prefix)),
            ..self
        }
    }
}

impl Access {
    pub(crate) fn plan(self) -> Option<&'static Plan> {
        match self {
            Self::Secured(plan) => Some(plan),
            Self::Unprotected => None,
        }
    }
}

/// The path of a nested route, joined as axum does.
pub(super) fn nested_path(prefix: &str, path: &str) -> String {
    match (prefix.strip_suffix('/'), path) {
        (Some(prefix), path) => format!("{prefix}{path}"),
        (None, "/") => prefix.to_owned(),
        (None, path) => format!("{prefix}{path}"),
    }
}
