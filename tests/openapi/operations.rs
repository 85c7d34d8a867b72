//! What an operation requires.

use axum::extract::FromRequestParts;
use http::request::Parts;
use scopegate::{
    AccessToken, SecureRouter, SecurityScheme, Verifier, dependency, routes, security,
};
use serde_json::json;

use crate::openapi::operation;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("me" = "Me.", "items" = "Items."))]
struct Users;

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), scopes("sync" = "Synchronize."))]
struct Machines;

#[dependency(scopes = ["me"], depends = Users)]
fn current_user(_: AccessToken) -> String {
    String::new()
}

#[dependency(scopes = ["sync"], depends = Machines)]
fn machine(_: AccessToken) -> u8 {
    0
}

/// Above.
///
/// `#[utoipa::path]` comes first.
#[utoipa::path(get, path = "/above")]
#[security(scopes = ["items"], depends = current_user)]
async fn above(_: String) {}

/// Below.
///
/// `#[utoipa::path]` comes last.
#[security(scopes = ["items"], depends = current_user)]
#[utoipa::path(get, path = "/below")]
async fn below(_: String) {}

#[test]
fn the_order_of_attributes_does_not_matter() {
    let router: SecureRouter<Verifier> = SecureRouter::new().routes(routes!(above, below));
    let mut above = operation(&router, "/above", "get");
    let mut below = operation(&router, "/below", "get");
    assert_eq!(above["summary"], "Above.");
    assert_eq!(below["summary"], "Below.");
    for name in ["operationId", "summary", "description"] {
        assert!(above[name].take().is_string());
        assert!(below[name].take().is_string());
    }
    assert_eq!(above, below);
}

#[test]
fn scopes_are_merged_outermost_first() {
    let router: SecureRouter<Verifier> = SecureRouter::new().routes(routes!(above));
    let security = &operation(&router, "/above", "get")["security"];
    assert_eq!(*security, json!([{ "Users": ["items", "me"] }]));
}

#[utoipa::path(get, path = "/public")]
#[security(public)]
async fn public() {}

#[test]
fn a_public_operation_requires_nothing_and_refuses_nobody() {
    let router: SecureRouter = SecureRouter::new().routes(routes!(public));
    let operation = operation(&router, "/public", "get");
    assert_eq!(operation["security"], json!([]));
    assert_eq!(operation["responses"], json!({}));
}

#[utoipa::path(get, path = "/token")]
#[security(depends = Users)]
async fn any_token(_: AccessToken) {}

#[test]
fn an_operation_without_scopes_requires_a_token() {
    let router: SecureRouter<Verifier> = SecureRouter::new().routes(routes!(any_token));
    let operation = operation(&router, "/token", "get");
    assert_eq!(operation["security"], json!([{ "Users": [] }]));
}

#[utoipa::path(get, path = "/methods")]
#[security(public)]
async fn no_token() {}

#[utoipa::path(post, path = "/methods")]
#[security(depends = machine)]
async fn machine_token(_: u8) {}

#[utoipa::path(delete, path = "/methods")]
#[security(scopes = ["items"], depends = current_user)]
async fn user_token(_: String) {}

#[test]
fn each_method_of_a_path_has_its_own_requirement() {
    let handlers = routes!(no_token, machine_token, user_token);
    let router: SecureRouter<Verifier> = SecureRouter::new().routes(handlers);
    let expected = [
        ("get", json!([])),
        ("post", json!([{ "Machines": ["sync"] }])),
        ("delete", json!([{ "Users": ["items", "me"] }])),
    ];
    for (method, security) in expected {
        let operation = operation(&router, "/methods", method);
        assert_eq!(operation["security"], security, "{method}");
    }
}

#[utoipa::path(method(get, head), path = "/either")]
#[security(depends = current_user)]
async fn either(_: String) {}

#[test]
fn every_method_of_a_handler_is_documented() {
    let router: SecureRouter<Verifier> = SecureRouter::new().routes(routes!(either));
    for method in ["get", "head"] {
        let security = &operation(&router, "/either", method)["security"];
        assert_eq!(*security, json!([{ "Users": ["me"] }]));
    }
}

mod nested {
    use super::{current_user, security};

    #[utoipa::path(get, path = "/elsewhere/{id}", params(("id" = u32, Path)), tag = "elsewhere")]
    #[security(depends = current_user)]
    pub(super) async fn elsewhere(_: String, _: axum::extract::Path<u32>) {}
}

#[test]
fn handlers_are_named_by_path_and_keep_parameters_and_tags() {
    let router: SecureRouter<Verifier> = SecureRouter::new().routes(routes!(nested::elsewhere));
    let operation = operation(&router, "/elsewhere/{id}", "get");
    assert_eq!(operation["parameters"][0]["name"], "id");
    assert_eq!(operation["tags"], json!(["elsewhere"]));
    assert_eq!(operation["security"], json!([{ "Users": ["me"] }]));
}

/// Not a dependency: what a handler extracts by itself has no say in what is documented.
struct Extracted;

impl<S: Sync> FromRequestParts<S> for Extracted {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self)
    }
}

#[utoipa::path(get, path = "/extracts")]
#[security(public)]
async fn extracts(_: Extracted) {}

#[test]
fn extractors_do_not_show() {
    let router: SecureRouter = SecureRouter::new().routes(routes!(extracts));
    let operation = operation(&router, "/extracts", "get");
    assert_eq!(operation["security"], json!([]));
    assert!(operation.get("parameters").is_none());
}

/// Clients should stop calling it.
#[security(scopes = ["items"], depends = current_user, deprecated)]
#[utoipa::path(get, path = "/old")]
async fn old(_: String) {}

#[test]
fn a_deprecated_handler_is_documented_as_deprecated() {
    let router: SecureRouter<Verifier> = SecureRouter::new().routes(routes!(old, below));
    assert_eq!(operation(&router, "/old", "get")["deprecated"], true);
    assert_eq!(operation(&router, "/below", "get").get("deprecated"), None);
}

#[test]
fn a_deprecated_handler_below_a_level_is_documented_as_deprecated() {
    let router: SecureRouter<Verifier> = SecureRouter::new()
        .requires(scopegate::level!(scopes = ["sync"], depends = Machines))
        .routes(routes!(old_of_machines));
    assert_eq!(operation(&router, "/machines", "get")["deprecated"], true);
}

/// Clients should stop calling it.
#[security(depends = machine, deprecated)]
#[utoipa::path(get, path = "/machines")]
async fn old_of_machines(_: u8) {}
