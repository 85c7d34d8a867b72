//! Everything that is wrong with one attribute, in one run.

use scopegate::{AccessToken, SecurityScheme, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("me" = "Read your profile.", "items" = "Read items."))]
struct OAuth2PasswordBearer;

struct User;

#[dependency(depends = OAuth2PasswordBearer)]
async fn get_current_user(_token: AccessToken) -> User {
    User
}


#[security(scopes = "items", dependes = get_current_user, public = 1, roles, scopes = [])]
async fn handler(_user: User, _item_id: u32) {}

#[security(scopes = [items, "me me", "me", "me"], depends = get_current_user())]
async fn scopes() {}

fn main() {}
