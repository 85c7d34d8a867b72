//! Functions that only a promise makes safe.

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
async unsafe fn handler(_user: User) {}

#[dependency]
unsafe fn get_db() -> u32 {
    1
}

fn main() {}
