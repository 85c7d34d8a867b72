use axum::Router;
use axum::http::Method;

use crate::{assert_statuses, get, send};

#[path = "../../../runtime/examples/revocation.rs"]
mod example;

fn app() -> Router {
    example::app(&[7; 32]).unwrap()
}

async fn log_in(app: &Router, name: &str) -> String {
    let path = format!("/log-in/{name}");
    let (status, _, token) = send(app, Method::POST, &path, &[]).await.summary();
    assert_eq!(status, 200);
    format!("Bearer {token}")
}

async fn post(app: &Router, path: &str, authorization: &str) -> u16 {
    send(app, Method::POST, path, &[("authorization", authorization)])
        .await
        .status
}

#[tokio::test]
async fn logging_out_ends_one_token_and_no_other() {
    let app = app();
    let [phone, laptop] = [log_in(&app, "johndoe").await, log_in(&app, "johndoe").await];
    assert_statuses(&app, "/me", &[(&phone, 200), (&laptop, 200), ("", 401)]).await;
    assert_eq!(post(&app, "/log-out", "").await, 401);
    assert_eq!(post(&app, "/log-out", &phone).await, 200);
    assert_statuses(&app, "/me", &[(&phone, 401), (&laptop, 200)]).await;
    assert_eq!(post(&app, "/log-out", &phone).await, 401);
}

#[tokio::test]
async fn logging_out_everywhere_ends_all_tokens_of_the_user_and_of_nobody_else() {
    let app = app();
    let [phone, laptop] = [log_in(&app, "johndoe").await, log_in(&app, "johndoe").await];
    let alice = log_in(&app, "alice").await;
    assert_eq!(post(&app, "/log-out-everywhere", &phone).await, 200);
    assert_statuses(&app, "/me", &[(&phone, 401), (&laptop, 401), (&alice, 200)]).await;
    assert_eq!(get(&app, "/me", &alice).await.2, "alice");
}
