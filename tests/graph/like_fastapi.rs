//! What FastAPI's dependencies do, and where these differ on purpose.
//!
//! | FastAPI | here |
//! |---|---|
//! | a duplicate survives on the way down (`a a`) | each scope once |
//! | scopes are data: without a function that checks them, nothing is enforced | always enforced |
//! | several schemes are documented as alternatives, and all required | documented as required |
//! | optional credentials are documented as required | `{}` beside them |
//! | the body is read before the caller is known | never |
//! | levels are roots of their own | merged: see `tests/levels` |
//! | an override that looks at scopes leaks between them | never: see `tests/testing` |
//! | a cycle is a `RecursionError` at the start | does not compile |

use axum::extract::State;
use axum::routing::get as route;
use axum::{Json, Router};
use scopegate::{AccessToken, SecurityScopes, dependency, security};
use scopegate_tests::client::get_with;
use scopegate_tests::{App, Journal};

use crate::graph::OAuth2;

#[derive(Clone)]
struct Leaf;

#[dependency(depends = OAuth2)]
fn leaf(_token: AccessToken, scopes: SecurityScopes, State(journal): State<Journal>) -> Leaf {
    journal.note(format!("leaf[{}]", scopes.scope_str()));
    Leaf
}

/// FastAPI's `Depends`: no scopes of its own, and those above pass through it.
#[dependency(depends = leaf)]
fn passing(leaf: Leaf, scopes: SecurityScopes, State(journal): State<Journal>) -> Leaf {
    journal.note(format!("passing[{}]", scopes.scope_str()));
    leaf
}

#[dependency(scopes = ["a"], depends = passing)]
fn middle(leaf: Leaf) -> Leaf {
    leaf
}

#[security(scopes = ["c", "b"], depends = middle)]
async fn outermost_first(_leaf: Leaf) {}

#[security(scopes = ["a"], depends = middle)]
async fn repeated(_leaf: Leaf) {}

#[security]
async fn four_sets(
    #[security(scopes = ["a"], depends = leaf)] _one: Leaf,
    #[security(depends = leaf)] _two: Leaf,
    #[security(scopes = ["a"], depends = leaf)] _three: Leaf,
    #[security(scopes = ["b"], depends = leaf)] _four: Leaf,
) {
}

#[security(scopes = ["a"], depends = leaf)]
async fn with_a_body(_leaf: Leaf, Json(_body): Json<u32>) {}

async fn call(path: &str, scopes: &[&str]) -> (u16, Vec<String>) {
    let app = App::default();
    let router = Router::new()
        .route("/outermost-first", route(outermost_first))
        .route("/repeated", route(repeated))
        .route("/four-sets", route(four_sets))
        .route("/with-a-body", route(with_a_body))
        .with_state(app.clone());
    let answer = get_with(&router, path, scopes).await;
    (answer.status, app.journal.take())
}

async fn runs(path: &str) -> Vec<String> {
    let (status, runs) = call(path, &["a", "b", "c"]).await;
    assert_eq!(status, 200, "{path}");
    runs
}

#[tokio::test]
async fn the_path_operation_s_scopes_come_first_and_the_leaf_s_last() {
    assert_eq!(
        runs("/outermost-first").await,
        ["leaf[c b a]", "passing[c b a]"]
    );
}

#[tokio::test]
async fn a_scope_is_seen_once() {
    assert_eq!(runs("/repeated").await, ["leaf[a]", "passing[a]"]);
}

#[tokio::test]
async fn each_set_of_scopes_is_one_call() {
    assert_eq!(runs("/four-sets").await, ["leaf[a]", "leaf[]", "leaf[b]"]);
}

#[tokio::test]
async fn a_caller_who_may_not_call_learns_nothing_about_the_body() {
    assert_eq!(call("/with-a-body", &[]).await.0, 403);
    assert_eq!(call("/with-a-body", &["a"]).await.0, 415);
}
