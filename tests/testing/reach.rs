//! Which routes, requests and functions an override holds for.

use axum::Router;
use axum::routing::get;
use scopegate::testing::{Overrides, TestTokens};
use scopegate::{AccessToken, SecureRouter, Verifier, dependency, level, security};
use scopegate_tests::client::Service;

use crate::testing::service::{Db, OAuth2, User, call, db, router, user};

async fn answer(router: impl Service, path: &str) -> (u16, String) {
    let (status, _, body) = call(router, path, None).await;
    (status, body)
}

fn ok(body: &str) -> (u16, String) {
    (200, body.to_owned())
}

#[tokio::test]
async fn an_override_of_what_asks_for_no_credentials_stands_for_none() {
    let fake = || Overrides::new().value::<db>(Db("fake".to_owned()));
    let app = fake().apply(router());
    assert_eq!(answer(app.clone(), "/visitor").await, ok("None"));
    let token = TestTokens::new().token().issue();
    let (status, _, body) = call(app, "/visitor", Some(&token)).await;
    assert_eq!((status, body), ok(r#"Some(User("johndoe"))"#));
}

fn somebody() -> Overrides {
    Overrides::new().value::<user>(User("somebody".to_owned()))
}

fn fake_db(name: &str) -> Overrides {
    Overrides::new().value::<db>(Db(name.to_owned()))
}

#[tokio::test]
async fn overrides_of_a_router_and_of_one_around_it_both_hold_and_the_inner_first() {
    let expected = ok("somebody somebody somebody inner");
    let inner = fake_db("inner").apply(router());
    let outer = fake_db("outer").apply(SecureRouter::<()>::new().nest("/nested", inner.clone()));
    let outer = somebody().apply(outer);
    assert_eq!(answer(outer, "/nested/two-ways").await, expected);
    let twice = somebody().apply(inner);
    assert_eq!(answer(twice, "/two-ways").await, expected);
}

#[dependency]
fn page() -> u8 {
    1
}

#[security(public, depends = page)]
async fn show(page: u8) -> String {
    page.to_string()
}

#[tokio::test]
async fn an_override_may_be_of_what_only_an_unprotected_part_uses() {
    let part = Router::new().route("/page", get(show));
    let app = router().unprotected("/part", part);
    let app = Overrides::new().value::<page>(7).apply(app);
    assert_eq!(answer(app, "/part/page").await, ok("7"));
}

#[security(depends = OAuth2)]
async fn below_a_level(_token: AccessToken) -> &'static str {
    "reached"
}

#[tokio::test]
async fn an_override_may_be_of_what_only_a_level_uses() {
    let routes = SecureRouter::<Verifier>::new()
        .route("/", scopegate::routing::get(below_a_level))
        .requires(level!(scopes = ["a"], depends = user));
    let tokens = TestTokens::new();
    let token = tokens.token().scopes(["a"]).issue();
    let before: SecureRouter = somebody()
        .apply(routes.clone())
        .with_state(tokens.verifier());
    let after = somebody().apply(routes.with_state::<()>(tokens.verifier()));
    for app in [before, after] {
        assert_eq!(call(app, "/", Some(&token)).await.2, "reached");
    }
}

/// Functions of one name at one line, which only a macro can write.
mod twins {
    use axum::Router;
    use axum::routing::get;
    use scopegate::testing::Overrides;

    macro_rules! twins {
        ($($name:ident $value:literal)*) => {$(
            pub(super) fn $name() -> (Router, Overrides) {
                #[scopegate::dependency]
                fn twin() -> u8 {
                    $value
                }

                #[scopegate::security(public, depends = twin)]
                async fn show(value: u8) -> String {
                    value.to_string()
                }

                (Router::new().route("/", get(show)), Overrides::new().value::<twin>(9))
            }
        )*};
    }

    twins!(one 1 two 2);
}

#[tokio::test]
async fn functions_of_one_name_at_one_line_are_told_apart() {
    let ((one, overrides), (two, _)) = (twins::one(), twins::two());
    assert_eq!(answer(overrides.clone().apply(one), "/").await, ok("9"));
    assert_eq!(answer(overrides.apply(two), "/").await, ok("2"));
}
