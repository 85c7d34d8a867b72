//! The response to a client that gets a token.

use std::time::Duration;

use axum_core::response::IntoResponse;

use super::*;

#[tokio::test]
async fn without_builder_calls_it_is_a_bearer_token() {
    let answer = Answer::of(TokenResponse::bearer("abc").into_response()).await;
    assert_eq!(
        answer.body,
        r#"{"access_token":"abc","token_type":"bearer"}"#
    );
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("content-type"), "application/json");
    assert!(answer.is_not_stored());
}

#[tokio::test]
async fn lifetime_is_in_whole_seconds_and_scopes_are_joined() {
    let response = TokenResponse::bearer("abc")
        .expires_in(Duration::from_millis(1_999))
        .scope(["me", "items"]);
    let answer = Answer::of(response.into_response()).await;
    let body = r#"{"access_token":"abc","token_type":"bearer","expires_in":1,"scope":"me items"}"#;
    assert_eq!(answer.body, body);
    assert!(answer.is_not_stored());
}

#[test]
fn no_scopes_are_said_out_loud() {
    let response = TokenResponse::bearer("abc").scope(Vec::<String>::new());
    let body = r#"{"access_token":"abc","token_type":"bearer","scope":""}"#;
    assert_eq!(serde_json::to_string(&response).unwrap(), body);
}

#[test]
fn debug_shows_no_token() {
    let debug = format!("{:?}", TokenResponse::bearer("s3cret").scope(["me"]));
    assert!(debug.contains("me") && !debug.contains("s3cret"), "{debug}");
}
