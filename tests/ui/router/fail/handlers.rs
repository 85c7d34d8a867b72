//! What axum only calls a function that is no `Handler`.

use std::rc::Rc;

use axum::extract::{Path, Query, State};
use axum::{Json, Router};
use scopegate::routing::get;
use scopegate::{AccessToken, SecureRouter, SecurityScheme, Verifier, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"))]
struct OAuth2;

struct User;
struct Page;

#[dependency(depends = OAuth2)]
fn user(_token: AccessToken) -> User {
    User
}

#[security(depends = user)]
async fn no_extractor(_user: User, _page: Page) {}

#[security(depends = user)]
async fn not_deserialized(_user: User, _page: Query<Page>, _id: Path<u32>) {}

#[security]
async fn without_attribute(#[security(depends = user)] _user: User, _other: User) {}

#[security(depends = user)]
async fn body_first(_user: User, _json: Json<u32>, _id: Path<u32>) {}

#[security(depends = user)]
async fn no_such_state(_user: User, _state: State<u32>) {}

#[security(depends = user)]
async fn no_response(user: User) -> User {
    user
}

#[security(depends = user)]
async fn no_response_for_errors(user: User) -> Result<&'static str, User> {
    Err(user)
}

#[security(public)]
async fn not_send() {
    let counted = Rc::new(1);
    std::future::ready(()).await;
    drop(counted);
}

fn router() -> SecureRouter<Verifier> {
    SecureRouter::new()
}

fn main() {
    let _ = router().route("/", get(no_extractor));
    let _ = router().route("/", get(not_deserialized));
    let _ = router().route("/", get(without_attribute));
    let _ = router().route("/", get(body_first));
    let _ = router().route("/", get(no_such_state));
    let _ = router().route("/", get(no_response));
    let _ = router().route("/", get(no_response_for_errors));
    let _ = router().route("/", get(not_send));
    let _: Router = router().fallback(no_extractor).with_state(Verifier::hs256([7; 32]).unwrap()).into();
}
