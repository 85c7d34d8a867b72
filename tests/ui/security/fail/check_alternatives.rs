//! Only one scheme can tell whether one of several scopes is granted.

use scopegate::{AccessToken, SecurityScheme, dependency, security};

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

#[dependency]
fn both(
    #[security(depends = user)] user: User,
    #[security(depends = machine)] _machine: User,
) -> User {
    user
}

#[security(scopes = any("items", "jobs"), depends = both)]
async fn mixed(_user: User) {}

#[security(scopes = any("items", "jobs"), depends = user)]
async fn undeclared(_user: User) {}

#[security(scopes = any("items", "me"), depends = both)]
async fn fine(_user: User) {}

fn main() {}
