//! Dependencies and handlers serve every state that has what they extract.

#![deny(warnings)]

use axum::Router;
use axum::extract::{FromRef, State};
use axum::routing::get;
use scopegate::{AccessToken, SecurityScheme, Verifier, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"))]
struct OAuth2PasswordBearer;

#[derive(Clone)]
struct Users;

#[derive(Clone, FromRef)]
struct App {
    users: Users,
    verifier: Verifier,
}

#[derive(Clone, FromRef)]
struct Another {
    verifier: Verifier,
    users: Users,
}

#[dependency(depends = OAuth2PasswordBearer)]
fn get_user(_: AccessToken, _: State<Users>) -> u32 {
    1
}

#[security(depends = get_user)]
async fn handler(_: u32) {}

fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    Users: FromRef<S>,
    Verifier: FromRef<S>,
{
    Router::new().route("/", get(handler))
}

fn main() {
    let _: Router<App> = routes();
    let _: Router<Another> = routes();
}
