//! A requirement that is written by hand may say something else than what is enforced.

use scopegate::{AccessToken, SecureRouter, SecurityScheme, Verifier, routes, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("a" = "A."))]
struct Users;

// Below `#[security]`, this does not compile: see `tests/ui/security/fail/handwritten_security.rs`.
#[utoipa::path(get, path = "/", security(("Users" = ["b"])))]
#[security(scopes = ["a"], depends = Users)]
async fn handwritten(_: AccessToken) {}

#[utoipa::path(get, path = "/optional", security(()))]
#[security(scopes = ["a"], depends = Users)]
async fn optional(_: AccessToken) {}

#[test]
#[should_panic(
    expected = "`#[utoipa::path]` of `handwritten` has its own `security(...)`: remove it, since `#[security]` \
                documents what it enforces"
)]
fn it_is_refused_at_start() {
    let _: SecureRouter<Verifier> = SecureRouter::new().routes(routes!(handwritten));
}

#[test]
#[should_panic(expected = "`#[utoipa::path]` of `optional` has its own `security(...)`")]
fn one_that_asks_for_nothing_too() {
    let _: SecureRouter<Verifier> = SecureRouter::new().routes(routes!(optional));
}
