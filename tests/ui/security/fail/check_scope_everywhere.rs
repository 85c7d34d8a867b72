//! No caller gets past the scopes of a handler.

use scopegate::{AccessToken, SecurityScheme, SecurityScopes, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), scopes("me" = "Read your profile.", "items" = "Read items."))]
struct People;

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), scopes("jobs" = "Run jobs."))]
struct Machines;

#[derive(Clone)]
struct User;

#[dependency(depends = People)]
fn user(_token: AccessToken) -> User {
    User
}

#[dependency(depends = Machines)]
fn machine(_token: AccessToken) -> User {
    User
}

#[dependency(optional, depends = user)]
fn visitor(user: Option<User>) -> User {
    user.unwrap_or(User)
}

#[dependency(depends = Machines)]
fn careful(_token: AccessToken, _scopes: SecurityScopes) -> User {
    User
}

#[security(scopes = ["items"], depends = visitor)]
async fn anyone(_user: User) {}

#[security(scopes = ["items"], depends = any(user, machine))]
async fn by_machines(_user: User) {}

#[security(scopes = ["items"], depends = any(user, careful))]
async fn fine(_user: User) {}

fn main() {}
