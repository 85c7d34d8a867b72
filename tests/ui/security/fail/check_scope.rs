//! Scopes that the scheme does not declare.

use scopegate::{AccessToken, SecurityScheme, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("me" = "Read your profile.", "items" = "Read items."))]
struct OAuth2PasswordBearer;

struct User;

#[dependency(depends = OAuth2PasswordBearer)]
async fn get_current_user(_token: AccessToken) -> User {
    User
}


#[security(scopes = ["itmes", "me"], depends = get_current_user)]
async fn near(_user: User) {}

#[security(scopes = ["Items"], depends = get_current_user)]
async fn case(_user: User) {}

#[security(scopes = ["me", "admin"], depends = get_current_user)]
async fn far(_user: User) {}

#[security(scopes = ["item", "my"], depends = OAuth2PasswordBearer)]
async fn both(_token: AccessToken) {}

fn main() {}
