//! Who may call what: reviewed in `security.snap`, and enforced.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::process::Command;

use demo::app::{App, routes};
use scopegate::TokenIssuer;
use scopegate::testing::{Coverage, assert_security_snapshot};

#[allow(unreachable_pub, reason = "other tests have it as well")]
mod support;

const SECRET_KEY: &[u8] = b"a secret key for tests, and for nothing else";

#[test]
fn who_may_call_what_was_reviewed() {
    assert_security_snapshot!(routes(), "security.snap");
}

#[tokio::test]
async fn every_protected_route_refuses_who_may_not_call() {
    let database = support::new_database().await;
    let app = App::new(database, SECRET_KEY, &support::config(&[])).unwrap();
    let issuer = TokenIssuer::hs256(SECRET_KEY).unwrap();

    let covered = Coverage::new(|scopes| issuer.issue("johndoe", scopes).unwrap())
        .check(routes().with_state(app))
        .await
        .unwrap();

    let protected = [
        "GET /admin/users/",
        "PATCH /admin/users/{username}",
        "PUT /admin/users/{username}/password",
        "GET /items/",
        "POST /items/",
        "GET /items/{item_id}",
        "PUT /items/{item_id}",
        "DELETE /items/{item_id}",
        "GET /status/",
        "GET /users/me/",
        "GET /users/me/items/",
        "PUT /users/me/password",
        "DELETE /users/me/sessions/",
    ];
    assert_eq!(covered.protected, protected);
}

#[test]
fn every_declared_scope_is_required_somewhere() {
    assert_eq!(routes().audit().unused_scopes, []);
}

/// What `demo routes` prints in an environment without anything.
fn printed(arguments: &[&str], columns: Option<&str>) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_demo"))
        .arg("routes")
        .args(arguments)
        .env_clear()
        .envs(columns.map(|columns| ("COLUMNS", columns)))
        .output()
        .unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_demo_prints_its_routes() {
    let audit = routes().audit();
    assert_eq!(printed(&[], None), audit.table(usize::MAX));
    assert_eq!(printed(&[], Some("80")), audit.table(80));
    let json = printed(&["--format", "json"], None);
    assert_eq!(json.trim_end(), audit.to_json());
    assert_eq!(printed(&["--format", "mermaid"], None), audit.to_mermaid());
}
