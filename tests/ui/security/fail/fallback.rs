//! A wrong attribute leads to no errors at the route.


use axum::Router;
use axum::routing::get;
use scopegate::security;

struct User;

#[security(scope = ["items"])]
async fn handler(_user: User) {}

#[security(pubic)]
async fn public_handler() {}

#[security]
fn plain_function() {}

fn main() {
    let _: Router<()> = Router::new()
        .route("/handler", get(handler))
        .route("/public", get(public_handler))
        .route("/plain", get(plain_function));
}
