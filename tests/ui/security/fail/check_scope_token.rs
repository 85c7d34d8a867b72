//! Scopes that no token can carry (RFC 6749 section 3.3).

use scopegate::{AccessToken, SecurityScheme, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("me" = "Read your profile.", "items" = "Read items."))]
struct OAuth2PasswordBearer;

struct User;

#[dependency(depends = OAuth2PasswordBearer)]
async fn get_current_user(_token: AccessToken) -> User {
    User
}


#[security(scopes = ["", " ", "me items", " items"], depends = get_current_user)]
async fn spaces(_user: User) {}

#[security(scopes = ["it\"ems", "it\\ems", "it\tems", "größe"], depends = get_current_user)]
async fn characters(_user: User) {}

fn main() {}
