//! A handler above a cycle adds no error.


use axum::Router;
use axum::routing::get;
use scopegate::{dependency, security};

#[dependency(depends = b)]
fn a(value: u32) -> u32 {
    value
}

#[dependency(depends = a)]
fn b(value: u32) -> u32 {
    value
}

#[security(scopes = ["me"], depends = a)]
async fn handler(_value: u32) {}

fn main() {
    let _: Router<()> = Router::new().route("/", get(handler));
}
