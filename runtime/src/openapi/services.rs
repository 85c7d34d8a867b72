//! Services with many operations, of which OpenAPI knows one: that of a path and a method.

use serde_json::{Map, Value};
use utoipa::openapi::path::Operation;

use super::document::{all_operations, describe, documented_operations};
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
        let paths = &document.openapi.paths.paths;
        let mut item = paths.get(&route.path).cloned().unwrap_or_default();
        let mut schemes = Vec::new();
        for (method, operation) in all_operations(&mut item) {
            let mut of_method: Vec<_> = rules.iter().filter(|it| it.method == method).collect();
            if of_method.iter().any(|rule| rule.operation.is_some()) {
                of_method.extend(otherwise);
            }
            if !of_method.is_empty() {
                describe_rules(operation.get_or_insert_default(), &of_method);
                let alternatives = of_method.iter().flat_map(|rule| alternatives(rule));
                schemes.extend(alternatives.flatten().map(|demand| demand.scheme));
            }
        }
        if documented_operations(&mut item).next().is_some() {
            let paths = &mut document.openapi.paths.paths;
            paths.insert(route.path.clone(), item);
        }
        for scheme in schemes {
            document.declare(scheme);
        }
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
