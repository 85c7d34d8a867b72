//! A document that no `SecureRouter` makes says of a handler what that of a `SecureRouter` does.

#![allow(unused_qualifications, reason = "in what utoipa generates for `nest`")]
#![allow(
    dead_code,
    clippy::unused_async,
    reason = "handlers that are only documented"
)]

use axum::Json;
use axum::extract::Path;
use scopegate::openapi::SecuritySchemes;
use scopegate::{
    AccessToken, ApiKey, Denial, FastApi, NotPermitted, SecureRouter, SecurityScheme, dependency,
    routes, security,
};
use scopegate_tests::{App, client, verifier};
use serde_json::{Value, json};
use utoipa::{Modify, OpenApi};
use utoipa_axum::router::OpenApiRouter;

#[derive(SecurityScheme)]
#[oauth2(
    authorization_code(authorization_url = "authorize", token_url = "token"),
    scopes("items" = "Read items.", "archive" = "Read archived items.", "admin" = "Everything.")
)]
struct Account;

/// For machines.
#[derive(SecurityScheme)]
#[api_key(header = "X-API-Key")]
struct Machine;

#[dependency(depends = Account)]
fn user(token: AccessToken) -> Result<String, Denial> {
    token.claims().sub.clone().ok_or_else(|| token.deny())
}

#[dependency(depends = Machine)]
fn machine(key: ApiKey) -> String {
    key.as_str().to_owned()
}

#[dependency(depends = user, permission = "item:owner", not_found)]
fn own_item(user: String, Path(id): Path<u32>) -> Result<u32, NotPermitted> {
    if user.is_empty() {
        Err(NotPermitted)
    } else {
        Ok(id)
    }
}

/// The first order.
#[utoipa::path(get, path = "/items", responses((status = 200, body = [String], example = json!(["{a}"]))))]
#[security(scopes = any("items", "admin"), depends = user)]
async fn read_items(user: String) -> Json<Vec<String>> {
    Json(vec![user])
}

/// The second order.
#[security(scopes = ["admin"], depends = Account, may_require = ["archive"], deprecated)]
#[utoipa::path(post, path = "/items")]
async fn create_item(token: AccessToken) -> Result<(), Denial> {
    token.require("archive")
}

#[cfg_attr(all(), utoipa::path(get, path = "/items/{id}", params(("id" = u32, Path))))]
#[security(acr = "phr", max_age = 15min, depends = own_item)]
async fn read_item(_item: u32) {}

#[cfg_attr(any(), utoipa::path(get, path = "/never"))]
#[security(public)]
#[cfg_attr(all(), utoipa::path(get, path = "/health"))]
async fn health() {}

#[utoipa::path(method(get, head), path = "/names")]
#[security(optional, depends = any(user, machine))]
async fn names(_who: Option<String>) {}

#[security(depends = Account, rejection = FastApi)]
#[utoipa::path(delete, path = "/account")]
async fn close(_token: AccessToken) {}

#[derive(OpenApi)]
#[openapi(
    paths(read_items, create_item, read_item, health, names, close),
    modifiers(&SecuritySchemes)
)]
struct Derived;

#[derive(OpenApi)]
#[openapi(nest((path = "/v1", api = Derived)), modifiers(&SecuritySchemes))]
struct Outer;

fn secure() -> SecureRouter<App> {
    SecureRouter::new()
        .routes(routes!(read_items, create_item))
        .routes(routes!(read_item))
        .routes(routes!(health, names, close))
}

/// What a document says of operations and of schemes. `#[derive(OpenApi)]` adds empty tags.
fn said(document: &utoipa::openapi::OpenApi) -> [Value; 2] {
    let mut document = serde_json::to_value(document).unwrap();
    for item in document["paths"].as_object_mut().unwrap().values_mut() {
        for operation in item.as_object_mut().unwrap().values_mut() {
            operation
                .as_object_mut()
                .unwrap()
                .retain(|name, value| name != "tags" || *value != json!([]));
        }
    }
    let schemes = &document["components"]["securitySchemes"];
    [document["paths"].clone(), schemes.clone()]
}

#[test]
fn a_derived_document_is_that_of_a_secure_router() {
    let [paths, schemes] = said(&Derived::openapi());
    assert_eq!([paths.clone(), schemes.clone()], said(&secure().openapi()));
    let expected = json!([{ "Account": ["items"] }, { "Account": ["admin"] }]);
    assert_eq!(paths["/items"]["get"]["security"], expected);
    assert_eq!(paths["/items/{id}"]["get"]["x-step-up"][0]["max_age"], 900);
    assert_eq!(paths["/health"]["get"]["security"], json!([]));
    let declared = schemes.as_object().unwrap().keys().collect::<Vec<_>>();
    assert_eq!(declared, ["Account", "Machine"]);
}

