//! A state without `Clone` is reported once in each function, and not for each route.

use axum::extract::FromRef;
use scopegate::routing::{get, post};
use scopegate::{AccessToken, SecureRouter, SecurityScheme, Verifier, level, routes, security};

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"))]
struct OAuth2;

#[derive(FromRef)]
struct App {
    verifier: Verifier,
}

#[security(public)]
async fn health() {}

#[utoipa::path(get, path = "/c")]
#[security(depends = OAuth2)]
async fn read(_token: AccessToken) {}

#[security(depends = OAuth2)]
async fn write(_token: AccessToken) {}

fn router() -> SecureRouter<App> {
    SecureRouter::new()
        .requires(level!(depends = OAuth2))
        .route("/a", get(read).post(write))
        .route("/b", get(health))
        .route("/d", post(write))
        .routes(routes!(read))
        .fallback(health)
}

fn main() {
    let _ = router();
}
