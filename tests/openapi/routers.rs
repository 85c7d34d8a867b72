//! Documents of routers that are put together.

use axum::Json;
use scopegate::{AccessToken, SecureRouter, SecurityScheme, Verifier, routes, security};
use scopegate_tests::client;
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{InfoBuilder, OpenApiBuilder};
use utoipa::{ToSchema, openapi::OpenApi};

use crate::openapi::document;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("read" = "Read.", "write" = "Write."))]
struct Users;

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"))]
struct Machines;

#[derive(Serialize, ToSchema)]
struct Order {
    lines: Vec<Line>,
}

#[derive(Serialize, ToSchema)]
struct Line {
    article: String,
}

#[utoipa::path(get, path = "/", responses((status = 200, body = Order)), tag = "orders")]
#[security(scopes = ["read"], depends = Users)]
async fn read(_: AccessToken) -> Json<Order> {
    Json(Order { lines: vec![] })
}

#[utoipa::path(post, path = "/")]
#[security(scopes = ["write"], depends = Users)]
async fn write(_: AccessToken) {}

#[utoipa::path(get, path = "/sync")]
#[security(depends = Machines)]
async fn sync(_: AccessToken) {}

fn orders() -> SecureRouter<Verifier> {
    SecureRouter::new().routes(routes!(read, write))
}

fn about() -> OpenApi {
    OpenApiBuilder::new()
        .info(InfoBuilder::new().title("Shop").version("7").build())
        .tags(Some([TagBuilder::new().name("orders").build()]))
        .build()
}

/// `security` by path and method.
fn securities(router: &SecureRouter<Verifier>) -> Value {
    let mut document = document(router);
    let paths = document["paths"].as_object_mut().unwrap();
    for operations in paths.values_mut() {
        for operation in operations.as_object_mut().unwrap().values_mut() {
            *operation = operation["security"].take();
        }
    }
    document["paths"].take()
}

#[test]
fn a_prefix_is_in_the_path() {
    let router = SecureRouter::new().nest("/orders", orders());
    let expected = json!({
        "/orders": { "get": [{ "Users": ["read"] }], "post": [{ "Users": ["write"] }] },
    });
    assert_eq!(securities(&router), expected);
}

#[test]
fn prefixes_add_up() {
    let api = SecureRouter::new().nest("/orders", orders().routes(routes!(sync)));
    let router = SecureRouter::new().nest("/api/", api);
    let paths = securities(&router);
    let paths: Vec<_> = paths.as_object().unwrap().keys().collect();
    assert_eq!(paths, ["/api/orders", "/api/orders/sync"]);
}

/// The document is of no use if a client that follows it finds nothing.
#[tokio::test]
async fn documented_paths_are_served() {
    let api = SecureRouter::new().nest("/orders", orders().routes(routes!(sync)));
    let router = SecureRouter::new().nest("/api/", api).merge(orders());
    let verifier = Verifier::hs256([0; 32]).unwrap();
    let (service, document) = router.with_state(verifier).split_for_parts();
    let service: axum::Router = service;
    for path in document.paths.paths.keys() {
        let answer = client::get_as(&service, path, None).await;
        assert_eq!(answer.status, 401, "{path}");
    }
}

#[test]
fn routers_that_are_merged_share_paths_and_schemes() {
    let read: SecureRouter<Verifier> = SecureRouter::new().routes(routes!(read));
    let write = SecureRouter::new().routes(routes!(write, sync));
    let router = read.merge(write);
    let expected = json!({
        "/": { "get": [{ "Users": ["read"] }], "post": [{ "Users": ["write"] }] },
        "/sync": { "get": [{ "Machines": [] }] },
    });
    assert_eq!(securities(&router), expected);
    let schemes = document(&router)["components"]["securitySchemes"].clone();
    assert_eq!(schemes.as_object().unwrap().len(), 2);
}

#[test]
fn routers_that_are_nested_share_paths_with_what_is_there() {
    let expected = json!({
        "/orders": { "get": [{ "Users": ["read"] }], "post": [{ "Users": ["write"] }] },
    });
    let [reading, writing] =
        [routes!(read), routes!(write)].map(|it| SecureRouter::new().routes(it));
    let router = SecureRouter::new()
        .nest("/orders", reading.clone())
        .nest("/orders", writing);
    assert_eq!(securities(&router), expected);

    #[utoipa::path(post, path = "/orders")]
    #[security(scopes = ["write"], depends = Users)]
    async fn write_there(_: AccessToken) {}

    let router = SecureRouter::new()
        .routes(routes!(write_there))
        .nest("/orders", reading);
    assert_eq!(securities(&router), expected);
}

#[test]
fn schemas_and_tags_survive() {
    let api = SecureRouter::new().nest("/orders", orders());
    let router = SecureRouter::<Verifier>::new()
        .merge(api)
        .with_openapi(about());
    let document = document(&router);
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(document["info"]["title"], "Shop");
    assert_eq!(document["tags"], json!([{ "name": "orders" }]));
    let operation = &document["paths"]["/orders"]["get"];
    assert_eq!(operation["tags"], json!(["orders"]));
    let content = &operation["responses"]["200"]["content"]["application/json"];
    assert_eq!(content["schema"]["$ref"], "#/components/schemas/Order");
    let schemas = document["components"]["schemas"].as_object().unwrap();
    assert_eq!(schemas.keys().collect::<Vec<_>>(), ["Line", "Order"]);
}

#[test]
fn when_the_rest_of_the_document_comes_in_does_not_matter() {
    let before = SecureRouter::<Verifier>::new()
        .with_openapi(about())
        .merge(orders());
    let after = orders().with_openapi(about());
    assert_eq!(document(&before), document(&after));
}

#[test]
fn every_scheme_that_an_operation_names_is_declared() {
    let router = SecureRouter::new()
        .nest("/orders", orders())
        .routes(routes!(sync));
    let document = document(&router);
    let declared = document["components"]["securitySchemes"]
        .as_object()
        .unwrap();
    for operations in securities(&router).as_object().unwrap().values() {
        for requirements in operations.as_object().unwrap().values() {
            for requirement in requirements.as_array().unwrap() {
                let mut names = requirement.as_object().unwrap().keys();
                assert!(names.all(|name| declared.contains_key(name)));
            }
        }
    }
}
