//! No caller gets past the scopes of a handler.

use scopegate::{AccessToken, ApiKey, SecurityScheme, SecurityScopes, dependency, security};

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
async fn takes_scopes(_user: User) {}

#[derive(SecurityScheme)]
#[api_key(header = "X-API-Key")]
struct Key;

#[dependency(depends = Key)]
fn by_key(_key: ApiKey, _scopes: SecurityScopes) -> User {
    User
}

/// It asks for no credentials, and takes the scopes to log them.
#[dependency]
fn guest(_scopes: SecurityScopes) -> User {
    User
}

#[security(scopes = ["items", "me"], depends = any(user, by_key))]
async fn by_keys(_user: User) {}

#[security(scopes = ["items"], depends = any(user, guest))]
async fn by_guests(_user: User) {}

#[dependency(depends = any(user, guest))]
fn somebody(user: User) -> User {
    user
}

#[security(scopes = ["items"], depends = somebody)]
async fn by_somebody(_user: User) {}

#[dependency(depends = Key, checks_scopes)]
fn checking(_key: ApiKey, _scopes: SecurityScopes) -> User {
    User
}

#[security(scopes = ["items"], depends = any(user, checking))]
async fn fine(_user: User) {}

fn main() {}
