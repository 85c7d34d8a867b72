//! The dependency returns another type than the parameter has.

use scopegate::{AccessToken, SecurityScheme, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("me" = "Read your profile.", "items" = "Read items."))]
struct OAuth2PasswordBearer;

struct User;

#[dependency(depends = OAuth2PasswordBearer)]
async fn get_current_user(_token: AccessToken) -> User {
    User
}


struct Admin;

#[dependency]
fn find_user() -> Result<User, axum::http::StatusCode> {
    Ok(User)
}

#[dependency]
fn no_error() -> Result<User, User> {
    Ok(User)
}

#[dependency]
fn optional() -> Option<User> {
    None
}

#[dependency]
fn nothing() {}

#[security(depends = get_current_user)]
async fn another_type(_admin: Admin) {}

#[security(public, depends = find_user)]
async fn the_whole_result(_user: Vec<User>) {}

#[security(public, depends = no_error)]
async fn an_error_without_a_response(_user: User) {}

#[security(public, depends = optional)]
async fn an_option(_user: User) {}

#[security(public, depends = nothing)]
async fn a_unit(_user: User) {}

fn main() {}
