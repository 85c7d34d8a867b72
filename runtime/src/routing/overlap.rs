//! Whether a router that scopegate does not guard takes requests from a listed route.
//!
//! Its routes are unknown. axum refuses two handlers for a method of a path, but lets one for GET precede `any`, and one for
//! HEAD precede GET. Then the row of `any`, or of GET, would name a rule that is not enforced.

use std::fmt;
use std::sync::Arc;

use axum::Router;
use axum::routing::{MethodFilter, MethodRouter, on};

use super::Route;
use super::inventory::nested_path;
use super::method_router::{METHODS, filter_of};
use crate::resolve::RouterState;

/// A router that is not guarded.
#[derive(Clone)]
pub(super) struct Open {
    /// Where it is.
    path: String,
    /// Adds a route to it at a place, which panics if it has that.
    add: Arc<Add>,
}

type Add = dyn Fn(&str, &str, MethodFilter) + Send + Sync;

impl Open {
    pub(super) fn new<S: RouterState>(path: &str, router: Router<S>) -> Self {
        Self {
            path: path.to_owned(),
            add: Arc::new(move |place, path, methods| {
                let route = Router::new().route(path, anything(methods).with_state(()));
                drop(add_open(route, place, router.clone()));
            }),
        }
    }

    /// The same router in one that is nested at `prefix`.
    pub(super) fn nested(self, prefix: &str) -> Self {
        Self {
            path: nested_path(prefix, &self.path),
            ..self
        }
    }
}

impl fmt::Debug for Open {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)
    }
}

/// A handler that is never called. Not for each state: that would be code in the program of each user.
fn anything(methods: MethodFilter) -> MethodRouter {
    on(methods, async || ())
}

/// Adds a router that is not guarded at a path.
pub(super) fn add_open<S: RouterState>(
    whole: Router<S>,
    path: &str,
    router: Router<S>,
) -> Router<S> {
    match path {
        "" | "/" => whole.merge(router),
        path => whole.nest(path, router),
    }
}

/// # Panics
/// If a router that is not guarded has a handler for what a listed route claims.
pub(super) fn check_overlap(routes: &[Route]) {
    let open = routes.iter().filter_map(|route| route.open.as_ref());
    for Open { path: place, add } in open {
        for route in routes.iter().filter(|route| route.is_of_one_path()) {
            if let Some(methods) = claimed(route.method) {
                add(place, &route.path, methods);
            }
        }
    }
}

/// The methods that the handler of a row serves and another one of axum's may take from it.
fn claimed(method: &str) -> Option<MethodFilter> {
    match method {
        "ANY" => filter_of(&METHODS.map(|(_, name)| name)),
        "GET" => Some(MethodFilter::HEAD),
        _ => None,
    }
}
