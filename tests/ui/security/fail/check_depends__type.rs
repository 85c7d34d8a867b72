//! Types that are no security schemes.


use axum::Router;
use axum::routing::get;
use scopegate::{AccessToken, dependency, security};

mod models {
    pub enum Role {}
}

struct User;

struct OAuth2PasswordBearer;

#[security(depends = User)]
async fn value(_user: User) {}

#[security(scopes = ["items"], depends = models::Role)]
async fn in_a_module(_role: models::Role) {}

#[dependency(depends = OAuth2PasswordBearer)]
fn get_current_user(_token: AccessToken) -> User {
    User
}

#[security(scopes = ["items"], depends = get_current_user)]
async fn indirectly(_user: User) {}

fn main() {
    let _: Router<()> = Router::new()
        .route("/value", get(value))
        .route("/role", get(in_a_module))
        .route("/indirectly", get(indirectly));
}
