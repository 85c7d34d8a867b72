//! The dependency's value comes first.

use scopegate::{AccessToken, SecurityScheme, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("me" = "Read your profile.", "items" = "Read items."))]
struct OAuth2PasswordBearer;

struct User;

#[dependency(depends = OAuth2PasswordBearer)]
async fn get_current_user(_token: AccessToken) -> User {
    User
}


use axum::extract::State;

#[derive(Clone)]
struct Db;

#[security(depends = get_current_user)]
async fn handler(State(_db): State<Db>, _user: User) {}

fn main() {}
