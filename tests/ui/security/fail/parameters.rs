//! Attributes of parameters.

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

#[security]
async fn nothing(#[security] _user: User) {}

#[security]
async fn empty(#[security()] _user: User) {}

#[security]
async fn misspelt(#[security(scope = ["me"], dependes = user)] _user: User) {}

#[security]
async fn of_the_function(#[security(public, depends = user)] _user: User) {}

#[security]
async fn twice(#[security(depends = user)] #[security(depends = user)] _user: User) {}

#[security(depends = user)]
async fn both(#[security(depends = user)] _user: User) {}

#[security]
async fn undeclared(
    #[security(depends = user)] _user: User,
    #[security(scopes = ["me", "itmes"], depends = user)] _again: User,
) {}

#[security]
async fn other_name(#[dependency(depends = user)] _user: User) {}

#[security]
async fn other_type(#[security(depends = user)] _user: User, #[security(depends = user)] _name: String) {}

#[security]
async fn no_dependency(#[security(depends = user)] _user: User, #[security(depends = main)] _main: ()) {}

#[security(depends = user, cache = "no")]
async fn not_a_truth(_user: User) {}

#[security(cache = false)]
async fn only_cache(_user: User) {}

fn main() {}
