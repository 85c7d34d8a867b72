//! Parameters whose types are no extractors, but have a meaning of ours.

use scopegate::{AccessToken, SecurityScheme, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("me" = "Read your profile.", "items" = "Read items."))]
struct OAuth2PasswordBearer;

struct User;

#[dependency(depends = OAuth2PasswordBearer)]
async fn get_current_user(_token: AccessToken) -> User {
    User
}


use scopegate::SecurityScopes as Scopes;

#[dependency]
fn describe(scopes: Scopes) -> String {
    scopes.scope_str().to_owned()
}

#[security(depends = get_current_user)]
async fn scheme(_user: User, _token: OAuth2PasswordBearer) {}

#[security(depends = get_current_user)]
async fn function(_user: User, _again: get_current_user) {}

fn main() {}
