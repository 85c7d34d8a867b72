//! A state in an `Arc` that has no verifier: the error names the state, and what to add to it.

use std::sync::Arc;

use axum::extract::{FromRef, State};
use scopegate::routing::get;
use scopegate::{AccessToken, SecureRouter, SecurityScheme, Verifier, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"))]
struct OAuth2PasswordBearer;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), verifier = Refresh)]
struct Refresh;

struct NoVerifier;

#[derive(FromRef)]
struct OnlyOne {
    access: Verifier,
}

/// It has the verifier, but nobody says how to take it out.
struct NotDerived {
    verifier: Verifier,
}

#[security(depends = OAuth2PasswordBearer)]
async fn profile(_: AccessToken) {}

#[security(depends = Refresh)]
async fn refresh(_: AccessToken) {}

#[security(depends = OAuth2PasswordBearer)]
async fn not_derived(_: AccessToken, State(app): State<Arc<NotDerived>>) {
    let _ = &app.verifier;
}

fn main() {
    let _: SecureRouter<Arc<NoVerifier>> = SecureRouter::new().route("/profile", get(profile));
    let _: SecureRouter<Arc<OnlyOne>> = SecureRouter::new().route("/refresh", get(refresh));
    let _ = SecureRouter::<Arc<NotDerived>>::new().route("/not-derived", get(not_derived));
}
