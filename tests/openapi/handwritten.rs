//! A requirement that is written by hand may say something else than what is enforced.

use axum::Router;
use scopegate::routing::{any, get, post};
use scopegate::{
    AccessToken, SecureRouter, SecurityScheme, Verifier, dependency, level, routes, security,
};
use serde_json::json;
use utoipa::openapi::path::Operation;
use utoipa::openapi::{
    HttpMethod, OpenApi, OpenApiBuilder, PathItem, PathsBuilder, SecurityRequirement,
};

use crate::openapi::document;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("a" = "A."))]
struct Users;

// Below `#[security]`, this does not compile: see `tests/ui/security/fail/handwritten_security.rs`.
#[utoipa::path(get, path = "/", security(("Users" = ["b"])))]
#[security(scopes = ["a"], depends = Users)]
async fn handwritten(_: AccessToken) {}

#[utoipa::path(get, path = "/optional", security(()))]
#[security(scopes = ["a"], depends = Users)]
async fn optional(_: AccessToken) {}

#[test]
#[should_panic(
    expected = "`#[utoipa::path]` of `handwritten` has its own `security(...)`: remove it, since `#[security]` \
                documents what it enforces"
)]
fn it_is_refused_at_start() {
    let _: SecureRouter<Verifier> = SecureRouter::new().routes(routes!(handwritten));
}

#[test]
#[should_panic(expected = "`#[utoipa::path]` of `optional` has its own `security(...)`")]
fn one_that_asks_for_nothing_too() {
    let _: SecureRouter<Verifier> = SecureRouter::new().routes(routes!(optional));
}

#[utoipa::path(get, path = "/written")]
#[security(scopes = ["a"], depends = Users)]
async fn enforced(_: AccessToken) {}

/// A document that has the operation already, with a requirement of its own.
fn written(method: HttpMethod, security: Option<Vec<SecurityRequirement>>) -> OpenApi {
    let mut operation = Operation::new();
    operation.security = security;
    let item = PathItem::new(method, operation);
    let paths = PathsBuilder::new().path("/written", item).build();
    OpenApiBuilder::new().paths(paths).build()
}

fn assert_enforced(router: &SecureRouter<Verifier>, method: &str) {
    let document = document(router);
    let operation = &document["paths"]["/written"][method];
    assert_eq!(operation["security"], json!([{ "Users": ["a"] }]));
    assert!(operation["responses"]["401"].is_object());
    assert!(document["components"]["securitySchemes"]["Users"].is_object());
}

#[test]
fn that_of_a_document_that_a_router_starts_from_does_not_replace_what_is_enforced() {
    let other = SecurityRequirement::new("Users", ["b"]);
    for security in [None, Some(Vec::new()), Some(vec![other])] {
        let written = |method| written(method, security.clone());
        let new = || SecureRouter::new().with_openapi(written(HttpMethod::Get));
        let documented = SecureRouter::new().routes(routes!(enforced));
        for router in [
            new().routes(routes!(enforced)),
            documented.clone().with_openapi(written(HttpMethod::Get)),
            new().merge(documented),
            new().route("/written", get(enforced)),
            new().route("/written", any(enforced)),
        ] {
            assert_enforced(&router, "get");
        }
        // A handler of GET answers HEAD as well.
        let head = SecureRouter::new().with_openapi(written(HttpMethod::Head));
        assert_enforced(&head.route("/written", get(enforced)), "head");
    }
}

#[security(scopes = ["a"], depends = Users)]
async fn of_any_name(_: AccessToken) {}

#[dependency(depends = Users)]
fn user(_: AccessToken) {}

/// A document may name parameters in another way than the router, or what a service or a fallback has.
#[test]
fn an_operation_that_another_path_of_the_router_serves_has_what_is_enforced() {
    let new =
        || SecureRouter::<Verifier>::new().with_openapi(written(HttpMethod::Get, Some(Vec::new())));
    let service = || Router::new().fallback(async || "open");
    for router in [
        new().route("/{name}", get(of_any_name)),
        new().route("/{*rest}", any(of_any_name)),
        new().fallback(of_any_name),
        new().protected(
            "/written",
            level!(scopes = ["a"], depends = user),
            service(),
        ),
        new().nest("/written", SecureRouter::new().fallback(of_any_name)),
    ] {
        assert_enforced(&router, "get");
    }
    // Another router may serve it, or nothing.
    for router in [
        new()
            .fallback(of_any_name)
            .unprotected("/", service_without_rules()),
        new()
            .fallback(of_any_name)
            .unprotected("/written", service_without_rules()),
        new()
            .route("/written", post(of_any_name))
            .fallback(of_any_name),
    ] {
        let security = &document(&router)["paths"]["/written"]["get"]["security"];
        assert_eq!(*security, json!([]));
    }
}

fn service_without_rules() -> Router<Verifier> {
    Router::new()
}
