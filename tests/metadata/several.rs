//! Several resources in one application.

use axum::Router;
use http::StatusCode;
use scopegate::routing::get;
use scopegate::{AccessToken, SecureRouter, SecurityScheme, Verifier, dependency, level, security};
use serde_json::json;

use crate::metadata::{json, resource, verifier};

#[derive(SecurityScheme)]
#[oauth2(
    password(token_url = "token"),
    scopes("all" = "All.", "orders" = "Orders.", "bills" = "Bills.", "rest" = "The rest.")
)]
struct Users;

#[dependency(depends = Users)]
fn user(_: AccessToken) {}

#[security(scopes = ["orders"], depends = Users)]
async fn orders(_: AccessToken) {}

#[security(scopes = ["bills"], depends = Users)]
async fn bills(_: AccessToken) {}

#[security(scopes = ["rest"], depends = Users)]
async fn rest(_: AccessToken) {}

const WELL_KNOWN: &str = "/.well-known/oauth-protected-resource";

fn part_of_orders() -> SecureRouter<Verifier> {
    SecureRouter::new()
        .protected_resource(resource("https://h/orders"))
        .route("/", get(orders))
}

fn part_of_bills() -> SecureRouter<Verifier> {
    SecureRouter::new()
        .route("/bills", get(bills))
        .protected_resource(resource("https://h/bills"))
}

/// The scopes in the metadata at a path.
async fn scopes(app: &Router, path: &str) -> serde_json::Value {
    let response = crate::metadata::get(app.clone(), &format!("{WELL_KNOWN}{path}")).await;
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    json(response).await["scopes_supported"].take()
}

/// The address of the metadata in the challenges for a path.
async fn metadata_of(app: &Router, path: &str) -> Option<String> {
    let response = crate::metadata::get(app.clone(), path).await;
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "{path}");
    let challenge = response.headers()["www-authenticate"].to_str().unwrap();
    let (_, found) = challenge.split_once("resource_metadata=\"https://h")?;
    Some(found.trim_end_matches('"').to_owned())
}

#[tokio::test]
async fn each_part_is_its_own_resource() {
    let app: Router = SecureRouter::new()
        .nest("/orders", part_of_orders())
        .merge(part_of_bills())
        .route("/rest", get(rest))
        .requires(level!(scopes = ["all"], depends = user))
        .with_state(verifier())
        .into();
    assert_eq!(scopes(&app, "/orders").await, json!(["all", "orders"]));
    assert_eq!(scopes(&app, "/bills").await, json!(["all", "bills"]));
    for (path, expected) in [
        ("/orders", Some("/orders")),
        ("/bills", Some("/bills")),
        ("/rest", None),
    ] {
        let expected = expected.map(|path| format!("{WELL_KNOWN}{path}"));
        assert_eq!(metadata_of(&app, path).await, expected);
    }
}

#[tokio::test]
async fn the_rest_may_be_a_resource_as_well() {
    let deep = SecureRouter::new().nest("/deep", part_of_orders());
    let app: Router = SecureRouter::new()
        .merge(part_of_bills())
        .route("/rest", get(rest))
        .protected_resource(resource("https://h"))
        .nest("/deeper", deep)
        .with_state::<()>(verifier())
        .into();
    for (path, resource, expected) in [
        ("/deeper/deep", "/orders", json!(["orders"])),
        ("/bills", "/bills", json!(["bills"])),
        ("/rest", "", json!(["rest"])),
    ] {
        let found = metadata_of(&app, path).await;
        assert_eq!(found, Some(format!("{WELL_KNOWN}{resource}")));
        assert_eq!(scopes(&app, resource).await, expected);
    }
}

#[tokio::test]
async fn parts_may_have_got_their_state_already() {
    let app: Router = SecureRouter::new()
        .nest("/orders", part_of_orders().with_state(verifier()))
        .merge(part_of_bills().with_state(verifier()))
        .into();
    assert_eq!(scopes(&app, "/orders").await, json!(["orders"]));
    assert_eq!(
        metadata_of(&app, "/bills").await,
        Some(format!("{WELL_KNOWN}/bills"))
    );
}
