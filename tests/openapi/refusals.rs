//! How an operation is documented to refuse callers.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use scopegate::profile::RefusalDoc;
use scopegate::{
    AccessToken, ApiKey, BearerToken, Denial, DenialReason, Reject, SecureRouter, SecurityScheme,
    Verifier, dependency, routes, security,
};
use serde_json::{Value, json};

use crate::openapi::operation;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("a" = "A."))]
struct Plain;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("a" = "A."), profile = fastapi)]
struct LikeFastApi;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("a" = "A."), rejection = Teapot)]
struct Custom;

struct Teapot;

impl Reject for Teapot {
    const REFUSALS: &'static [RefusalDoc] = &[RefusalDoc::UNAUTHORIZED];

    fn reject(denial: &Denial) -> Response {
        denial.status().into_response()
    }
}

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("a" = "A."), rejection = Undocumented)]
struct CustomUndocumented;

struct Undocumented;

impl Reject for Undocumented {
    fn reject(denial: &Denial) -> Response {
        denial.status().into_response()
    }
}

#[utoipa::path(get, path = "/default")]
#[security(scopes = ["a"], depends = Plain)]
async fn default(_: AccessToken) {}

#[utoipa::path(get, path = "/default/any")]
#[security(depends = Plain)]
async fn default_any(_: AccessToken) {}

#[utoipa::path(get, path = "/fastapi")]
#[security(scopes = ["a"], depends = LikeFastApi)]
async fn fastapi(_: AccessToken) {}

#[utoipa::path(get, path = "/custom")]
#[security(scopes = ["a"], depends = Custom)]
async fn custom(_: AccessToken) {}

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("a" = "A."), rejection = Gateway)]
struct BehindGateway;

/// Blames whoever it had to ask.
struct Gateway;

impl Reject for Gateway {
    const REFUSALS: &'static [RefusalDoc] = &[
        RefusalDoc::UNAUTHORIZED,
        RefusalDoc::UNAVAILABLE.status(502),
    ];

    fn reject(denial: &Denial) -> Response {
        match denial.reason() {
            DenialReason::Unavailable => StatusCode::BAD_GATEWAY.into_response(),
            _ => StatusCode::UNAUTHORIZED.into_response(),
        }
    }
}

#[utoipa::path(get, path = "/gateway")]
#[security(scopes = ["a"], depends = BehindGateway)]
async fn gateway(_: AccessToken) {}

#[derive(SecurityScheme)]
#[api_key(header = "x-api-key", rejection = Teapot)]
struct CustomKey;

#[dependency(depends = CustomKey)]
fn custom_machine(_: ApiKey) {}

#[utoipa::path(get, path = "/key/custom")]
#[security(depends = custom_machine)]
async fn by_custom_key((): ()) {}

#[utoipa::path(get, path = "/undocumented")]
#[security(scopes = ["a"], depends = CustomUndocumented)]
async fn undocumented(_: AccessToken) {}

#[utoipa::path(get, path = "/own", responses((status = 401, description = "Mine.")))]
#[security(scopes = ["a"], depends = Plain)]
async fn own(_: AccessToken) {}

#[derive(SecurityScheme)]
#[api_key(header = "x-api-key")]
struct Key;

#[dependency(depends = Key)]
fn machine(key: ApiKey) -> Result<(), Denial> {
    if key.matches("secret") {
        Ok(())
    } else {
        Err(key.deny())
    }
}

#[utoipa::path(get, path = "/key")]
#[security(depends = machine)]
async fn by_key((): ()) {}

#[derive(SecurityScheme)]
#[http_bearer]
struct Bearer;

#[dependency(depends = Bearer)]
fn device(token: BearerToken) -> Result<(), Denial> {
    if token.matches("secret") {
        Ok(())
    } else {
        Err(token.deny())
    }
}

#[utoipa::path(get, path = "/bearer")]
#[security(depends = device)]
async fn by_bearer((): ()) {}

