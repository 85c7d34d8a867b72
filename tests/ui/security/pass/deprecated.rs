//! A handler that clients should stop calling, of any sort.

#![deny(warnings)]

use axum::Router;
use axum::routing::get;
use scopegate::{AccessToken, SecurityScheme, Verifier, security};

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), scopes("items" = "Read items."))]
struct OAuth2;

#[security(deprecated, scopes = ["items"], depends = OAuth2)]
async fn guarded(_token: AccessToken) {}

#[security(deprecated)]
async fn by_parameters(#[security(depends = OAuth2)] _token: AccessToken) {}

#[security(public, deprecated)]
async fn public() {}

fn main() {
    let _: Router<Verifier> = Router::new()
        .route("/guarded", get(guarded))
        .route("/by_parameters", get(by_parameters))
        .route("/public", get(public));
}
