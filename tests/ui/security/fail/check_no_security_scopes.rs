//! Nothing is merged above a handler.

use scopegate::{AccessToken, SecurityScheme, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("me" = "Read your profile.", "items" = "Read items."))]
struct OAuth2PasswordBearer;

struct User;

#[dependency(depends = OAuth2PasswordBearer)]
async fn get_current_user(_token: AccessToken) -> User {
    User
}


use scopegate::SecurityScopes;

#[security(depends = get_current_user)]
async fn handler(_user: User, _scopes: SecurityScopes) {}

#[security(depends = get_current_user)]
async fn with_a_path(_user: User, _scopes: scopegate::SecurityScopes) {}

fn main() {}
