//! A cycle through the alternatives of `any(...)`.

use scopegate::{AccessToken, SecurityScheme, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("me" = "Read your profile."))]
struct OAuth2PasswordBearer;

#[derive(Clone)]
struct User;

#[dependency(depends = OAuth2PasswordBearer)]
fn by_token(_token: AccessToken) -> User {
    User
}

#[dependency(depends = any(by_token, again))]
fn first(user: User) -> User {
    user
}

#[dependency(depends = first)]
fn again(user: User) -> User {
    user
}

#[security(scopes = ["me"], depends = first)]
async fn handler(_user: User) {}

fn main() {}
