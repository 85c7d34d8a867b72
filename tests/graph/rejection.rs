//! A handler that answers in its own way.

use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get as route;
use scopegate::{AccessToken, Denial, Reject, security};
use scopegate_tests::App;
use scopegate_tests::client::{get_by, get_with};

use crate::graph::OAuth2;

struct Hidden;

impl Reject for Hidden {
    /// It knows all about the refusal, and forgets the challenge.
    fn reject(denial: &Denial) -> Response {
        let text = format!(
            "{} {}",
            denial.reason().as_str(),
            denial.required().scope_str()
        );
        (denial.status(), text).into_response()
    }
}

struct NotFound;

impl Reject for NotFound {
    fn reject(_: &Denial) -> Response {
        StatusCode::NOT_FOUND.into_response()
    }
}

#[security(scopes = any("a", "b"), depends = OAuth2, rejection = Hidden)]
async fn hidden(_token: AccessToken) {}

#[security(scopes = ["a"], depends = OAuth2, rejection = NotFound)]
async fn not_found(_token: AccessToken) {}

#[security(scopes = ["a"], depends = OAuth2, rejection = scopegate::FastApi)]
async fn like_fastapi(_token: AccessToken) {}

#[security(scopes = ["a"], depends = OAuth2)]
async fn plain(_token: AccessToken) {}

fn router() -> Router {
    Router::new()
        .route("/hidden", route(hidden))
        .route("/not-found", route(not_found))
        .route("/like-fastapi", route(like_fastapi))
        .route("/plain", route(plain))
        .with_state(App::default())
}

#[tokio::test]
async fn the_body_is_the_handler_s_and_the_challenges_cannot_be_lost() {
    let answer = get_with(&router(), "/hidden", &["c"]).await;
    assert_eq!(
        (answer.status, answer.body.as_str()),
        (403, "insufficient_scope a b")
    );
    let challenges = [
        r#"Bearer realm="r", error="insufficient_scope", scope="a""#,
        r#"Bearer realm="r", error="insufficient_scope", scope="b""#,
    ];
    assert_eq!(answer.challenges(), challenges);
}

#[tokio::test]
async fn each_handler_answers_in_its_own_way() {
    let router = router();
    assert_eq!(get_by(&router, "/not-found", &[]).await.status, 404);
    let answer = get_with(&router, "/like-fastapi", &[]).await;
    assert_eq!(
        (answer.status, answer.body.as_str()),
        (401, r#"{"detail":"Not enough permissions"}"#)
    );
    assert_eq!(answer.challenges(), [r#"Bearer scope="a""#]);
    assert_eq!(get_with(&router, "/plain", &[]).await.status, 403);
}
