//! The dependency returns another type than the parameter has.


use scopegate::{AccessToken, SecurityScheme, dependency};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"))]
struct OAuth2PasswordBearer;

struct User;

#[dependency(depends = OAuth2PasswordBearer)]
async fn get_current_user(_token: String) -> User {
    User
}

#[dependency(depends = get_current_user)]
async fn get_current_active_user(_token: AccessToken) -> User {
    User
}

fn main() {}