fn responses(path: &str) -> Value {
    let handlers = routes!(
        default,
        default_any,
        fastapi,
        custom,
        undocumented,
        own,
        by_key,
        by_bearer,
        gateway,
        by_custom_key
    );
    let router: SecureRouter<Verifier> = SecureRouter::new().routes(handlers);
    operation(&router, path, "get")["responses"].clone()
}

fn statuses(responses: &Value) -> Vec<&str> {
    responses
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

/// Asserts the header, and a JSON body with these members.
#[track_caller]
fn assert_refusal(responses: &Value, status: &str, members: &[&str]) {
    let response = &responses[status];
    let (header, kind) = match status {
        "503" => ("Retry-After", "integer"),
        _ => ("WWW-Authenticate", "string"),
    };
    assert_eq!(response["headers"].as_object().unwrap().len(), 1);
    assert_eq!(
        response["headers"][header]["schema"],
        json!({ "type": kind })
    );
    let schema = &response["content"]["application/json"]["schema"];
    assert_eq!(schema["required"], json!(members));
    for member in members {
        assert_eq!(schema["properties"][member], json!({ "type": "string" }));
    }
}

#[test]
fn rfc_6750_refuses_by_four_statuses() {
    let responses = responses("/default");
    assert_eq!(statuses(&responses), ["400", "401", "403", "503"]);
    for status in statuses(&responses) {
        assert_refusal(&responses, status, &["error", "error_description"]);
    }
}

#[test]
fn without_scopes_nothing_is_forbidden() {
    assert_eq!(statuses(&responses("/default/any")), ["400", "401", "503"]);
}

#[test]
fn fastapi_refuses_by_one_status_where_it_can_tell() {
    let responses = responses("/fastapi");
    assert_eq!(statuses(&responses), ["401", "503"]);
    assert_refusal(&responses, "401", &["detail"]);
    assert_refusal(&responses, "503", &["detail"]);
}

#[test]
fn a_rejection_says_how_it_is_documented() {
    let responses = responses("/custom");
    assert_eq!(statuses(&responses), ["401", "503"]);
    assert_refusal(&responses, "401", &["error", "error_description"]);
}

#[test]
fn a_rejection_that_leaves_out_the_503_has_it_unless_it_says_what_else_it_answers() {
    let left_out = &responses("/custom")["503"];
    assert!(left_out.get("content").is_none());
    let header = &left_out["headers"]["Retry-After"]["schema"];
    assert_eq!(*header, json!({ "type": "integer" }));
    assert_eq!(statuses(&responses("/gateway")), ["401", "502"]);
    assert_eq!(statuses(&responses("/key/custom")), ["401"]);
}

#[test]
fn a_rejection_that_says_nothing_has_no_body() {
    let responses = responses("/undocumented");
    assert_eq!(statuses(&responses), ["401", "403", "503"]);
    for status in statuses(&responses) {
        assert!(responses[status].get("content").is_none());
        assert_eq!(responses[status]["headers"].as_object().unwrap().len(), 1);
    }
}

#[test]
fn credentials_that_the_application_checks_are_never_unavailable() {
    for path in ["/key", "/bearer"] {
        assert_eq!(statuses(&responses(path)), ["400", "401"], "{path}");
    }
}

#[test]
fn what_the_author_documents_is_kept() {
    let responses = responses("/own");
    assert_eq!(statuses(&responses), ["400", "401", "403", "503"]);
    assert_eq!(responses["401"], json!({ "description": "Mine." }));
}

/// Reads an item.
#[utoipa::path(get, path = "/some")]
#[security(depends = Plain, may_require = ["a"])]
async fn of_some_requests(token: AccessToken) -> Result<(), Denial> {
    token.require("a")
}

#[test]
fn a_scope_of_some_requests_is_in_the_description_and_has_its_refusal() {
    let router = SecureRouter::<Verifier>::new().routes(routes!(of_some_requests));
    let operation = operation(&router, "/some", "get");
    assert_eq!(operation["security"], json!([{ "Plain": [] }]));
    assert_eq!(
        operation["description"],
        "May also require, depending on the request: `a`"
    );
    let refusal = &operation["responses"]["403"]["description"];
    assert_eq!(refusal, "The access token lacks a required scope.");
}
