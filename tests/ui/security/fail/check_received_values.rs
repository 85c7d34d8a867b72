//! The dependency's value is owned.

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
async fn by_reference(_user: &User) {}

#[security(depends = get_current_user)]
async fn mutable(_user: &mut User) {}

#[security(depends = get_current_user)]
async fn lifetime<'a>(_user: &'a User) {}

#[security(depends = get_current_user)]
async fn inside<'a>(_user: Option<&'a User>) {}

fn main() {}
