//! Services with many operations, of which OpenAPI knows one: that of a path and a method.

use serde_json::{Map, Value};
use utoipa::openapi::path::Operation;

use super::document::{all_operations, describe, describe_rule, documented_operations};
use super::refusals::{document_refusals, document_unreadable};
use super::requirement::security;
use crate::graph::{Alternative, Plan};
use crate::routing::{Document, Route};

/// An object for each operation with its `security`, and `*` for everything that is not listed.
const EXTENSION: &str = "x-operations";

/// Adds the paths of services with operations, or completes them if the document has them already.
#[track_caller]
pub(super) fn document_services(document: &mut Document, routes: &[Route]) {
    let mut documented: Vec<&str> = Vec::new();
    for route in routes.iter().filter(|route| route.is_of_operations()) {
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
            let has_operations = |rule: &&&Route| rule.reads.contains(&method);
            let is_listed = of_method.iter().any(|rule| rule.operation.is_some());
            of_method.extend(otherwise.filter(|rule| is_listed || has_operations(rule)));
            if !of_method.is_empty() {
                let operation = operation.get_or_insert_default();
                describe_rules(operation, &of_method, document.names_checks);
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
fn describe_rules(operation: &mut Operation, rules: &[&&Route], names_checks: bool) {
    let all = all_alternatives(rules);
    operation.security = Some(security(&all));
    let has_operations = rules.iter().any(|rule| rule.is_of_operations());
    if rules.iter().any(|rule| !rule.reads.is_empty()) {
        document_unreadable(operation);
    }
    let mut plans = rules.iter().filter_map(|rule| rule.access.plan());
    let may_lack_scopes = plans.any(|plan| !plan.scopes_of_some_requests().is_empty());
    document_refusals(operation, &all, may_lack_scopes, None);
    let mut objects = Map::new();
    for rule in rules {
        let mut described = described_rule(rule, names_checks);
        for (status, refusal) in std::mem::take(&mut described.responses.responses) {
            let responses = &mut operation.responses.responses;
            responses.entry(status).or_insert(refusal);
        }
        if has_operations {
            let name = rule.operation.as_ref();
            let name = name.map_or("*", |operation| &operation.name);
            objects.insert(name.to_owned(), object(described));
        } else {
            add(operation, described);
        }
    }
    if !has_operations {
        return;
    }
    describe(
        operation,
        "One of the alternatives of `security`, depending on the operation in the request: see `x-operations`.",
    );
    let extensions = operation.extensions.get_or_insert_default();
    extensions.insert(EXTENSION.to_owned(), Value::Object(objects));
}

/// The alternatives of all rules, each once.
fn all_alternatives(rules: &[&&Route]) -> Vec<Alternative> {
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
    all
}

/// Adds what is said of a rule to the operation that has no other.
fn add(operation: &mut Operation, rule: Operation) {
    if let Some(text) = rule.description {
        describe(operation, &text);
    }
    if let Some(extensions) = rule.extensions {
        let all = operation.extensions.get_or_insert_default();
        all.merge(extensions);
    }
}

/// A rule as if it were that of a handler, without the refusals that all have.
fn described_rule(rule: &Route, names_checks: bool) -> Operation {
    let mut operation = Operation::new();
    operation.security = Some(security(&alternatives(rule)));
    if let Some(plan) = rule.access.plan() {
        describe_rule(&mut operation, plan, names_checks);
    }
    operation
}

/// The members of a described rule, without the responses, which are those of the whole service.
fn object(rule: Operation) -> Value {
    let mut members = Map::new();
    let security = serde_json::to_value(rule.security);
    members.insert("security".into(), security.unwrap_or(Value::Null));
    if let Some(description) = rule.description {
        members.insert("description".into(), description.into());
    }
    if let Ok(Value::Object(extensions)) = serde_json::to_value(rule.extensions) {
        members.extend(extensions);
    }
    Value::Object(members)
}
