//! What FastAPI writes into the decorator of a route.


use scopegate::security;

#[security(public, path = "/users/me", response_model = User)]
async fn fastapi() {}

#[security(get, public)]
async fn method() {}

#[security("/users/me", public)]
async fn path() {}

fn main() {}
