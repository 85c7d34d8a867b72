//! Services with a rule for each of their operations.

use std::convert::Infallible;
use std::panic::Location;

use axum::BoxError;
use axum::body::{Bytes, HttpBody};
use axum::extract::Request;
use axum::routing::any;
use http::{Method, Response};
use tower_service::Service;

use super::method_router::METHODS;
use super::protected::no_state;
use super::{Route, RouteOperation, SecureRouter};
use crate::graph::Node;
use crate::operations::{Operations, OperationsService, ReadOperations};
use crate::resolve::{Level, RouterState, service_node};

impl<S: RouterState> SecureRouter<S> {
    /// Serves a path with a service of many operations, such as an MCP server, with a rule for each: see
    /// [`operations`](crate::operations). Requires the feature `operations`.
    ///
    /// The service is `Clone`, and its error is `Infallible`, as for [`protected`](Self::protected). It sees the whole
    /// path. The audit, the snapshot and the coverage test have a row for each operation, and one for everything that is
    /// not listed.
    ///
    /// # Panics
    /// If the path is not valid, or routes overlap. If an operation is [`Public`](crate::operations::Public), and the router
    /// requires something of all routes: see [`requires`](Self::requires).
    #[track_caller]
    pub fn operations<R, T, B>(
        mut self,
        path: &str,
        operations: Operations<S, R>,
        service: T,
    ) -> Self
    where
        R: ReadOperations + Clone,
        T: Service<Request, Response = Response<B>, Error = Infallible>
            + Clone
            + Send
            + Sync
            + 'static,
        T::Future: Send + 'static,
        B: HttpBody<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        self.check_is_open();
        let node = service_node::<T>(path, Location::caller());
        let routes = routes(path, &operations, node);
        self.check_are_new(&routes);
        self.routes.extend(routes);
        let others = operations.rules.iter().map(|(_, level)| level);
        let others = others.chain(operations.http.iter().map(|(_, level)| level));
        let levels = others.flatten().chain([&operations.otherwise]);
        self.verifiers.extend(levels.map(|level| level.verifiers));
        self.needs_state = true;
        let path = path.to_owned();
        self.router.add(move |router, around| {
            let Some(state) = around.state else {
                return router.route(&path, any(no_state));
            };
            let service = OperationsService::new(
                operations.clone(),
                around.levels,
                node,
                state.clone(),
                service.clone(),
            );
            router.route_service(&path, service)
        });
        self
    }
}

/// A row for each rule.
#[track_caller]
fn routes<S, R: ReadOperations>(
    path: &str,
    operations: &Operations<S, R>,
    node: &'static Node,
) -> Vec<Route> {
    let levels =
        |level: &Option<Level<S>>| level.iter().map(|level| level.node).collect::<Vec<_>>();
    let is_read = |method: &&str| {
        let method = method.parse();
        R::READS_BODY && method.is_ok_and(|method| operations.reader.reads(&method))
    };
    let reads = METHODS.iter().map(|(_, method)| *method).filter(is_read);
    let otherwise = Route::of_service("ANY", path, &[operations.otherwise.node], node);
    let mut routes = vec![otherwise.of_other_operations(reads.collect())];
    for (method, level) in &operations.http {
        routes.push(Route::of_service(
            name_of(method),
            path,
            &levels(level),
            node,
        ));
    }
    for (operation, level) in &operations.rules {
        let request = operations.reader.request(operation);
        let method = name_of(request.method());
        let listed = RouteOperation {
            name: operation.to_string(),
            #[cfg(feature = "testing")]
            path: (!R::READS_BODY).then(|| request.uri().path().to_owned()),
            #[cfg(feature = "testing")]
            request,
        };
        let route = Route::of_service(method, path, &levels(level), node);
        routes.push(route.of_operation(listed));
    }
    routes
}

/// The name of a method.
fn name_of(method: &Method) -> &'static str {
    let known = METHODS.iter().find(|(_, known)| *known == method.as_str());
    match known {
        Some((_, known)) => known,
        // Once for each method of a table.
        None => String::leak(method.as_str().to_owned()),
    }
}
