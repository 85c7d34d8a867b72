//! The order of routes in everything that lists them.

use super::Route;

/// After these come `ANY`, and then `OTHER`.
const METHODS: [&str; 11] = [
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "ANY", "OTHER",
];

/// The position of a route with this path and method.
pub(crate) fn position<'a>(path: &'a str, method: &str) -> (&'a str, usize) {
    let known = METHODS.iter().position(|known| *known == method);
    (path, known.unwrap_or(METHODS.len()))
}

pub(super) fn sort(routes: &mut [Route]) {
    routes.sort_by(|a, b| key(a).cmp(&key(b)));
}

fn key(route: &Route) -> ((&str, usize), Option<&str>) {
    (
        position(&route.path, route.method),
        route.operation.as_deref(),
    )
}
