//! Types that a dependency cannot extract: what reads the body, and what a scheme provides. It is said once, where they
//! are written, and not at the routes.

use std::collections::HashMap;

use axum::Json;
use axum::body::Bytes;
use axum::extract::Request;
use scopegate::routing::get;
use scopegate::{AccessToken, ApiKey, SecureRouter, dependency, security};

#[dependency]
async fn body(_json: Json<HashMap<String, String>>, _bytes: Bytes, _text: String, _request: Request) {}

#[dependency]
fn may_have_a_body(_json: Option<Json<u32>>) {}

#[dependency]
fn credentials(_token: AccessToken, _key: ApiKey) {}

#[security(public, depends = body)]
async fn list(_: ()) {}

#[security(public, depends = credentials)]
async fn me(_: ()) {}

fn main() {
    let _: SecureRouter = SecureRouter::new().route("/", get(list)).route("/me", get(me));
}
