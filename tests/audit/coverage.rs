//! The coverage check passes on a good application, and fails on bad ones.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use scopegate::routing::{any, get, post};
use scopegate::testing::{Attempt, Coverage, CoverageError};
use scopegate::{AccessToken, Denial, Reject, SecureRouter, SecurityScheme, TokenIssuer, security};

use scopegate_tests::{token, verifier};

use crate::audit::app::{health, item, list_items, routes, run_job};

/// The calls that a failure lists.
fn calls(error: &CoverageError) -> Vec<String> {
    let call = |line: &str| line.strip_prefix("- ").map(str::to_owned);
    error.to_string().lines().filter_map(call).collect()
}

#[tokio::test]
async fn a_good_application_passes() {
    let covered = Coverage::new(token)
        .check(routes().with_state(verifier()))
        .await
        .unwrap();
    insta::assert_snapshot!(covered);
}

#[tokio::test]
async fn tokens_may_be_made_by_async_code() {
    let token = async |scopes: &[&str]| {
        tokio::task::yield_now().await;
        token(scopes)
    };
    let app = SecureRouter::new().route("/jobs/{*job}", post(run_job));
    let covered = Coverage::with_async(token)
        .check(app.with_state(verifier()))
        .await
        .unwrap();
    assert_eq!(covered.calls, 3);
}

#[tokio::test]
async fn parameters_have_the_values_that_the_test_gives() {
    use std::sync::Mutex;
    static PATHS: Mutex<Vec<String>> = Mutex::new(Vec::new());
    let record = axum::middleware::map_request(async |request: axum::extract::Request| {
        PATHS
            .lock()
            .unwrap()
            .push(format!("{} {}", request.method(), request.uri()));
        request
    });
    let app = SecureRouter::new()
        .route("/items/{id}", any(item))
        .route("/jobs/{*job}", post(run_job))
        .layer(record);
    let coverage = Coverage::new(token)
        .parameter("id", "42")
        .parameter("job", "a/b");
    coverage.check(app.with_state(verifier())).await.unwrap();
    let mut paths = PATHS.lock().unwrap().clone();
    paths.sort();
    paths.dedup();
    assert_eq!(paths, ["GET /items/42", "POST /items/42", "POST /jobs/a/b"]);
}

struct Friendly;

impl Reject for Friendly {
    fn reject(_: &Denial) -> Response {
        (StatusCode::OK, "please log in").into_response()
    }
}

/// Answers 200 to those it refuses.
#[derive(SecurityScheme)]
#[oauth2(
    password(token_url = "token"),
    scopes("a" = "A.", "b" = "B."),
    rejection = Friendly
)]
struct Open;

#[security(scopes = ["a", "b"], depends = Open)]
async fn open(_token: AccessToken) {}

#[tokio::test]
async fn a_rejection_that_answers_200_fails() {
    let app = SecureRouter::new()
        .route("/open", get(open))
        .route("/items", get(list_items));
    let error = Coverage::new(token)
        .check(app.with_state(verifier()))
        .await
        .unwrap_err();
    insta::assert_snapshot!(error);
    assert_eq!(format!("{error:?}"), error.to_string());
    assert!(error.failures.iter().all(|failure| failure.path == "/open"));
}

#[tokio::test]
async fn a_middleware_that_answers_in_place_of_the_guard_fails() {
    let cache =
        axum::middleware::map_response(async |response: Response| match response.status() {
            StatusCode::FORBIDDEN => "from the cache".into_response(),
            _ => response,
        });
    let app = SecureRouter::new()
        .route("/items", get(list_items))
        .layer(cache);
    let error = Coverage::new(token)
        .check(app.with_state(verifier()))
        .await
        .unwrap_err();
    let attempts = error.failures.iter().map(|failure| match &failure.attempt {
        Attempt::NoScopes => ("all", &[][..]),
        Attempt::Without {
            missing, scopes, ..
        } => (missing.as_str(), scopes.as_slice()),
        other => panic!("{other:?}"),
    });
    let [items, me] = ["items".to_owned(), "me".to_owned()];
    let expected = [("all", &[][..]), ("items", &[me]), ("me", &[items])];
    assert!(attempts.eq(expected), "{:?}", error.failures);
}

#[tokio::test]
async fn tokens_that_are_no_good_fail() {
    let app = SecureRouter::new()
        .route("/items", get(list_items))
        .with_state(verifier());
    let foreign = TokenIssuer::hs256([8; 32]).unwrap();
    let foreign = Coverage::new(|scopes| foreign.issue("johndoe", scopes).unwrap());
    let error = foreign.check(app.clone()).await.unwrap_err();
    insta::assert_snapshot!(error);

    let error = Coverage::new(|_| token(&[])).check(app).await.unwrap_err();
    assert!(calls(&error)[0].contains("(insufficient_scope)"), "{error}");
}

#[tokio::test]
async fn any_is_called_by_methods_without_a_handler_of_their_own() {
    let app = SecureRouter::new().route("/items/{id}", any(item).get(health));
    let covered = Coverage::new(token)
        .check(app.with_state(verifier()))
        .await
        .unwrap();
    assert_eq!(covered.protected, ["ANY /items/{id}"]);
    assert_eq!(covered.public, ["GET /items/{id}"]);
    assert_eq!(covered.calls, 10);
}

#[tokio::test]
async fn a_path_that_cannot_be_called_fails() {
    let app = SecureRouter::new()
        .route("/items/{id}", get(item))
        .with_state(verifier());
    let coverage = Coverage::new(token).parameter("id", "a b");
    let error = coverage.check(app).await.unwrap_err();
    assert_eq!(error.failures.len(), error.report.calls);
    assert!(calls(&error)[0].contains("not called"), "{error}");
}

#[tokio::test]
async fn fallbacks_are_called_where_that_is_possible() {
    let app = SecureRouter::new()
        .route("/health", get(health))
        .method_not_allowed_fallback(list_items)
        .fallback(list_items)
        .with_state(verifier());
    let covered = Coverage::new(token).check(app).await.unwrap();
    assert_eq!(covered.protected, ["ANY /*"]);
    assert_eq!(covered.uncalled, ["OTHER /*"]);
}
