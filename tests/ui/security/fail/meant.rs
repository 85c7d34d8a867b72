//! Scopes and dependencies in the words of other libraries.

use scopegate::{AccessToken, SecurityScheme, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("me" = "Read your profile.", "items" = "Read items."))]
struct OAuth2PasswordBearer;

#[derive(Clone)]
struct User;

#[dependency(depends = OAuth2PasswordBearer)]
async fn get_current_user(_token: AccessToken) -> User {
    User
}

#[security(scopes = any["me", "items"], depends = get_current_user)]
async fn brackets(_user: User) {}

#[security(scopes = one_of("me", "items"), depends = get_current_user)]
async fn another_name(_user: User) {}

#[security(scopes = anyOf(["me", "items"]), depends = get_current_user)]
async fn a_list_of_alternatives(_user: User) {}

#[security(scopes = not("me", "items"), depends = get_current_user)]
async fn an_unknown_name(_user: User) {}

#[security(scopes = ["me".to_string(), either("me", "items")], depends = get_current_user)]
async fn items_of_a_list(_user: User) {}

#[security(scopes = any(any("me")), depends = get_current_user)]
async fn one_alternative(_user: User) {}

#[security(scopes(any("me", "items")), depends = get_current_user)]
async fn as_a_list(_user: User) {}

#[security(depends = [get_current_user, OAuth2PasswordBearer])]
async fn two_dependencies(_user: User) {}

#[security(depends = get_current_user, auth::get_db)]
async fn two_dependencies_without_brackets(_user: User) {}

#[security(depends = get_current_user, scopes = ["me"], depends = auth::get_db)]
async fn depends_twice(_user: User) {}

#[security(depends = either(get_current_user, get_visitor()))]
async fn alternatives(_user: User) {}

#[security(depends = any(get_current_user, any(OAuth2PasswordBearer)))]
async fn nested(_user: User) {}

#[security(any("me", "items"), depends = get_current_user)]
async fn without_a_name(_user: User) {}

#[security(scopes: any("me", "items"), depends: get_current_user)]
async fn colons(_user: User) {}

fn main() {}
