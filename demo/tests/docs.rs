//! What the service says about itself: the OpenAPI document, and the pages that show it.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

#[allow(unreachable_pub, reason = "other tests have it as well")]
mod support;

async fn get(path: &str) -> (StatusCode, HeaderMap, Vec<u8>) {
    let request = Request::get(path).body(Body::empty()).unwrap();
    let response = support::new_service(&[0; 32])
        .await
        .oneshot(request)
        .await
        .unwrap();
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    (parts.status, parts.headers, body.to_vec())
}

async fn document() -> Value {
    let (status, headers, body) = get("/openapi.json").await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(headers["content-type"], "application/json");
    serde_json::from_slice(&body).unwrap()
}

/// As FastAPI documents the tutorial, with the refusals that it leaves out.
#[tokio::test]
async fn operations_are_those_of_the_tutorial() {
    let document = document().await;
    let bearer = |scopes: &[&str]| json!([{ "OAuth2PasswordBearer": scopes }]);
    let expected = [
        (
            ("/token", "post", "login_for_access_token_token_post"),
            json!([]),
            vec!["200", "400", "413", "422", "429", "500", "503"],
        ),
        (
            ("/users/me/", "get", "read_users_me_users_me__get"),
            bearer(&["me"]),
            vec!["200", "400", "401", "503"],
        ),
        (
            (
                "/users/me/items/",
                "get",
                "read_own_items_users_me_items__get",
            ),
            bearer(&["items", "me"]),
            vec!["200", "400", "401", "503"],
        ),
        (
            ("/status/", "get", "read_system_status_status__get"),
            bearer(&[]),
            vec!["200", "401", "503"],
        ),
    ];
    let paths = document["paths"].as_object().unwrap();
    for ((path, method, id), security, statuses) in expected {
        let operation = &paths[path][method];
        assert_eq!(operation["operationId"], id);
        assert_eq!(operation["security"], security, "{path}");
        let responses = operation["responses"].as_object().unwrap();
        assert_eq!(responses.keys().collect::<Vec<_>>(), statuses, "{path}");
    }
}

/// The addresses in all `$ref` of a document.
fn references(value: &Value) -> Vec<&str> {
    match value {
        Value::Object(members) => members
            .iter()
            .flat_map(|(name, value)| match value {
                Value::String(address) if name == "$ref" => vec![address.as_str()],
                value => references(value),
            })
            .collect(),
        Value::Array(values) => values.iter().flat_map(references).collect(),
        _ => vec![],
    }
}

#[tokio::test]
async fn every_reference_leads_somewhere() {
    let document = document().await;
    let found = references(&document);
    assert!(found.len() > 5, "{found:?}");
    for address in found {
        let pointer = address.trim_start_matches('#');
        assert!(document.pointer(pointer).is_some(), "{address}");
    }
}

#[tokio::test]
async fn the_scheme_is_that_of_the_tutorial() {
    let document = document().await;
    let expected = json!({
        "OAuth2PasswordBearer": {
            "type": "oauth2",
            "description": "Log in with a username and a password.",
            "flows": {
                "password": {
                    "tokenUrl": "token",
                    "refreshUrl": "token",
                    "scopes": {
                        "me": "Read information about the current user.",
                        "items": "Read items.",
                        "items:write": "Create, change and delete items.",
                        "offline_access": "Stay logged in: get a refresh token.",
                        "users:read": "Read all users.",
                        "users:write": "Change users.",
                    },
                },
            },
        },
    });
    assert_eq!(document["components"]["securitySchemes"], expected);
}

#[tokio::test]
async fn operations_beyond_the_tutorial_say_what_they_require() {
    let document = document().await;
    let bearer = |scopes: &[&str]| json!([{ "OAuth2PasswordBearer": scopes }]);
    for (path, method, security) in [
        ("/register", "post", json!([])),
        ("/items/", "post", bearer(&["items:write", "me"])),
        ("/items/{item_id}", "get", bearer(&["items", "me"])),
        ("/items/{item_id}", "delete", bearer(&["items:write", "me"])),
        ("/admin/users/", "get", bearer(&["users:read", "me"])),
        (
            "/admin/users/{username}",
            "patch",
            bearer(&["users:read", "users:write", "me"]),
        ),
    ] {
        let operation = &document["paths"][path][method];
        assert_eq!(operation["security"], security, "{method} {path}");
        let body = &operation["requestBody"]["content"]["application/json"];
        assert_eq!(body.is_object(), ["post", "patch"].contains(&method));
        let too_long = &operation["responses"]["413"];
        assert_eq!(too_long.is_object(), body.is_object(), "{method} {path}");
    }
}

