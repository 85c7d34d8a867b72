//! A type that the compiler does not know is an error of the function that names it, and not of those that depend on it.

use axum::Router;
use axum::routing::get;
use scopegate::{AccessToken, Denial, SecurityScheme, Verifier, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("me" = "Read your profile."))]
struct OAuth2;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), rejection = NoSuchRejection)]
struct Rejecting;

struct User;

#[dependency(depends = OAuth2)]
fn token(_token: AccessToken) -> Usr {
    User
}

#[dependency(depends = token)]
fn user(_token: Usr2) -> Result<User, Denail> {
    Ok(User)
}

#[dependency(scopes = ["me"], depends = user)]
fn active_user(user: User) -> User {
    user
}

#[dependency(depends = Rejecting)]
fn rejecting(_token: AccessToken) -> Result<User, Denial> {
    Ok(User)
}

#[dependency(depends = rejecting)]
fn other_user(user: User) -> User {
    user
}

#[security(depends = active_user)]
async fn read(_user: User) {}

#[security(depends = other_user)]
async fn write(_user: User) {}

fn main() {
    let _: Router<Verifier> = Router::new().route("/", get(read).post(write));
}
