use axum::Router;
use scopegate::routing::{get, post};
use scopegate::{ApiKey, ProtectedResource, SecureRouter, dependency, level};
use scopegate_tests::App;

use crate::levels::service::{Key, health, items, user, visitor};

fn admin() -> SecureRouter<App> {
    SecureRouter::new().requires(level!(scopes = ["admin"], depends = user))
}

#[test]
#[should_panic(
    expected = "`GET /health` is public, but its router has levels, which protect all routes: serve `health` outside"
)]
fn a_public_handler_contradicts_a_level() {
    drop(
        admin()
            .route("/health", get(health))
            .with_state::<()>(App::default()),
    );
}

#[test]
#[should_panic(
    expected = "`GET /visitor` lets requests without credentials pass, but its router has levels, which protect all \
                routes: serve `visitor` outside of that router, or remove `optional`"
)]
fn optional_credentials_contradict_a_level() {
    drop(admin().route("/visitor", get(visitor)).audit());
}

#[test]
#[should_panic(expected = "Call `with_state` last")]
fn nothing_comes_in_below_a_level_that_has_got_its_state() {
    let router: SecureRouter<()> = admin().with_state(App::default());
    drop(router.route("/health", get(health)));
}

#[test]
#[should_panic(expected = "`POST /.well-known/oauth-protected-resource` is public")]
fn what_stands_at_the_path_of_the_metadata_is_below_the_level() {
    let resource = ProtectedResource::new("https://api.example").unwrap();
    let path = "/.well-known/oauth-protected-resource";
    let router = admin().protected_resource(resource);
    drop(router.route(path, post(health)).audit());
}

#[test]
#[should_panic(
    expected = "`/files/*` is unprotected, but its router has levels, which protect all routes: serve it with `protected`"
)]
fn what_is_unprotected_contradicts_a_level() {
    drop(admin().unprotected("/files", Router::new()).audit());
}

#[test]
#[should_panic(expected = "`GET /part/items` already has its state")]
fn a_part_with_a_state_of_its_own_cannot_be_below_a_level() {
    #[dependency(depends = Key)]
    fn with_any_key(_: ApiKey) {}

    let part = SecureRouter::new()
        .route("/items", get(items))
        .with_state(App::default());
    let whole: SecureRouter<()> = SecureRouter::new().requires(level!(depends = with_any_key));
    drop(whole.nest("/part", part).audit());
}
