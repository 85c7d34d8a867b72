//! A function runs once for a request and a set of scopes.

use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get as route;
use scopegate::{AccessToken, Denial, SecurityScopes, dependency, security};
use scopegate_tests::client::{get_by, get_with};
use scopegate_tests::{App, Journal};

use crate::graph::OAuth2;

#[derive(Clone)]
struct User(String);

#[derive(Clone)]
struct Db;

/// It is not `Clone`.
struct Ticket(u32);

#[dependency]
fn db(State(journal): State<Journal>) -> Db {
    journal.note("db");
    Db
}

#[dependency]
fn ticket(State(journal): State<Journal>) -> Ticket {
    journal.note("ticket");
    Ticket(7)
}

#[dependency]
fn user(
    #[security(depends = OAuth2)] token: AccessToken,
    scopes: SecurityScopes,
    State(journal): State<Journal>,
    #[security(depends = db)] _db: Db,
) -> Result<User, Denial> {
    journal.note(format!("user[{}]", scopes.scope_str()));
    let name = token.claims().sub.clone().ok_or_else(|| token.deny())?;
    Ok(User(name))
}

#[dependency(scopes = ["a"], depends = user)]
fn left(user: User) -> User {
    user
}

#[dependency(scopes = ["a"], depends = user)]
fn right(user: User) -> User {
    user
}

#[dependency(scopes = ["b", "a"], depends = user)]
fn reversed(user: User) -> User {
    user
}

#[dependency(scopes = ["a"], depends = left)]
fn left_again(user: User) -> User {
    user
}

type Page = Query<std::collections::HashMap<String, String>>;

#[security]
async fn same(
    Query(_page): Page,
    #[security(depends = left)] left: User,
    State(_): State<Journal>,
    #[security(depends = right)] right: User,
    body: String,
) -> String {
    format!("{} {} {body}", left.0, right.0)
}

#[security]
async fn other(
    #[security(depends = left)] _left: User,
    #[security(scopes = ["c"], depends = right)] _right: User,
) {
}

#[security]
async fn in_any_order(
    #[security(scopes = ["b"], depends = left)] _left: User,
    #[security(scopes = ["a"], depends = reversed)] _reversed: User,
) {
}

#[security]
async fn several_ways(
    #[security(depends = left)] _left: User,
    #[security(depends = left_again)] _again: User,
    #[security(scopes = ["a"], depends = user)] _user: User,
    #[security(depends = user)] _plain: User,
) {
}

#[security]
async fn anew(
    #[security(depends = left)] _left: User,
    #[security(depends = left, cache = false)] _anew: User,
    #[security(depends = ticket)] one: Ticket,
    #[security(depends = ticket, cache = false)] two: Ticket,
) -> String {
    (one.0 + two.0).to_string()
}

#[security(scopes = ["a"], depends = user)]
async fn first_and_others(_user: User, #[security(scopes = ["b"], depends = user)] _b: User) {}

fn router(app: &App) -> Router {
    Router::new()
        .route("/same", route(same))
        .route("/other", route(other))
        .route("/in-any-order", route(in_any_order))
        .route("/several-ways", route(several_ways))
        .route("/anew", route(anew))
        .route("/first-and-others", route(first_and_others))
        .with_state(app.clone())
}

/// What runs for a request with all scopes, which must get through.
async fn runs(path: &str) -> Vec<String> {
    let app = App::default();
    let answer = get_with(&router(&app), path, &["a", "b", "c", "d"]).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    app.journal.take()
}

#[tokio::test]
async fn a_function_that_is_reached_twice_with_the_same_scopes_runs_once() {
    assert_eq!(runs("/same").await, ["db", "user[a]"]);
}

#[tokio::test]
async fn each_set_of_scopes_is_a_call_but_what_uses_no_scopes_runs_once() {
    assert_eq!(runs("/other").await, ["db", "user[a]", "user[c a]"]);
}

#[tokio::test]
async fn the_order_of_scopes_does_not_matter() {
    assert_eq!(runs("/in-any-order").await, ["db", "user[b a]"]);
}

#[tokio::test]
async fn ways_of_any_length_are_shared() {
    assert_eq!(runs("/several-ways").await, ["db", "user[a]", "user[]"]);
}

#[tokio::test]
async fn what_is_not_cached_runs_anew_and_what_is_below_it_does_not() {
    assert_eq!(runs("/anew").await, ["db", "user[a]", "ticket", "ticket"]);
}

#[tokio::test]
async fn the_function_s_own_edge_stands_beside_those_of_parameters() {
    assert_eq!(
        runs("/first-and-others").await,
        ["db", "user[a]", "user[b]"]
    );
}

#[tokio::test]
async fn siblings_do_not_see_each_other_s_scopes() {
    let app = App::default();
    let router = router(&app);
    let answer = get_with(&router, "/first-and-others", &["a"]).await;
    let challenge = r#"Bearer realm="r", error="insufficient_scope", scope="b""#;
    assert_eq!((answer.status, answer.challenges()), (403, vec![challenge]));
    let answer = get_with(&router, "/first-and-others", &["b"]).await;
    let challenge = r#"Bearer realm="r", error="insufficient_scope", scope="a""#;
    assert_eq!((answer.status, answer.challenges()), (403, vec![challenge]));
}

#[tokio::test]
async fn nothing_runs_for_a_caller_without_a_token() {
    let app = App::default();
    for path in ["/same", "/other", "/anew"] {
        assert_eq!(get_by(&router(&app), path, &[]).await.status, 401, "{path}");
    }
    assert_eq!(app.journal.take(), [""; 0]);
}

#[tokio::test]
async fn callers_are_judged_before_extractors_are_asked() {
    let answer = get_by(&router(&App::default()), "/same?%ff=%ff", &[]).await;
    assert_eq!(answer.status, 401);
}
