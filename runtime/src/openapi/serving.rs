//! The route that serves an operation of a handwritten document, whose path may be below that of a service, or a fallback's.

use std::cmp::Ordering;

use crate::graph::Plan;
use crate::routing::Route;

/// What is required of requests to a path as OpenAPI writes it, unless it is unknown, or nothing serves them.
pub(super) fn rule_of(routes: &[Route], path: &str, method: &str) -> Option<&'static Plan> {
    let serves = |route: &&Route| route.method != "OTHER" && covers(&route.path, path);
    let serving: Vec<_> = routes.iter().filter(serves).collect();
    let first = serving.iter().min_by(|a, b| order(a, b))?;
    let is_first = |route: &&&Route| order(route, first) == Ordering::Equal;
    let at_place: Vec<_> = serving.iter().filter(is_first).collect();
    // The paths of a router without rules are unknown: one of them may be served instead.
    let is_unknown = |route: &&Route| route.access.plan().is_none();
    let is_certain = kinds(&first.path).eq(kinds(path));
    // Services with several operations are documented apart.
    let is_apart = at_place.iter().any(|route| route.is_of_operations());
    if is_apart || (!is_certain && serving.iter().any(is_unknown)) {
        return None;
    }
    let of = |method: &str| at_place.iter().find(|route| route.method == method);
    let of_get = || of("GET").filter(|_| method == "HEAD");
    let route = of(method).or_else(of_get).or_else(|| of("ANY"))?;
    route.access.plan()
}

/// Whether requests to `path` match the path of a route.
fn covers(route: &str, path: &str) -> bool {
    let (mut route, mut path) = (route.split('/'), path.split('/'));
    loop {
        match (route.next(), path.next()) {
            (Some("*"), _) | (None, None) => return true,
            (Some(part), Some(_)) if part.starts_with("{*") => return true,
            (Some(part), Some(other)) if part == other => {}
            (Some(part), Some(other)) if part.starts_with('{') && !other.is_empty() => {}
            _ => return false,
        }
    }
}

/// Of two routes that match, axum uses the one with a name where the other has a parameter, and a fallback last.
fn order(a: &Route, b: &Route) -> Ordering {
    let by_path = || kinds(&a.path).cmp(kinds(&b.path));
    a.is_any_fallback()
        .cmp(&b.is_any_fallback())
        .then_with(by_path)
}

/// What the segments of a path are: names, parameters, or everything that follows.
fn kinds(path: &str) -> impl Iterator<Item = u8> {
    path.split('/').map(|part| match part {
        "*" => 2,
        part if part.starts_with("{*") => 2,
        part => u8::from(part.starts_with('{')),
    })
}
