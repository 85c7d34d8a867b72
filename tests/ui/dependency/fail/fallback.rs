//! A wrong attribute leads to no errors at dependants and routes.


use axum::Router;
use axum::routing::get;
use scopegate::{dependency, security};

struct User;

#[dependency(depend = get_token)]
async fn get_current_user() -> Result<User, String> {
    Ok(User)
}

#[dependency(scopes = ["me"], depends = get_current_user)]
async fn get_current_active_user(user: User) -> User {
    user
}

#[security(scopes = ["items"], depends = get_current_active_user)]
async fn handler(_user: User) {}

fn main() {
    let _: Router<()> = Router::new().route("/", get(handler));
}
