//! Values of `scopes` that are no list.

use scopegate::{AccessToken, SecurityScheme, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("me" = "Read your profile.", "items" = "Read items."))]
struct OAuth2PasswordBearer;

struct User;

#[dependency(depends = OAuth2PasswordBearer)]
async fn get_current_user(_token: AccessToken) -> User {
    User
}


const SCOPES: [&str; 1] = ["items"];

#[security(scopes = "items", depends = get_current_user)]
async fn a_string(_user: User) {}

#[security(scopes = "me items", depends = get_current_user)]
async fn a_string_with_a_space(_user: User) {}

#[security(scopes("items"), depends = get_current_user)]
async fn parentheses(_user: User) {}

#[security(scopes = ("items", "me"), depends = get_current_user)]
async fn a_tuple(_user: User) {}

#[security(scopes = {"items"}, depends = get_current_user)]
async fn a_set(_user: User) {}

#[security(scopes = "me", "items", depends = get_current_user)]
async fn without_brackets(_user: User) {}

#[security(scopes = SCOPES, depends = get_current_user)]
async fn a_constant(_user: User) {}

#[security(scopes = vec!["items"], depends = get_current_user)]
async fn a_vec(_user: User) {}

#[security(scopes = &["items"], depends = get_current_user)]
async fn a_slice(_user: User) {}

#[security(scopes = items, depends = get_current_user)]
async fn a_name(_user: User) {}

fn main() {}