#[test]
fn an_open_api_router_documents_what_a_secure_router_does() {
    let inner = OpenApiRouter::<App>::new().routes(utoipa_axum::routes!(read_item));
    let router = OpenApiRouter::<App>::new()
        .routes(utoipa_axum::routes!(read_items, create_item))
        .routes(utoipa_axum::routes!(health))
        .routes(utoipa_axum::routes!(names))
        .routes(utoipa_axum::routes!(close))
        .merge(inner);
    let (_, mut document) = router.split_for_parts();
    SecuritySchemes.modify(&mut document);
    assert_eq!(said(&document), said(&secure().openapi()));
}

/// What is documented is what is enforced: the router is one of axum.
#[tokio::test]
async fn an_open_api_router_enforces_what_it_documents() {
    let inner = OpenApiRouter::new().routes(utoipa_axum::routes!(read_items, create_item));
    let (router, document) = OpenApiRouter::<App>::new()
        .nest("/v1", inner)
        .split_for_parts();
    let item = &serde_json::to_value(document).unwrap()["paths"]["/v1/items"];
    let alternatives = json!([{ "Account": ["items"] }, { "Account": ["admin"] }]);
    assert_eq!(item["get"]["security"], alternatives);
    assert_eq!(item["post"]["security"], json!([{ "Account": ["admin"] }]));
    let service = router.with_state(App::with(verifier()));
    for (scopes, status) in [(&["items"], 200), (&["admin"], 200), (&["archive"], 403)] {
        let answer = client::get_with(&service, "/v1/items", scopes).await;
        assert_eq!(answer.status, status, "{scopes:?}");
    }
    let answer = client::get_as(&service, "/v1/items", None).await;
    assert_eq!(answer.status, 401);
}

#[test]
fn a_nested_document_declares_its_schemes() {
    let [paths, schemes] = said(&Outer::openapi());
    let expected = json!([{ "Account": ["items"] }, { "Account": ["admin"] }]);
    assert_eq!(paths["/v1/items"]["get"]["security"], expected);
    assert_eq!(schemes, said(&Derived::openapi())[1]);
}

#[test]
fn until_then_operations_have_the_declarations() {
    #[derive(OpenApi)]
    #[openapi(paths(close, health))]
    struct Undeclared;

    let mut document = Undeclared::openapi();
    let [paths, schemes] = said(&document);
    let in_operation = &paths["/account"]["delete"]["x-security-schemes"]["Account"];
    assert_eq!(
        (&in_operation["type"], &schemes),
        (&json!("oauth2"), &Value::Null)
    );
    assert!(paths["/health"]["get"]["x-security-schemes"].is_null());
    SecuritySchemes.modify(&mut document);
    let once = said(&document);
    assert_eq!(once[1].as_object().unwrap().len(), 1);
    SecuritySchemes.modify(&mut document);
    assert_eq!(said(&document), once);
}

#[test]
fn a_secure_router_that_starts_from_such_a_document_says_nothing_twice() {
    let started = secure().with_openapi(Derived::openapi());
    assert_eq!(said(&started.openapi()), said(&secure().openapi()));
}

#[test]
#[should_panic(expected = "two security schemes are called `Account`: rename one of them")]
fn two_schemes_of_one_name_are_refused() {
    mod other {
        use scopegate::{AccessToken, SecurityScheme, security};

        #[derive(SecurityScheme)]
        #[oauth2(client_credentials(token_url = "token"))]
        pub(super) struct Account;

        #[utoipa::path(get, path = "/other")]
        #[security(depends = Account)]
        pub(super) fn other(_token: AccessToken) {}
    }

    #[derive(OpenApi)]
    #[openapi(paths(close, other::other), modifiers(&SecuritySchemes))]
    struct Both;

    let _ = Both::openapi();
}

#[test]
#[should_panic(expected = "`#[utoipa::path]` of `handwritten` has its own `security(...)`")]
fn a_handwritten_requirement_is_refused() {
    #[utoipa::path(get, path = "/", security(("Account" = [])))]
    #[security(public)]
    fn handwritten() {}

    #[derive(OpenApi)]
    #[openapi(paths(handwritten))]
    struct Document;

    let _ = Document::openapi();
}
