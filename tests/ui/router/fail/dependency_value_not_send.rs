//! A dependency whose value cannot be sent to another thread, as axum's handlers must.

use std::rc::Rc;

use scopegate::routing::get;
use scopegate::{AccessToken, SecureRouter, SecurityScheme, Verifier, dependency, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("items" = "Read items."))]
struct OAuth2;

#[dependency(depends = OAuth2)]
fn user(_token: AccessToken) -> Rc<str> {
    "johndoe".into()
}

#[security(depends = user)]
async fn items(_user: Rc<str>) {}

fn main() {
    let _router = SecureRouter::<Verifier>::new().route("/items", get(items));
}
