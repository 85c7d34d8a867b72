//! Handlers are no dependencies.


use axum::Router;
use axum::routing::get;
use scopegate::security;

struct User;

#[security(public)]
async fn get_current_user() -> &'static str {
    "ok"
}

#[security(scopes = ["items"], depends = get_current_user)]
async fn read_own_items(_user: User) {}

fn main() {
    let _: Router<()> = Router::new().route("/items", get(read_own_items));
}
