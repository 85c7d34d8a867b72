//! Parameters that are no extractors.

use scopegate::{AccessToken, SecurityScheme, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("me" = "Read your profile.", "items" = "Read items."))]
struct OAuth2PasswordBearer;

struct User;

#[dependency(depends = OAuth2PasswordBearer)]
async fn get_current_user(_token: AccessToken) -> User {
    User
}


#[security(depends = get_current_user)]
async fn path_or_query(_user: User, _item_id: u32, _q: &str, _skip: Option<u64>) {}

#[security(depends = get_current_user)]
async fn reference(_user: User, _host: &Host) {}

struct Host;

fn main() {}
