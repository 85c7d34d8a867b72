//! A handler without `#[security]` has no place in a router that denies by default.

use scopegate::routing::{get, post};
use scopegate::{SecureRouter, security};

#[security(public)]
async fn health() -> &'static str {
    "ok"
}

async fn forgotten() -> &'static str {
    "secret"
}

async fn with_body(body: String) -> String {
    body
}

fn main() {
    let _: SecureRouter = SecureRouter::new()
        .route("/health", get(health))
        .route("/forgotten", get(forgotten))
        .route("/body", get(health).post(with_body))
        .route("/other", post(with_body))
        .fallback(forgotten);
}
