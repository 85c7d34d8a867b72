use axum::Router;
use scopegate::routing::get;
use scopegate::{ApiKey, SecureRouter, dependency, level};

use crate::service::{App, Key, health, items, user};

fn admin() -> SecureRouter<App> {
    SecureRouter::new().requires(level!(scopes = ["admin"], depends = user))
}

#[test]
#[should_panic(
    expected = "`GET /health` is public, and its router requires something of all routes: serve `health` outside"
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
    expected = "`/files/*` is unprotected, and its router requires something of all routes: mount it outside"
)]
fn what_is_unprotected_contradicts_a_level() {
    drop(admin().unprotected("/files", Router::new()).audit());
}

#[test]
#[should_panic(expected = "`GET /part/items` has got its state before its router")]
fn a_part_with_a_state_of_its_own_cannot_be_below_a_level() {
    #[dependency(depends = Key)]
    fn with_any_key(_: ApiKey) {}

    let part = SecureRouter::new()
        .route("/items", get(items))
        .with_state(App::default());
    let whole: SecureRouter<()> = SecureRouter::new().requires(level!(depends = with_any_key));
    drop(whole.nest("/part", part).audit());
}
