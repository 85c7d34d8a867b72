//! A router's state may be an `Arc` of what holds the verifiers.

#![deny(warnings)]

use std::sync::Arc;

use axum::Router;
use axum::extract::{FromRef, State};
use scopegate::routing::get;
use scopegate::{
    AccessToken, SecureRouter, SecurityScheme, Verifier, VerifierFor, dependency, level, security,
};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("items" = "Read items."))]
struct OAuth2PasswordBearer;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), verifier = Refresh)]
struct Refresh;

#[derive(FromRef)]
struct App {
    verifier: Verifier,
    refresh: VerifierFor<Refresh>,
}

// A field's type that is the application's own needs a line for the `Arc`.
#[derive(Clone)]
struct Users;

impl FromRef<Arc<App>> for Users {
    fn from_ref(_: &Arc<App>) -> Self {
        Self
    }
}

#[dependency(depends = OAuth2PasswordBearer)]
fn get_user(_: AccessToken, State(_app): State<Arc<App>>, State(_): State<Users>) -> u32 {
    1
}

#[security(scopes = ["items"], depends = get_user)]
#[axum::debug_handler(state = Arc<App>)]
async fn read_items(_: u32) {}

#[security(depends = Refresh)]
async fn refresh(_: AccessToken) {}

fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    Users: FromRef<S>,
    Arc<App>: FromRef<S>,
    Verifier: FromRef<S>,
{
    Router::new().route("/", axum::routing::get(read_items))
}

/// The verifier alone, in an `Arc`.
#[security(depends = OAuth2PasswordBearer)]
async fn profile(_: AccessToken) {}

fn main() {
    let _: SecureRouter<Arc<App>> = SecureRouter::new()
        .requires(level!(scopes = ["items"], depends = get_user))
        .route("/items", get(read_items))
        .route("/refresh", get(refresh));
    let _: Router<Arc<App>> = routes();
    let _: Router<Arc<App>> = Router::new().route("/", axum::routing::get(read_items));
    let _: SecureRouter<Arc<Verifier>> = SecureRouter::new().route("/", get(profile));
    let _: SecureRouter<Arc<Arc<Verifier>>> = SecureRouter::new().route("/", get(profile));
}
