//! Something else between an option and its value.

use scopegate::{AccessToken, SecurityScheme, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("me" = "Read your profile.", "items" = "Read items."))]
struct OAuth2PasswordBearer;

struct User;

#[dependency(depends = OAuth2PasswordBearer)]
async fn get_current_user(_token: AccessToken) -> User {
    User
}


#[security(scopes: ["items"], depends = get_current_user)]
async fn colon(_user: User) {}

#[security(scopes == ["items"], depends = get_current_user)]
async fn equals_equals(_user: User) {}

#[security(scopes ["items"], depends => get_current_user)]
async fn nothing(_user: User) {}

fn main() {}
