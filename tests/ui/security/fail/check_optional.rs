//! What asks for no credentials is not optional, and what is optional may not be there.

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
fn page() -> u32 {
    1
}

#[dependency(optional, depends = user)]
fn visitor(user: Option<User>) -> User {
    user.unwrap_or(User)
}

#[security(optional, depends = page)]
async fn list(_page: Option<u32>) {}

#[security(optional, depends = user)]
async fn not_an_option(_user: User) {}

type MaybeUser = Option<User>;

#[security(optional, depends = user)]
async fn alias(_user: MaybeUser) {}

#[security(depends = user)]
async fn not_optional(_user: Option<User>) {}

#[security(depends = visitor)]
async fn not_public(_user: User) {}

#[security]
async fn several(#[security(depends = visitor)] _user: User, #[security(depends = page)] _page: u32) {}

#[security(optional)]
async fn lonely() {}

#[security(optional = true, depends = user)]
async fn valued(_user: Option<User>) {}

fn main() {}
