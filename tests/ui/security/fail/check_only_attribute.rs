//! Two of our attributes on one function.

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

#[security(scopes = ["me"])]
#[security(depends = get_current_user)]
async fn twice(_user: User) {}

#[dependency]
#[security(depends = get_current_user)]
async fn both(_user: User) {}

#[security(depends = get_current_user)]
#[doc(hidden)]
#[scopegate::dependency]
async fn both_the_other_way(_user: User) {}

#[dependency(depends = get_current_user)]
#[dependency(scopes = ["me"], depends = get_current_user)]
async fn a_dependency_twice(user: User) -> User {
    user
}

#[security(scopes = ["me"], depends = a_dependency_twice)]
async fn dependant(_user: User) {}

fn main() {
    let _ = scopegate::SecureRouter::<scopegate::Verifier>::new()
        .route("/twice", scopegate::routing::get(twice))
        .route("/both", scopegate::routing::get(both))
        .route("/other", scopegate::routing::get(both_the_other_way))
        .route("/dependant", scopegate::routing::get(dependant));
}
