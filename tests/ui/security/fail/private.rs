//! A dependency that is not visible here.

use scopegate::{AccessToken, SecurityScheme, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("me" = "Read your profile.", "items" = "Read items."))]
struct OAuth2PasswordBearer;

struct User;

#[dependency(depends = OAuth2PasswordBearer)]
async fn get_current_user(_token: AccessToken) -> User {
    User
}


mod auth {
    #[scopegate::dependency]
    fn get_admin() -> super::User {
        super::User
    }
}

#[security(depends = auth::get_admin)]
async fn handler(_user: User) {}

fn main() {}
