//! Scopes that are no string literals.

use scopegate::{AccessToken, SecurityScheme, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("me" = "Read your profile.", "items" = "Read items."))]
struct OAuth2PasswordBearer;

struct User;

#[dependency(depends = OAuth2PasswordBearer)]
async fn get_current_user(_token: AccessToken) -> User {
    User
}


const ITEMS: &str = "items";

#[security(scopes = [items], depends = get_current_user)]
async fn without_quotes(_user: User) {}

#[security(scopes = ['i'], depends = get_current_user)]
async fn a_char(_user: User) {}

#[security(scopes = [ITEMS], depends = get_current_user)]
async fn a_constant(_user: User) {}

#[security(scopes = [b"items"], depends = get_current_user)]
async fn bytes(_user: User) {}

#[security(scopes = [Scope::Items, 1], depends = get_current_user)]
async fn others(_user: User) {}

#[security(scopes = [["items"]], depends = get_current_user)]
async fn a_list(_user: User) {}

#[security(scopes = ["items:".to_owned()], depends = get_current_user)]
async fn an_expression(_user: User) {}

#[security(scopes = [items:read], depends = get_current_user)]
async fn without_quotes_with_a_colon(_user: User) {}

fn main() {}
