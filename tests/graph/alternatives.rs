//! `depends = any(...)`: whoever gets through one of several dependencies.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get as route;
use scopegate::{AccessToken, Denial, SecurityScheme, dependency, security};
use scopegate_tests::client::{get_by, get_with};
use scopegate_tests::{App, Journal};

use crate::graph::OAuth2;

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), scopes("m" = "M.", "n" = "N."), realm = "machines")]
struct Machines;

#[dependency(scopes = ["a"], depends = OAuth2)]
fn person(token: AccessToken, State(journal): State<Journal>) -> Result<String, Denial> {
    journal.note("person");
    token.claims().sub.clone().ok_or_else(|| token.deny())
}

#[dependency(scopes = ["m"], depends = Machines)]
fn machine(_token: AccessToken, State(journal): State<Journal>) -> String {
    journal.note("machine");
    "machine".to_owned()
}

#[dependency(depends = OAuth2)]
fn broken(_token: AccessToken) -> Result<String, StatusCode> {
    Err(StatusCode::SERVICE_UNAVAILABLE)
}

#[security(depends = any(person, machine))]
async fn either(who: String) -> String {
    who
}

#[security(depends = any(machine, person))]
async fn other_order(who: String) -> String {
    who
}

#[security(depends = any(broken, machine))]
async fn unavailable(who: String) -> String {
    who
}

#[security]
async fn both(
    #[security(depends = person)] person: String,
    #[security(depends = machine)] machine: String,
) -> String {
    format!("{person} {machine}")
}

#[security]
async fn maybe(
    #[security(optional, depends = any(person, machine))] who: Option<String>,
) -> String {
    format!("{who:?}")
}

fn router(app: &App) -> Router {
    Router::new()
        .route("/either", route(either))
        .route("/other-order", route(other_order))
        .route("/unavailable", route(unavailable))
        .route("/both", route(both))
        .route("/maybe", route(maybe))
        .with_state(app.clone())
}

#[tokio::test]
async fn the_first_that_is_enough_gives_the_value() {
    let app = App::default();
    let router = router(&app);
    for (path, scopes, expected) in [
        ("/either", &["a"][..], "johndoe"),
        ("/either", &["m"], "machine"),
        ("/either", &["a", "m"], "johndoe"),
        ("/other-order", &["a", "m"], "machine"),
        ("/maybe", &["m"], r#"Some("machine")"#),
        ("/both", &["a", "m"], "johndoe machine"),
    ] {
        assert_eq!(
            get_with(&router, path, scopes).await.body,
            expected,
            "{path} {scopes:?}"
        );
    }
}

#[tokio::test]
async fn whoever_has_neither_learns_what_both_ask_for() {
    let router = router(&App::default());
    let answer = get_with(&router, "/either", &["n"]).await;
    assert_eq!(answer.status, 403);
    let expected = [
        r#"Bearer realm="r", error="insufficient_scope", scope="a""#,
        r#"Bearer realm="machines", error="insufficient_scope", scope="m""#,
    ];
    assert_eq!(answer.challenges(), expected);
    let answer = get_by(&router, "/either", &[]).await;
    assert_eq!(answer.status, 401);
    let expected = [
        r#"Bearer realm="r", scope="a""#,
        r#"Bearer realm="machines", scope="m""#,
    ];
    assert_eq!(answer.challenges(), expected);
}

#[tokio::test]
async fn both_are_required_where_each_has_a_parameter() {
    let router = router(&App::default());
    for scopes in [&["a"][..], &["m"], &[]] {
        assert_eq!(
            get_with(&router, "/both", scopes).await.status,
            403,
            "{scopes:?}"
        );
    }
}

#[tokio::test]
async fn an_error_that_is_no_refusal_ends_the_request() {
    let answer = get_with(&router(&App::default()), "/unavailable", &["m"]).await;
    assert_eq!(answer.status, 503);
}
