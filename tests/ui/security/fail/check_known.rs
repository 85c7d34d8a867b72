//! Options that do not exist, near and far from those that do.

use scopegate::{AccessToken, SecurityScheme, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("me" = "Read your profile.", "items" = "Read items."))]
struct OAuth2PasswordBearer;

struct User;

#[dependency(depends = OAuth2PasswordBearer)]
async fn get_current_user(_token: AccessToken) -> User {
    User
}


#[security(scope = ["items"], depends = get_current_user)]
async fn singular(_user: User) {}

#[security(dependes = get_current_user)]
async fn misspelt(_user: User) {}

#[security(Depends = get_current_user)]
async fn capital(_user: User) {}

#[security(roles = ["admin"], depends = get_current_user)]
async fn other(_user: User) {}

fn main() {}
