//! Who may call what: reviewed in `security.snap`, and enforced.

use std::time::Duration;

use demo::app::{App, routes};
use scopegate::TokenIssuer;
use scopegate::testing::{Coverage, assert_security_snapshot};

const SECRET_KEY: &[u8] = b"a secret key for tests, and for nothing else";

#[test]
fn who_may_call_what_was_reviewed() {
    assert_security_snapshot!(routes(), "security.snap");
}

#[tokio::test]
async fn every_protected_route_refuses_who_may_not_call() {
    let app = App::new(SECRET_KEY, Duration::from_secs(60)).unwrap();
    let issuer = TokenIssuer::hs256(SECRET_KEY).unwrap();

    let covered = Coverage::new(|scopes| issuer.issue("johndoe", scopes).unwrap())
        .check(routes().with_state(app))
        .await
        .unwrap();

    let protected = ["GET /status/", "GET /users/me/", "GET /users/me/items/"];
    assert_eq!(covered.protected, protected);
}

#[test]
fn every_declared_scope_is_required_somewhere() {
    assert_eq!(routes().audit().unused_scopes, []);
}
