//! A state that lacks what a handler takes.

use axum::extract::{FromRef, State};
use scopegate::routing::get;
use scopegate::{AccessToken, SecureRouter, SecurityScheme, Verifier, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("items" = "Read items."))]
struct OAuth2PasswordBearer;

#[derive(Clone)]
struct Db;

struct User;

#[dependency(depends = OAuth2PasswordBearer)]
fn get_current_user(_token: AccessToken) -> User {
    User
}

#[security(scopes = ["items"], depends = get_current_user)]
async fn read_items(_user: User, State(_db): State<Db>) {}

#[derive(Clone, FromRef)]
struct App {
    verifier: Verifier,
}

fn main() {
    let _router = SecureRouter::<App>::new().route("/", get(read_items));
}
