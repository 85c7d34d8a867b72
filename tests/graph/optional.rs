//! Credentials that need not be there.

use axum::Router;
use axum::extract::State;
use axum::routing::get as route;
use scopegate::{AccessToken, Denial, dependency, security};
use scopegate_tests::client::{get_by, get_with};
use scopegate_tests::{App, Journal};

use crate::graph::OAuth2;

#[dependency(depends = OAuth2)]
fn user(token: AccessToken, State(journal): State<Journal>) -> Result<String, Denial> {
    journal.note("user");
    token.claims().sub.clone().ok_or_else(|| token.deny())
}

#[security(optional, scopes = ["a"], depends = user)]
async fn greeting(user: Option<String>) -> String {
    user.unwrap_or_else(|| "stranger".to_owned())
}

#[dependency(optional, depends = user)]
fn visitor(user: Option<String>) -> String {
    user.unwrap_or_else(|| "visitor".to_owned())
}

#[security(public, depends = visitor)]
async fn visit(visitor: String) -> String {
    visitor
}

#[security]
async fn both(
    #[security(optional, scopes = ["b"], depends = user)] maybe: Option<String>,
    #[security(depends = user)] user: String,
) -> String {
    format!("{maybe:?} {user}")
}

fn router(app: &App) -> Router {
    Router::new()
        .route("/greeting", route(greeting))
        .route("/visit", route(visit))
        .route("/both", route(both))
        .with_state(app.clone())
}

#[tokio::test]
async fn without_credentials_the_value_is_none_and_nothing_runs() {
    let app = App::default();
    let router = router(&app);
    for authorization in [&[][..], &[""], &["Basic eDp5"]] {
        let answer = get_by(&router, "/greeting", authorization).await;
        assert_eq!((answer.status, answer.body.as_str()), (200, "stranger"));
        assert_eq!(
            get_by(&router, "/visit", authorization).await.body,
            "visitor"
        );
    }
    assert_eq!(app.journal.take(), [""; 0]);
}

#[tokio::test]
async fn good_credentials_give_the_value() {
    let app = App::default();
    let router = router(&app);
    assert_eq!(get_with(&router, "/greeting", &["a"]).await.body, "johndoe");
    assert_eq!(get_with(&router, "/visit", &[]).await.body, "johndoe");
    assert_eq!(app.journal.take(), ["user", "user"]);
}

#[tokio::test]
async fn bad_credentials_are_refused() {
    let router = router(&App::default());
    for bad in ["Bearer x", "Bearer", "Bearer a.b.c"] {
        for path in ["/greeting", "/visit"] {
            let answer = get_by(&router, path, &[bad]).await;
            assert_eq!(answer.status, 401, "{bad} {path}");
            assert!(
                answer.challenges()[0].contains("invalid_token"),
                "{answer:?}"
            );
        }
    }
    let twice = get_by(&router, "/greeting", &["Bearer x", "Bearer y"]).await;
    assert_eq!(twice.status, 400);
    assert_eq!(get_with(&router, "/greeting", &["b"]).await.status, 403);
}

#[tokio::test]
async fn optional_scopes_are_asked_of_a_token_that_is_there_anyway() {
    let router = router(&App::default());
    assert_eq!(get_by(&router, "/both", &[]).await.status, 401);
    assert_eq!(get_with(&router, "/both", &[]).await.status, 403);
    let answer = get_with(&router, "/both", &["b"]).await;
    assert_eq!(answer.body, r#"Some("johndoe") johndoe"#);
}
