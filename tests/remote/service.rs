//! A service with a provider.

use axum::Router;
use axum::body::Body;
use axum::http::header::{AUTHORIZATION, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{Request, StatusCode};
use axum::routing::get;
use http_body_util::BodyExt;
use scopegate::{AccessToken, SecurityScheme, Verifier, security};
use tower::ServiceExt;

use crate::remote::{issuer, token, verifier};

#[derive(SecurityScheme)]
#[openid_connect(url = "https://issuer.example/.well-known/openid-configuration", scopes("items" = "Items.", "admin" = "All."), realm = "r")]
struct Company;

#[security(scopes = ["items"], depends = Company)]
pub(crate) async fn items(token: AccessToken) -> String {
    token.into_claims().sub.unwrap_or_default()
}

pub(crate) async fn send(verifier: &Verifier, token: &str) -> (StatusCode, String, String) {
    let app: Router = Router::new()
        .route("/", get(items))
        .with_state(verifier.clone());
    let request = Request::get("/").header(AUTHORIZATION, format!("Bearer {token}"));
    let response = app
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap();
    let (parts, body) = response.into_parts();
    let retry = parts.headers.contains_key(RETRY_AFTER);
    assert_eq!(retry, parts.status == StatusCode::SERVICE_UNAVAILABLE);
    let challenge = parts.headers.get(WWW_AUTHENTICATE);
    let challenge = challenge
        .map_or("", |value| value.to_str().unwrap())
        .to_owned();
    let body = body.collect().await.unwrap().to_bytes();
    (
        parts.status,
        challenge,
        String::from_utf8(body.to_vec()).unwrap(),
    )
}

#[tokio::test(start_paused = true)]
async fn requests_are_answered_by_what_the_provider_says() {
    let issuer = issuer();
    let verifier = verifier(&issuer);
    let (status, _, body) = send(&verifier, &token(&issuer).issue()).await;
    assert_eq!((status, body.as_str()), (StatusCode::OK, "johndoe"));
    let (status, challenge, _) = send(&verifier, &token(&issuer).scopes(["other"]).issue()).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
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
        assert_eq!(status, StatusCode::UNAUTHORIZED);
        assert!(challenge.contains(r#"error="invalid_token""#));
    }
}

#[tokio::test(start_paused = true)]
async fn a_provider_that_is_down_is_no_fault_of_the_token() {
    let issuer = issuer();
    issuer.go_down();
    let (status, challenge, body) = send(&verifier(&issuer), &token(&issuer).issue()).await;
    assert_eq!(
        (status, challenge.as_str()),
        (StatusCode::SERVICE_UNAVAILABLE, "")
    );
    assert_eq!(
        body,
        r#"{"error":"temporarily_unavailable","error_description":"Access tokens cannot be verified at the moment"}"#
    );
}