#[tokio::test]
async fn the_form_is_what_the_endpoint_reads() {
    let document = document().await;
    let body = &document["paths"]["/token"]["post"]["requestBody"];
    assert_eq!(body["required"], true);
    assert_eq!(
        body["content"]["application/x-www-form-urlencoded"]["schema"]["$ref"],
        "#/components/schemas/TokenRequest",
    );
    let form = &document["components"]["schemas"]["TokenRequest"]["allOf"];
    for secret in ["password", "refresh_token"] {
        assert_eq!(form[0]["properties"][secret]["format"], "password");
    }
    for (i, (required, pattern)) in [
        (json!(["username", "password"]), "^(password)?$"),
        (json!(["grant_type", "refresh_token"]), "^refresh_token$"),
    ]
    .into_iter()
    .enumerate()
    {
        let grant = &form[1]["oneOf"][i];
        assert_eq!(grant["required"], required);
        assert_eq!(grant["properties"]["grant_type"]["pattern"], pattern);
        for name in required.as_array().unwrap() {
            let name = name.as_str().unwrap();
            for schema in [&form[0], grant] {
                assert_eq!(schema["properties"][name]["type"], "string", "{name}");
            }
        }
    }
    let examples = body["content"]["application/x-www-form-urlencoded"]["examples"].as_object();
    assert_eq!(examples.unwrap().len(), 2);
    let refused = &document["paths"]["/token"]["post"]["responses"]["400"]["content"];
    let refused = &refused["application/json"]["schema"]["$ref"];
    assert_eq!(refused, "#/components/schemas/RefusedGrant");
}

/// Those of the document, and no other: each is in the token of a user who has it, or gives a refresh token.
#[tokio::test]
async fn every_scope_of_the_scheme_can_be_asked_for() {
    let service = support::new_service(&[0; 32]).await;
    let document = document().await;
    let flows = &document["components"]["securitySchemes"]["OAuth2PasswordBearer"]["flows"];
    let scopes = flows["password"]["scopes"].as_object().unwrap();
    for (scope, is_offered) in scopes
        .keys()
        .map(|scope| (scope.as_str(), true))
        .chain([("offline", false), ("openid", false)])
    {
        let mut is_granted = false;
        for login in [
            "username=johndoe&password=secret",
            "username=admin&password=secretadmin",
        ] {
            let form = format!("{login}&scope={scope}");
            let request = Request::post("/token")
                .header("content-type", "application/x-www-form-urlencoded")
                .body(Body::from(form))
                .unwrap();
            let response = service.clone().oneshot(request).await.unwrap();
            let body = response.into_body().collect().await.unwrap().to_bytes();
            let answer: Value = serde_json::from_slice(&body).unwrap();
            let token = answer["access_token"].as_str().unwrap();
            let claims = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap());
            let claims: Value = serde_json::from_slice(&claims.unwrap()).unwrap();
            is_granted |= claims["scopes"] == json!([scope]) || answer["refresh_token"].is_string();
        }
        assert_eq!(is_granted, is_offered, "{scope}");
    }
}

/// Without a body, none is too long; without a body and parameters, nothing is invalid.
#[tokio::test]
async fn refusals_are_documented_only_where_a_request_can_get_them() {
    let document = document().await;
    let paths = document["paths"].as_object().unwrap();
    let operations = paths.iter().flat_map(|(path, item)| {
        let operations = item.as_object().unwrap().iter();
        operations.map(move |(method, operation)| (format!("{method} {path}"), operation))
    });
    for (name, operation) in operations {
        let may_get = |status: &str| operation["responses"][status].is_object();
        let has_body = operation["requestBody"].is_object();
        let parameters = operation["parameters"].as_array();
        let has_query = parameters.is_some_and(|all| all.iter().any(|one| one["in"] == "query"));
        assert_eq!(may_get("413"), has_body, "{name}");
        // A revocation that is not valid gets 400, as RFC 7009 says.
        let is_checked = has_query || has_body && name != "post /revoke";
        assert_eq!(may_get("422"), is_checked, "{name}");
        let is_public = operation["security"].as_array().is_none_or(Vec::is_empty);
        assert_eq!(may_get("401"), !is_public, "{name}");
    }
}

#[tokio::test]
async fn pages_are_served_with_headers_that_confine_them() {
    for path in [
        "/docs",
        "/docs/",
        "/docs/oauth2-redirect",
        "/reference",
        "/reference/scalar.js",
        "/docs/swagger-ui.css",
        "/access",
        "/access/page.js",
    ] {
        let (status, headers, _) = get(path).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("default-src 'none'"), "{path}");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}");
        let inline_styles = policy.contains("style-src 'self' 'unsafe-inline';");
        assert_eq!(inline_styles, path == "/reference", "{path}");
        assert!(policy.contains("script-src 'self';"), "{path}");
        assert!(!policy.contains("http"), "{path}");
        assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(headers["referrer-policy"], "no-referrer", "{path}");
        assert_eq!(headers["x-frame-options"], "DENY", "{path}");
    }
}

#[tokio::test]
async fn other_files_are_not_found() {
    for path in [
        "/docs/nothing",
        "/access/page.html",
        "/reference/index.html",
        "/docs/..%2fCargo.toml",
        "/docs/a/b",
    ] {
        assert_eq!(get(path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
}
