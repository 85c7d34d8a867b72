use std::fmt::Write as _;

use serde_json::Value;
use utoipa::openapi::extensions::ExtensionsBuilder;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::{Deprecated, OpenApi, RefOr};

use super::refusals::{document_denied_permission, document_refusals};
use super::requirement::security;
use super::scheme::security_scheme;
use super::services::document_services;
use crate::audit::{Age, checks, listed};
use crate::graph;
use crate::routing::{Document, Route};

/// The document with the requirements of its operations, and the security schemes that they use.
#[track_caller]
pub(super) fn finish(mut document: Document, routes: &[Route]) -> OpenApi {
    let names_checks = document.names_checks;
    for route in routes.iter().filter(|route| route.operation.is_none()) {
        if route.is_below_levels() {
            secure_anew(&mut document, route);
        }
        if let Some((operation, handler)) = documented(&mut document, route) {
            describe_rule(operation, handler, names_checks);
        }
    }
    document_services(&mut document, routes);
    for scheme in std::mem::take(&mut document.schemes) {
        let schemes = &mut document.components().security_schemes;
        schemes.insert(scheme.name.to_owned(), RefOr::T(security_scheme(scheme)));
    }
    document.openapi
}

/// Rewrites the requirement of a route, which is stricter inside of levels.
#[track_caller]
fn secure_anew(document: &mut Document, route: &Route) {
    let Some((operation, handler)) = documented(document, route) else {
        return;
    };
    operation.security = None;
    secure(operation, handler);
    for demand in handler.alternatives().into_iter().flatten() {
        document.declare(demand.scheme);
    }
}

/// The operation that documents a route, with the plan of its handler.
fn documented<'d>(
    document: &'d mut Document,
    route: &Route,
) -> Option<(&'d mut Operation, &'static graph::Plan)> {
    let item = document.openapi.paths.paths.get_mut(&route.path)?;
    let mut operations = documented_operations(item);
    let (_, operation) = operations.find(|(method, _)| *method == route.method)?;
    Some((operation, route.access.plan()?))
}

/// Writes the handler's requirement into the operation that documents it.
///
/// # Panics
/// If the operation has a handwritten requirement.
#[track_caller]
pub(super) fn secure(operation: &mut Operation, handler: &'static graph::Plan) {
    assert!(
        operation.security.is_none(),
        "`#[utoipa::path]` of `{}` has its own `security(...)`: remove it, since `#[security]` documents what it \
         enforces",
        handler.root().handler(),
    );
    let alternatives = handler.alternatives();
    operation.security = Some(security(&alternatives));
    if handler.handler().deprecated {
        operation.deprecated = Some(Deprecated::True);
    }
    let own = handler.handler().answers.map(|answers| answers.refusals);
    let may_lack_scopes = !handler.scopes_of_some_requests().is_empty();
    document_refusals(operation, &alternatives, may_lack_scopes, own);
}

/// Adds what a requirement object cannot express, to the description and as extensions.
pub(super) fn describe_rule(
    operation: &mut Operation,
    handler: &'static graph::Plan,
    names_checks: bool,
) {
    name_scopes_of_some_requests(operation, handler);
    name_permissions(operation, handler);
    name_authentication(operation, handler);
    if names_checks {
        name_checks(operation, handler);
    }
}

/// Adds the scopes that functions require only of some requests, as people read them.
fn name_scopes_of_some_requests(operation: &mut Operation, handler: &'static graph::Plan) {
    let mut scopes: Vec<&str> = Vec::new();
    for (_, scope) in handler.scopes_of_some_requests() {
        if !scopes.contains(&scope) {
            scopes.push(scope);
        }
    }
    if !scopes.is_empty() {
        let scopes = scopes.join("`, `");
        describe(
            operation,
            &format!("May also require, depending on the request: `{scopes}`"),
        );
    }
}

/// Adds what functions decide about objects, with the refusals.
fn name_permissions(operation: &mut Operation, handler: &'static graph::Plan) {
    let permissions = handler.permissions();
    if permissions.is_empty() {
        return;
    }
    let names: Vec<_> = permissions.iter().map(|(name, _)| *name).collect();
    describe(
        operation,
        &format!("Requires the permission `{}`", names.join("`, `")),
    );
    let demands = handler.alternatives().into_iter().flatten();
    let own = handler.handler().answers.map(|answers| answers.refusals);
    let refusals = own.or(demands.map(|demand| demand.scheme.refusals).next());
    for (_, not_found) in permissions {
        document_denied_permission(operation, not_found, refusals.unwrap_or_default());
    }
}

/// Adds how the user must have been authenticated, for people and, as `x-step-up`, for tools: OpenAPI has no words for
/// it.
fn name_authentication(operation: &mut Operation, handler: &'static graph::Plan) {
    let mut found: Vec<(&'static str, graph::StepUp)> = Vec::new();
    if !handler.steps_up() {
        return;
    }
    for demand in handler.alternatives().into_iter().flatten() {
        let new = (demand.scheme.name, demand.step_up);
        if new.1 != graph::StepUp::default() && !found.contains(&new) {
            found.push(new);
        }
    }
    if found.is_empty() {
        return;
    }
    for (scheme, required) in &found {
        let mut text = format!("With `{scheme}`, requires a user who was authenticated");
        if let Some(max_age) = required.max_age {
            let _ = write!(text, " at most {} ago", Age(max_age));
        }
        if !required.acr.is_empty() {
            let _ = write!(text, ", with `acr` `{}`", required.acr.join("` or `"));
        }
        describe(operation, &format!("{text} (RFC 9470)"));
    }
    let objects = found.into_iter().map(|(scheme, required)| {
        let mut object = serde_json::Map::new();
        object.insert("scheme".into(), scheme.into());
        if !required.acr.is_empty() {
            object.insert("acr_values".into(), required.acr.into());
        }
        if let Some(max_age) = required.max_age {
            object.insert("max_age".into(), max_age.into());
        }
        Value::Object(object)
    });
    let extension = ExtensionsBuilder::new()
        .add("x-step-up", objects.collect::<Vec<_>>())
        .build();
    operation
        .extensions
        .get_or_insert_default()
        .merge(extension);
}

/// Adds a paragraph to the description.
pub(super) fn describe(operation: &mut Operation, text: &str) {
    let description = operation.description.get_or_insert_default();
    // A handwritten document may have the operation from its handler already.
    if description.contains(text) {
        return;
    }
    if !description.is_empty() {
        description.push_str("\n\n");
    }
    description.push_str(text);
}

/// Adds the functions that may refuse a caller who has the credentials to the description.
fn name_checks(operation: &mut Operation, handler: &'static graph::Plan) {
    let checks = listed(&checks(handler));
    if checks.is_empty() {
        return;
    }
    describe(operation, &format!("Also checked by: `{checks}`"));
}

/// The operations of a path, with their methods.
pub(super) fn documented_operations(
    item: &mut PathItem,
) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    all_operations(item)
        .into_iter()
        .filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}

/// What a path has for each method: an operation, if it is documented.
pub(super) fn all_operations(item: &mut PathItem) -> [(&'static str, &mut Option<Operation>); 8] {
    [
        ("GET", &mut item.get),
        ("HEAD", &mut item.head),
        ("POST", &mut item.post),
        ("PUT", &mut item.put),
        ("PATCH", &mut item.patch),
        ("DELETE", &mut item.delete),
        ("OPTIONS", &mut item.options),
        ("TRACE", &mut item.trace),
    ]
}
