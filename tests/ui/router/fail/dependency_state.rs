//! A state that lacks what a dependency takes.

use axum::extract::{FromRef, Path, State};
use scopegate::routing::get;
use scopegate::{AccessToken, SecureRouter, SecurityScheme, Verifier, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), scopes("items" = "Read items."))]
struct OAuth2;

#[derive(Clone)]
struct Users;

struct User;

#[dependency(depends = OAuth2)]
fn user(_token: AccessToken, Path(_id): Path<u64>, State(_users): State<Users>) -> User {
    User
}

#[security(scopes = ["items"], depends = user)]
async fn items(_user: User) {}

#[derive(Clone, FromRef)]
struct App {
    verifier: Verifier,
}

fn main() {
    let _router = SecureRouter::<App>::new().route("/items", get(items));
    let _router = axum::Router::<App>::new().route("/items", axum::routing::get(items));
}
