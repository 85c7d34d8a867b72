//! Handlers in `routes!` that cannot be served are reported as those of other routes are, each once.

use axum::extract::State;
use axum::{Json, Router};
use scopegate::{AccessToken, SecureRouter, SecurityScheme, Verifier, dependency, routes, security};

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"))]
struct OAuth2;

struct User;

#[dependency(depends = OAuth2)]
fn user(_token: AccessToken) -> User {
    User
}

#[security(depends = user)]
async fn not_documented(_user: User) {}

#[allow(unused)]
#[security(depends = user)]
#[tracing::instrument(skip_all)]
async fn not_documented_beside_others(_user: User) {}

#[utoipa::path(get, path = "/a")]
async fn not_annotated() {}

#[utoipa::path(get, path = "/b")]
#[security(depends = user)]
async fn body_first(_user: User, _json: Json<u32>, _state: State<Verifier>) {}

#[utoipa::path(get, path = "/c")]
#[security(depends = user)]
async fn no_such_state(_user: User, _state: State<u32>) {}

#[utoipa::path(get, path = "/d")]
#[security(depends = user)]
async fn no_response(user: User) -> User {
    user
}

#[utoipa::path(get, path = "/e")]
#[security(depend = user)]
async fn misspelt(_user: User) {}

fn main() {
    let router: SecureRouter<Verifier> = SecureRouter::new()
        .routes(routes!(not_documented))
        .routes(routes!(not_documented_beside_others))
        .routes(routes!(not_annotated))
        .routes(routes!(body_first, no_such_state))
        .routes(routes!(no_response))
        .routes(routes!(misspelt))
        .routes(axum::routing::get(not_annotated));
    let _: Router = router.with_state(Verifier::hs256([7; 32]).unwrap()).into();
}
