//! A service with a provider.

use axum::Router;
use axum::http::header::RETRY_AFTER;
use axum::routing::get;
use scopegate::{AccessToken, SecurityScheme, Verifier, security};
use scopegate_tests::client;

use crate::remote::{issuer, token, verifier};

#[derive(SecurityScheme)]
#[openid_connect(url = "https://issuer.example/.well-known/openid-configuration", scopes("items" = "Items.", "admin" = "All."), realm = "r")]
struct Company;

#[security(scopes = ["items"], depends = Company)]
pub(crate) async fn items(token: AccessToken) -> String {
    token.into_claims().sub.unwrap_or_default()
}

pub(crate) async fn send(verifier: &Verifier, token: &str) -> (u16, String, String) {
    let app: Router = Router::new()
        .route("/", get(items))
        .with_state(verifier.clone());
    let answer = client::get_as(app, "/", Some(token)).await;
    let says_when = answer.header(RETRY_AFTER).is_some();
    assert_eq!(says_when, answer.status == 503);
    answer.summary()
}

#[tokio::test(start_paused = true)]
async fn requests_are_answered_by_what_the_provider_says() {
    let issuer = issuer();
    let verifier = verifier(&issuer);
    let (status, _, body) = send(&verifier, &token(&issuer).issue()).await;
    assert_eq!((status, body.as_str()), (200, "johndoe"));
    let (status, challenge, _) = send(&verifier, &token(&issuer).scopes(["other"]).issue()).await;
    assert_eq!(status, 403);
    assert_eq!(
        challenge,
        r#"Bearer realm="r", error="insufficient_scope", scope="items""#
    );
    for bad in [
        token(&issuer).expired(),
        token(&issuer).header("kid", "unknown"),
        token(&issuer).foreign_key(),
        token(&issuer).without("sub"),
    ] {
        let (status, challenge, _) = send(&verifier, &bad.issue()).await;
        assert_eq!(status, 401);
        assert!(challenge.contains(r#"error="invalid_token""#));
    }
}

#[tokio::test(start_paused = true)]
async fn a_provider_that_is_down_is_no_fault_of_the_token() {
    let issuer = issuer();
    issuer.go_down();
    let (status, challenge, body) = send(&verifier(&issuer), &token(&issuer).issue()).await;
    assert_eq!((status, challenge.as_str()), (503, ""));
    assert_eq!(
        body,
        r#"{"error":"temporarily_unavailable","error_description":"Access tokens cannot be verified at the moment"}"#
    );
}
