//! Services with many operations, of which OpenAPI knows one: that of a path and a method.

use serde_json::{Map, Value};
use utoipa::openapi::path::{HttpMethod, Operation, PathItem};

use super::document::{describe, documented_operations};
use super::refusals::document_refusals;
use super::requirement::security;
use crate::graph::{Alternative, Plan};
use crate::routing::{Document, Route};

/// The rule of each operation, as Security Requirement Objects. `*` is for everything that is not listed.
const EXTENSION: &str = "x-operations";

/// Adds the paths of services with operations, or completes them if the document has them already.
#[track_caller]
pub(super) fn document_services(document: &mut Document, routes: &[Route]) {
    let mut documented: Vec<&str> = Vec::new();
    for route in routes.iter().filter(|route| route.operation.is_some()) {
        // OpenAPI has no parameters for several segments.
        if documented.contains(&&*route.path) || route.path.contains("{*") {
            continue;
        }
        documented.push(&route.path);
        let rules: Vec<_> = routes.iter().filter(|it| it.path == route.path).collect();
        let otherwise = rules.iter().find(|rule| rule.method == "ANY");
        for (name, method) in METHODS {
            let mut of_method: Vec<_> = rules.iter().filter(|it| it.method == name).collect();
            if of_method.iter().any(|rule| rule.operation.is_some()) {
                of_method.extend(otherwise);
            }
            if !of_method.is_empty() {
                let operation = operation_of(document, &route.path, (name, method));
                describe_rules(operation, &of_method);
                let alternatives = of_method.iter().flat_map(|rule| alternatives(rule));
                let schemes: Vec<_> = alternatives.flatten().map(|demand| demand.scheme).collect();
                for scheme in schemes {
                    document.declare(scheme);
                }
            }
        }
    }
}

const METHODS: [(&str, HttpMethod); 8] = [
    ("GET", HttpMethod::Get),
    ("HEAD", HttpMethod::Head),
    ("POST", HttpMethod::Post),
    ("PUT", HttpMethod::Put),
    ("PATCH", HttpMethod::Patch),
    ("DELETE", HttpMethod::Delete),
    ("OPTIONS", HttpMethod::Options),
    ("TRACE", HttpMethod::Trace),
];

/// The operation in the document, which is new if it has none.
fn operation_of<'d>(
    document: &'d mut Document,
    path: &str,
    (name, method): (&str, HttpMethod),
) -> &'d mut Operation {
    let item = document
        .openapi
        .paths
        .paths
        .entry(path.to_owned())
        .or_default();
    if documented_operations(item).all(|(known, _)| known != name) {
        item.merge_operations(PathItem::new(method, Operation::new()));
    }
    let mut operations = documented_operations(item);
    match operations.find(|(known, _)| *known == name) {
        Some((_, operation)) => operation,
        None => unreachable!("it was added"),
    }
}

fn alternatives(rule: &Route) -> Vec<Alternative> {
    rule.access
        .plan()
        .map(Plan::alternatives)
        .unwrap_or_default()
}

/// Writes the rules of one method: all their alternatives, of which the request needs those of its operation.
fn describe_rules(operation: &mut Operation, rules: &[&&Route]) {
    let mut all: Vec<Alternative> = Vec::new();
    for alternative in rules.iter().flat_map(|rule| alternatives(rule)) {
        let is_same = |known: &Alternative| {
            known.len() == alternative.len()
                && known.iter().zip(&alternative).all(|(a, b)| {
                    a.scheme.is(b.scheme) && a.scopes == b.scopes && a.step_up == b.step_up
                })
        };
        if !all.iter().any(is_same) {
            all.push(alternative);
        }
    }
    operation.security = Some(security(&all));
    document_refusals(operation, &all, false, None);
    if rules.iter().all(|rule| rule.operation.is_none()) {
        return;
    }
    describe(
        operation,
        "One of the alternatives of `security`, depending on the operation in the request: see `x-operations`.",
    );
    let objects = rules.iter().map(|rule| {
        let name = rule
            .operation
            .as_ref()
            .map_or("*", |operation| &*operation.name);
        let objects = serde_json::to_value(security(&alternatives(rule)));
        (name.to_owned(), objects.unwrap_or(Value::Null))
    });
    let objects = Value::Object(objects.collect::<Map<_, _>>());
    let extensions = operation.extensions.get_or_insert_default();
    extensions.insert(EXTENSION.to_owned(), objects);
}
