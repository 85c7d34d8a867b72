//! Options above the function that are about one of its parameters.

use scopegate::{AccessToken, SecurityScheme, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("me" = "Read your profile.", "items" = "Read items."))]
struct OAuth2PasswordBearer;

#[derive(Clone)]
struct User;

#[dependency(depends = OAuth2PasswordBearer)]
async fn get_current_user(_token: AccessToken) -> User {
    User
}

#[security(scopes = ["items"])]
async fn first(#[security(depends = get_current_user)] _user: User) {}

#[security(optional)]
async fn second(_page: String, #[security(depends = get_current_user)] _user: Option<User>) {}

#[dependency(scopes = ["me"])]
async fn active_user(#[security(depends = get_current_user)] user: User) -> User {
    user
}

fn main() {}
