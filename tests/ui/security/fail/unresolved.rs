//! Names that do not exist.

use scopegate::{AccessToken, SecurityScheme, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("me" = "Read your profile.", "items" = "Read items."))]
struct OAuth2PasswordBearer;

struct User;

#[dependency(depends = OAuth2PasswordBearer)]
async fn get_current_user(_token: AccessToken) -> User {
    User
}


#[security(depends = get_curent_user)]
async fn function(_user: User) {}

#[security(scopes = ["items"], depends = OAuth2PaswordBearer)]
async fn scheme(_token: AccessToken) {}

#[security(depends = auth::get_admni)]
async fn in_a_module(_user: User) {}

#[security(depends = auht::get_current_user)]
async fn module(_user: User) {}

#[security(depends = get_admin)]
async fn not_imported(_user: User) {}

mod auth {
    #[scopegate::dependency]
    pub fn get_admin() -> super::User {
        super::User
    }
}

fn main() {}
