//! A security scheme gives an access token.

use scopegate::{AccessToken, SecurityScheme, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("me" = "Read your profile.", "items" = "Read items."))]
struct OAuth2PasswordBearer;

struct User;

#[dependency(depends = OAuth2PasswordBearer)]
async fn get_current_user(_token: AccessToken) -> User {
    User
}


#[security(depends = OAuth2PasswordBearer)]
async fn string(_token: String) {}

#[security(depends = OAuth2PasswordBearer)]
async fn user(_user: User) {}

#[security(depends = OAuth2PasswordBearer)]
async fn claims(_token: AccessToken<User>) {}

#[security(depends = get_current_user)]
async fn token_of_a_function(_token: AccessToken) {}

fn main() {}
