//! `any` and `all`.

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

#[security(scopes = any("items"), depends = user)]
async fn one(_user: User) {}

#[security(scopes = all(), depends = user)]
async fn none(_user: User) {}

#[security(scopes = any("items", "items"), depends = user)]
async fn twice(_user: User) {}

#[security(scopes = any("items", all("items", "me")), depends = user)]
async fn idle(_user: User) {}

#[security(scopes = any("items", itmes), depends = user)]
async fn no_literal(_user: User) {}

#[security(scopes = any["items", "me"], depends = user)]
async fn brackets(_user: User) {}

#[security(scopes = "items" || "me", depends = user)]
async fn operators(_user: User) {}

#[security(scopes = one_of("items", "me"), depends = user)]
async fn other_name(_user: User) {}

#[security(
    scopes = all(any("1", "2"), any("3", "4"), any("5", "6"), any("7", "8"), any("9", "0")),
    depends = user,
)]
async fn many(_user: User) {}

#[security(depends = any(user))]
async fn lonely(_user: User) {}

#[security(depends = any(user, machine, self::user, user))]
async fn repeated(_user: User) {}

#[security(depends = all(user, machine))]
async fn all_of(_user: User) {}

#[security(depends = any(user, nobody))]
async fn unknown(_user: User) {}

fn main() {}
