use std::fmt::Write as _;

use serde_json::Value;
use utoipa::openapi::extensions::ExtensionsBuilder;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::{Deprecated, OpenApi, RefOr};

use super::refusals::{document_denied_permission, document_refusals};
use super::requirement::security;
use super::scheme::security_scheme;
use super::services::document_services;
use super::serving::rule_of;
use crate::audit::{Age, checks, listed};
use crate::graph::{self, Alternative, Demand};
use crate::routing::{Document, Route};

/// The document with the requirements of its operations, and the security schemes that they use.
#[track_caller]
pub(super) fn finish(mut document: Document, routes: &[Route]) -> OpenApi {
    let names_checks = document.names_checks;
    let mut schemes = Vec::new();
    for (path, item) in &mut document.openapi.paths.paths {
        for (method, operation) in documented_operations(item) {
            let Some(handler) = rule_of(routes, path, method) else {
                continue;
            };
            // It is stricter inside of levels, and a handwritten document may say another one.
            operation.security = None;
            secure(operation, handler);
            describe_rule(operation, handler, names_checks);
            let demands = handler.alternatives().into_iter().flatten();
            schemes.extend(demands.map(|demand| demand.scheme));
        }
    }
    for scheme in schemes {
        document.declare(scheme);
    }
    document_services(&mut document, routes);
    for scheme in std::mem::take(&mut document.schemes) {
        let schemes = &mut document.components().security_schemes;
        schemes.insert(scheme.name.to_owned(), RefOr::T(security_scheme(scheme)));
    }
    document.openapi
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
    if !handler.steps_up() {
        return;
    }
    let alternatives = handler.alternatives();
    let demands = alternatives.iter().flat_map(|alternative| {
        let demands = alternative.iter();
        demands.map(move |demand| (demand, alternative))
    });
    let demands: Vec<_> = demands.collect();
    let mut objects = Vec::new();
    for (number, &(demand, alternative)) in demands.iter().enumerate() {
        if demand.step_up == graph::StepUp::default() {
            continue;
        }
        let has_same_scheme = |(other, _): &&(&Demand, _)| other.scheme.is(demand.scheme);
        let mut others = demands.iter().filter(has_same_scheme);
        let is_of_all = others.all(|(other, _)| other.step_up == demand.step_up);
        let is_said = is_of_all && demands[..number].iter().any(|it| has_same_scheme(&it));
        if !is_said {
            let only_in = (!is_of_all).then_some(alternative);
            describe(operation, &required_authentication(demand, only_in));
            objects.push(authentication_object(demand, only_in));
        }
    }
    if objects.is_empty() {
        return;
    }
    let extension = ExtensionsBuilder::new().add("x-step-up", objects).build();
    operation
        .extensions
        .get_or_insert_default()
        .merge(extension);
}

/// What is required with a scheme, in all alternatives or `only_in` one.
fn authentication_object(demand: &Demand, only_in: Option<&Alternative>) -> Value {
    let mut object = serde_json::Map::new();
    object.insert("scheme".into(), demand.scheme.name.into());
    let own = only_in.and_then(|alternative| security(std::slice::from_ref(alternative)).pop());
    if let Some(own) = own.and_then(|own| serde_json::to_value(own).ok()) {
        object.insert("security".into(), own);
    }
    if let Some(acr) = &demand.step_up.acr {
        object.insert("acr_values".into(), acr.clone().into());
    }
    if let Some(max_age) = demand.step_up.max_age {
        object.insert("max_age".into(), max_age.into());
    }
    Value::Object(object)
}

/// The same for people.
fn required_authentication(demand: &Demand, only_in: Option<&Alternative>) -> String {
    let (scheme, required) = (demand.scheme.name, &demand.step_up);
    let mut text = match only_in {
        None => format!("With `{scheme}`, requires a user who was authenticated"),
        Some(alternative) => {
            let credentials = alternative.iter().map(|demand| match &*demand.scopes {
                [] => demand.scheme.name.to_owned(),
                scopes => format!("{}[{}]", demand.scheme.name, scopes.join(" ")),
            });
            let credentials = credentials.collect::<Vec<_>>().join(" and ");
            format!(
                "One alternative, `{credentials}`, requires that the user of `{scheme}` was authenticated"
            )
        }
    };
    if let Some(max_age) = required.max_age {
        let _ = write!(text, " at most {} ago", Age(max_age));
    }
    if let Some(acr) = &required.acr {
        let _ = write!(text, ", with `acr` `{}`", acr.join("` or `"));
    }
    text.push_str(" (RFC 9470)");
    text
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
