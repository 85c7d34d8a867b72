use axum::Router;
use axum::routing::get;
use scopegate::{Verifier, security};

use super::account::*;

#[security(scopes = ["notes:read"], depends = current_user)]
async fn greeting(user: User) -> String {
    format!("Hello, {}!", user.name)
}

fn app(verifier: Verifier) -> Router {
    Router::new().route("/", get(greeting)).with_state(verifier)
}

// Its tests run here.
example!("axum_johndoe_is_always_alice");
