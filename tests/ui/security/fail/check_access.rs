//! A public handler has no requirements.

use scopegate::{AccessToken, SecurityScheme, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("me" = "Read your profile.", "items" = "Read items."))]
struct OAuth2PasswordBearer;

struct User;

#[dependency(depends = OAuth2PasswordBearer)]
async fn get_current_user(_token: AccessToken) -> User {
    User
}


#[security(public, scopes = ["items"], depends = get_current_user)]
async fn both(_user: User) {}

#[security(public, scopes = [])]
async fn no_scopes() {}

fn main() {}
