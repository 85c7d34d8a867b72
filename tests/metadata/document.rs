//! What is served at the well-known path (sections 2, 3.2 and 3.3).

use axum::Router;
use http::StatusCode;
use scopegate::routing::{get, post};
use scopegate::{AccessToken, SecureRouter, SecurityScheme, Verifier, dependency, security};
use serde_json::json;

use crate::metadata::{resource, verifier};

#[derive(SecurityScheme)]
#[oauth2(
    password(token_url = "token"),
    scopes("me" = "Me.", "items" = "Items.", "write" = "Write.", "unused" = "Unused.")
)]
struct Users;

#[dependency(scopes = ["me"], depends = Users)]
fn user(_: AccessToken) -> u8 {
    0
}

#[security(scopes = ["items"], depends = user)]
async fn items(_: u8) {}

#[security(scopes = ["write"], depends = user)]
async fn write(_: u8) {}

#[security(public)]
async fn public() {}

const WELL_KNOWN: &str = "/.well-known/oauth-protected-resource";

#[tokio::test]
async fn what_is_given_is_served() {
    let resource = resource("https://api.example")
        .authorization_servers(["https://a.example", "https://b.example"])
        .resource_name("Orders")
        .resource_documentation("https://api.example/docs");
    let router = SecureRouter::new()
        .protected_resource(resource)
        .route("/items", get(items))
        .with_state(verifier());
    let response = crate::metadata::get(router, WELL_KNOWN).await;
    assert_eq!(response.status, StatusCode::OK);
    assert_eq!(response.headers["content-type"], "application/json");
    let expected = json!({
        "resource": "https://api.example",
        "authorization_servers": ["https://a.example", "https://b.example"],
        "scopes_supported": ["items", "me"],
        "bearer_methods_supported": ["header"],
        "resource_name": "Orders",
        "resource_documentation": "https://api.example/docs",
    });
    assert_eq!(response.json(), expected);
}

#[tokio::test]
async fn members_without_a_value_are_left_out() {
    let router = SecureRouter::new().protected_resource(resource("https://api.example"));
    let metadata = crate::metadata::get(router, WELL_KNOWN).await.json();
    let expected = json!({
        "resource": "https://api.example",
        "bearer_methods_supported": ["header"],
    });
    assert_eq!(metadata, expected);
}

#[tokio::test]
async fn the_identifier_is_served_as_it_was_given() {
    for (identifier, path) in [
        ("https://h", ""),
        ("https://h/", ""),
        ("https://h/api", "/api"),
        ("https://h/api/", "/api/"),
        ("HTTPS://H.Example/API", "/API"),
    ] {
        let router = SecureRouter::new().protected_resource(resource(identifier));
        let metadata = crate::metadata::get(router, &format!("{WELL_KNOWN}{path}"))
            .await
            .json();
        assert_eq!(metadata["resource"], identifier);
    }
}

#[tokio::test]
async fn only_the_path_of_the_resource_has_metadata() {
    let app: Router = SecureRouter::new()
        .protected_resource(resource("https://h/api"))
        .into();
    for path in [WELL_KNOWN, "/.well-known/oauth-protected-resource/api/"] {
        let status = crate::metadata::get(app.clone(), path).await.status;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn scopes_are_the_union_of_all_routes_no_matter_when_they_come_in() {
    let nested: SecureRouter<Verifier> = SecureRouter::new().route("/", get(items));
    let merged = SecureRouter::new().route("/write", post(write).get(public));
    let router = SecureRouter::new()
        .protected_resource(resource("https://h"))
        .nest("/items", nested)
        .merge(merged)
        .with_state(verifier())
        .route("/public", get(public));
    let metadata = crate::metadata::get(router, WELL_KNOWN).await.json();
    assert_eq!(
        metadata["scopes_supported"],
        json!(["items", "me", "write"])
    );
}

#[tokio::test]
async fn a_nested_router_gives_its_resource_to_the_one_around_it() {
    let nested = SecureRouter::new()
        .protected_resource(resource("https://h/api"))
        .route("/items", get(items));
    let router = SecureRouter::new()
        .nest("/api", nested)
        .route("/write", post(write))
        .with_state(verifier());
    let app: Router = router.into();
    let metadata = crate::metadata::get(app.clone(), &format!("{WELL_KNOWN}/api"))
        .await
        .json();
    assert_eq!(
        metadata["scopes_supported"],
        json!(["items", "me", "write"])
    );
    let response = crate::metadata::get(app, "/api/items").await;
    let challenge = response.headers["www-authenticate"].to_str().unwrap();
    assert!(challenge.contains("resource_metadata="), "{challenge}");
}

#[test]
#[should_panic(expected = "a router can be only one protected resource")]
fn a_router_is_one_resource() {
    let one = SecureRouter::<()>::new().protected_resource(resource("https://h/a"));
    let _ = one.protected_resource(resource("https://h/b"));
}

#[test]
#[should_panic(
    expected = "two protected resources would have their metadata at `/.well-known/oauth-protected-resource/a`"
)]
fn resources_have_metadata_of_their_own() {
    let one = SecureRouter::<()>::new().protected_resource(resource("https://h/a"));
    let other = SecureRouter::new().protected_resource(resource("https://other/a"));
    let _ = one.merge(other);
}
