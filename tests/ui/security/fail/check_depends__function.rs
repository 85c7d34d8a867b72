//! Functions without `#[dependency]`.

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
    pub fn get_token() -> super::User {
        super::User
    }
}

fn get_user() -> User {
    User
}

async fn get_user_async() -> User {
    User
}

#[security(scopes = ["items"], depends = get_user)]
async fn function(_user: User) {}

#[security(depends = get_user_async)]
async fn async_function(_user: User) {}

#[security(depends = auth::get_token)]
async fn in_a_module(_user: User) {}

#[dependency(depends = get_user)]
fn get_active_user(user: User) -> User {
    user
}

#[security(scopes = ["items"], depends = get_active_user)]
async fn indirectly(_user: User) {}

fn main() {}
