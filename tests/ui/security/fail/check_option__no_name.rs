//! Values without the name of an option, as in `Security(get_current_user, scopes=[...])`.

use scopegate::{AccessToken, SecurityScheme, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("me" = "Read your profile.", "items" = "Read items."))]
struct OAuth2PasswordBearer;

struct User;

#[dependency(depends = OAuth2PasswordBearer)]
async fn get_current_user(_token: AccessToken) -> User {
    User
}


#[security(get_current_user, scopes = ["items"])]
async fn positional(_user: User) {}

#[security("items", depends = get_current_user)]
async fn a_string(_user: User) {}

#[security(["items"], depends = get_current_user)]
async fn a_list(_user: User) {}

#[security(auth::get_current_user)]
async fn a_path(_user: User) {}

fn main() {}
