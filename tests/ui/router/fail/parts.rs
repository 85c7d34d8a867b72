//! What is not a part of a `SecureRouter`: handlers and routers of axum, lists of scopes.

use scopegate::routing::get;
use scopegate::{AccessToken, SecureRouter, SecurityScheme, Verifier, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), scopes("admin" = "Everything."))]
struct OAuth2;

#[dependency(depends = OAuth2)]
fn user(_token: AccessToken) {}

#[security(public)]
async fn health() {}

fn router() -> SecureRouter<Verifier> {
    SecureRouter::new()
}

fn main() {
    let axum_router = || axum::Router::<Verifier>::new();
    let _ = router().route("/", axum::routing::get(health));
    let _ = router().route("/", health);
    let _ = router().nest("/", axum_router());
    let _ = router().merge(axum_router());
    let _ = router().unprotected("/", router());
    let _ = router().unprotected("/", axum::routing::get(health));
    let _ = router().requires(["admin"]);
    let _ = router().requires(user);
    let _ = router().route("/", get(axum::handler::Handler::<_, Verifier>::layer(health, ())));
}
