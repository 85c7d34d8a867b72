//! What a router requires is asked for before anything of a handler runs.

use axum::extract::State;
use scopegate::routing::get;
use scopegate::{SecureRouter, dependency, level, security};
use scopegate_tests::{App, Journal};

use crate::levels::service::{User, active_user, send, user};

/// Something that must not happen for who may not come in.
#[dependency]
fn written(State(journal): State<Journal>) {
    journal.note("written");
}

#[security]
async fn writes_first(
    #[security(depends = written)] (): (),
    #[security(scopes = ["items"], depends = user)] _user: User,
) {
}

#[security]
async fn writes_before_a_dependency_on_it(
    #[security(depends = written)] (): (),
    #[security(depends = active_user)] _user: User,
) {
}

#[security]
async fn runs_it_anew(
    #[security(depends = written)] (): (),
    #[security(depends = user, cache = false)] _user: User,
) {
}

#[security]
async fn among_alternatives(
    #[security(depends = written)] (): (),
    #[security(depends = any(user, active_user))] _user: User,
) {
}

async fn call(path: &str, scopes: &[&str]) -> (u16, Vec<String>) {
    let app = App::default();
    let router = SecureRouter::new()
        .route("/writes", get(writes_first))
        .route("/below", get(writes_before_a_dependency_on_it))
        .route("/anew", get(runs_it_anew))
        .route("/any", get(among_alternatives))
        .requires(level!(scopes = ["admin"], depends = user))
        .requires(level!(scopes = ["staff"], depends = user))
        .with_state(app.clone())
        .into_router();
    let (status, _) = send(&router, path, scopes, None).await;
    (status, app.journal.take())
}

#[tokio::test]
async fn who_does_not_get_through_the_levels_causes_nothing() {
    for path in ["/writes", "/below", "/anew", "/any"] {
        for scopes in [
            &[][..],
            &["me"],
            &["admin", "items", "me"],
            &["staff", "items", "me"],
        ] {
            let (status, runs) = call(path, scopes).await;
            assert!(
                status == 401 || status == 403,
                "{path} {scopes:?}: {status}"
            );
            let is_written = runs.iter().any(|run| run == "written");
            assert!(!is_written, "{path} {scopes:?}: {runs:?}");
        }
    }
}

#[tokio::test]
async fn what_a_handler_depends_on_itself_runs_once_for_all_levels() {
    let all = ["admin", "staff", "items", "me"];
    for (path, user) in [
        ("/writes", "user[admin staff items]"),
        ("/below", "user[admin staff me]"),
    ] {
        assert_eq!(
            call(path, &all).await,
            (200, vec![user.to_owned(), "written".to_owned()])
        );
    }
}

#[tokio::test]
async fn what_a_handler_wants_anew_or_may_do_without_runs_for_the_levels_first() {
    let all = ["admin", "staff", "items", "me"];
    let (status, runs) = call("/anew", &all).await;
    let expected = ["user[admin staff]", "written", "user[admin staff]"];
    assert_eq!((status, runs), (200, expected.map(str::to_owned).to_vec()));
    let (status, runs) = call("/any", &all).await;
    assert_eq!(
        (status, runs),
        (
            200,
            ["user[admin staff]", "written"].map(str::to_owned).to_vec()
        )
    );
}
