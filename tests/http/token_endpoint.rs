//! A token endpoint in the default profile (RFC 6749 sections 4.3 and 5).

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, PRAGMA};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use scopegate::{OAuth2PasswordRequestForm, TokenIssuer, TokenResponse, security};
use scopegate_tests::SECRET;

use crate::http::app::service;
use crate::http::client::{Answer, get_with, send};

/// Anyone may log in, for the scope `me`.
#[security(public)]
async fn log_in(form: OAuth2PasswordRequestForm) -> Response {
    let granted: Vec<_> = form.scopes.iter().filter(|scope| *scope == "me").collect();
    let token = TokenIssuer::hs256(SECRET)
        .unwrap()
        .issue(&form.username, &granted);
    TokenResponse::bearer(token.unwrap())
        .expires_in(Duration::from_secs(1800))
        .scope(granted)
        .into_response()
}

const GOOD: &str = "grant_type=password&username=johndoe&password=secret";

async fn log_in_with(form: &str) -> Answer {
    let request = Request::post("/token")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(form.to_owned()));
    let router = Router::new().route("/token", post(log_in));
    send(router, request.unwrap()).await
}

#[track_caller]
fn assert_not_stored(answer: &Answer) {
    assert_eq!(answer.header(CACHE_CONTROL), Some("no-store"));
    assert_eq!(answer.header(PRAGMA), Some("no-cache"));
    assert_eq!(answer.header(CONTENT_TYPE), Some("application/json"));
}

#[tokio::test]
async fn an_answer_with_a_token_is_not_stored_and_says_what_was_granted() {
    for (form, scope) in [
        (GOOD.to_owned(), ""),
        (format!("{GOOD}&scope=me+admin"), "me"),
        (format!("{GOOD}&scope=&unknown=1&unknown=2"), ""),
    ] {
        let answer = log_in_with(&form).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert_not_stored(&answer);
        let token = answer.body.strip_prefix(r#"{"access_token":""#).unwrap();
        let (token, rest) = token.split_once('"').unwrap();
        let expected = format!(r#","token_type":"bearer","expires_in":1800,"scope":"{scope}"}}"#);
        assert_eq!(rest, expected);
        let status = if scope == "me" { 200 } else { 403 };
        assert_eq!(get_with(service(), "/me", token).await.status, status);
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_request_has_its_error_code() {
    for (form, error) in [
        ("", "invalid_request"),
        ("grant_type=password&username=johndoe", "invalid_request"),
        (
            "grant_type=password&username=&password=secret",
            "invalid_request",
        ),
        ("username=johndoe&password=secret", "invalid_request"),
        (
            "grant_type=&username=johndoe&password=secret",
            "invalid_request",
        ),
        (&format!("{GOOD}&scope=me&scope=items"), "invalid_request"),
        (&format!("{GOOD}&username=alice"), "invalid_request"),
        (&format!("{GOOD}&scope=%ff"), "invalid_request"),
        (
            "grant_type=implicit&username=a&password=b",
            "unsupported_grant_type",
        ),
    ] {
        let answer = log_in_with(form).await;
        assert_eq!(answer.status, 400, "{form}");
        assert_not_stored(&answer);
        let prefix = format!(r#"{{"error":"{error}","error_description":""#);
        assert!(answer.body.starts_with(&prefix), "{form}: {}", answer.body);
    }
}
