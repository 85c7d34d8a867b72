use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::http::StatusCode;
use scopegate::testing::{Overrides, TestTokens};
use scopegate_tests::client::Service;

use crate::log::Log;
use crate::testing::service::{Db, OAuth2, User, active_user, call, db, router, user};

async fn body(router: impl Service, path: &str) -> String {
    call(router, path, None).await.2
}

#[tokio::test]
async fn a_value_stands_for_a_dependency_and_all_below_it() {
    let app = Overrides::new()
        .value::<active_user>(User("somebody".to_owned()))
        .apply(router());
    assert_eq!(body(app, "/me").await, "somebody");
}

#[tokio::test]
async fn each_router_has_its_own_overrides() {
    let with = |name: &str| {
        let overrides = Overrides::new().value::<active_user>(User(name.to_owned()));
        Router::from(overrides.apply(router()))
    };
    let (one, two) = (with("one"), with("two"));
    assert_eq!(body(one.clone(), "/me").await, "one");
    assert_eq!(body(two, "/me").await, "two");
    assert_eq!(body(one, "/me").await, "one");
    assert_eq!(call(router(), "/me", None).await.0, 401);
}

#[tokio::test]
async fn a_closure_sees_the_merged_scopes_and_runs_once_for_each_set() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&calls);
    let app = Overrides::new()
        .with::<user>(move |scopes| {
            counter.fetch_add(1, Ordering::Relaxed);
            User(format!("[{}]", scopes.scope_str()))
        })
        .apply(router());
    assert_eq!(body(app.clone(), "/me").await, "[b a]");
    assert_eq!(calls.swap(0, Ordering::Relaxed), 1);
    assert_eq!(body(app, "/two-ways").await, "[a] [b] [a] real");
    assert_eq!(calls.load(Ordering::Relaxed), 2);
}

/// FastAPI shares the result of an override that looks at scopes if what it replaces does not.
#[tokio::test]
async fn results_do_not_leak_between_scopes_of_a_dependency_that_uses_none() {
    let app = Overrides::new()
        .with::<db>(|scopes| Db(format!("[{}]", scopes.scope_str())))
        .apply(router());
    let token = TestTokens::new().token().scopes(["all"]).issue();
    let (_, _, body) = call(app, "/two-ways", Some(&token)).await;
    assert_eq!(body, "johndoe johndoe johndoe []");
}

#[tokio::test]
async fn a_closure_may_refuse() {
    let app = Overrides::new()
        .try_with::<user, _>(|_| Err(StatusCode::IM_A_TEAPOT))
        .apply(router());
    assert_eq!(call(app, "/me", None).await.0, 418);
}

#[tokio::test]
async fn a_closure_that_refuses_with_a_success_is_answered_with_500() {
    const SECRET_TEXT: &str = "what the error says";
    scopegate_tests::watch_the_log();
    let (log, _recording) = Log::start();
    let app = Overrides::new()
        .try_with::<user, _>(|_| Err(SECRET_TEXT))
        .apply(router());
    let (status, _, body) = call(app, "/me", None).await;
    assert_eq!((status, body.as_str()), (500, ""));
    let log = log.text();
    assert!(log.contains(r#"dependency="user""#), "{log}");
    assert!(!log.contains(SECRET_TEXT), "{log}");
}

#[tokio::test]
async fn the_token_of_an_overridden_scheme_needs_the_scopes() {
    let with = |scopes: &[&str]| {
        let token = TestTokens::new().token().scopes(scopes).verified();
        Overrides::new().value::<OAuth2>(token).apply(router())
    };
    let (status, challenge, _) = call(with(&["a"]), "/me", None).await;
    let expected = r#"Bearer realm="r", error="insufficient_scope", scope="b a""#;
    assert_eq!((status, challenge.as_str()), (403, expected));
    assert_eq!(call(with(&["a", "b"]), "/me", None).await.0, 200);
    assert_eq!(call(with(&["all"]), "/me", None).await.0, 200);
}

#[tokio::test]
async fn an_override_stands_for_good_credentials_where_they_are_optional() {
    let app = Overrides::new()
        .value::<user>(User("somebody".to_owned()))
        .apply(router());
    assert_eq!(body(app, "/visitor").await, r#"Some(User("somebody"))"#);
    assert_eq!(body(router(), "/visitor").await, "None");
    let token = TestTokens::new().token().verified();
    let app = Overrides::new().value::<OAuth2>(token).apply(router());
    assert_eq!(body(app, "/visitor").await, r#"Some(User("johndoe"))"#);
}

#[test]
#[should_panic(expected = "no route depends on `unused`")]
fn an_override_that_replaces_nothing_is_an_error() {
    #[scopegate::dependency]
    fn unused() {}

    let _ = Overrides::new().value::<unused>(()).apply(router());
}
