//! Options without a comma between them, or with one too many.

use scopegate::{AccessToken, SecurityScheme, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("me" = "Read your profile.", "items" = "Read items."))]
struct OAuth2PasswordBearer;

struct User;

#[dependency(depends = OAuth2PasswordBearer)]
async fn get_current_user(_token: AccessToken) -> User {
    User
}


#[security(scopes = ["items"] depends = get_current_user)]
async fn after_scopes(_user: User) {}

#[security(depends = get_current_user scopes = ["items"])]
async fn after_depends(_user: User) {}

#[security(scopes = ["me" "items"], depends = get_current_user)]
async fn between_scopes(_user: User) {}

#[security(scopes = ["items"]; depends = get_current_user)]
async fn semicolon(_user: User) {}

#[security(scopes = ["items"],, depends = get_current_user)]
async fn two_commas(_user: User) {}

#[security(, depends = get_current_user)]
async fn comma_first(_user: User) {}

fn main() {}
