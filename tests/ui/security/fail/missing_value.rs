//! Options without their value.

use scopegate::{AccessToken, SecurityScheme, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("me" = "Read your profile.", "items" = "Read items."))]
struct OAuth2PasswordBearer;

struct User;

#[dependency(depends = OAuth2PasswordBearer)]
async fn get_current_user(_token: AccessToken) -> User {
    User
}


#[security(scopes, depends)]
async fn names(_user: User) {}

#[security(scopes = , depends = )]
async fn equals(_user: User) {}

#[security(scopes(), depends())]
async fn parentheses(_user: User) {}

fn main() {}
