//! The attributes live beside others, above and below, and add no warnings.

#![deny(
    warnings,
    missing_debug_implementations,
    missing_docs,
    single_use_lifetimes,
    unnameable_types,
    unreachable_pub,
    unused_qualifications
)]

use axum::extract::{FromRef, State};
use axum::routing::get;
use axum::{Json, Router};
use scopegate::{AccessToken, SecurityScheme, Verifier, dependency, security};

/// Log in.
#[derive(Debug, SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("items" = "Read items."))]
pub struct OAuth2PasswordBearer;

/// Who calls.
#[derive(Debug, Clone)]
pub struct User(String);

/// The state.
#[derive(Debug, Clone, FromRef)]
pub struct App {
    verifier: Verifier,
}

/// Finds the user.
#[dependency(depends = OAuth2PasswordBearer)]
#[tracing::instrument(skip_all)]
pub async fn get_user(token: AccessToken) -> User {
    User(token.claims().sub.clone().unwrap_or_default())
}

/// Finds the user, instrumented from above.
#[tracing::instrument(skip_all)]
#[dependency(depends = OAuth2PasswordBearer)]
pub(crate) async fn get_user_above(token: AccessToken) -> User {
    User(token.claims().sub.clone().unwrap_or_default())
}

/// Instrumented from above.
#[tracing::instrument(skip_all)]
#[security(scopes = ["items"], depends = get_user)]
pub async fn above(user: User) -> String {
    user.0
}

/// Instrumented from below.
#[security(scopes = ["items"], depends = get_user_above)]
#[tracing::instrument(skip_all)]
async fn below(user: User) -> String {
    user.0
}

/// Checked by axum.
#[security(scopes = ["items"], depends = get_user)]
#[axum::debug_handler(state = App)]
async fn debugged(user: User, State(_app): State<App>) -> Json<String> {
    Json(user.0)
}

/// With attributes of the language.
#[must_use]
#[inline]
#[security(depends = get_user)]
#[allow(clippy::unused_async, reason = "says nothing")]
#[deprecated(note = "use another")]
async fn annotated(user: User) -> String {
    user.0
}

/// A deprecated dependency is reported where it is used, and not where it is.
#[dependency(depends = OAuth2PasswordBearer)]
#[deprecated(note = "use another")]
pub async fn get_user_before(token: AccessToken) -> User {
    User(token.as_str().to_owned())
}

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"))]
struct PrivateScheme;

#[dependency(depends = PrivateScheme)]
fn get_private(_: AccessToken) -> User {
    User(String::new())
}

/// More visible than what it depends on.
#[dependency(depends = get_private)]
pub fn get_public(user: User) -> User {
    user
}

/// More visible than what it depends on.
#[security(depends = get_private)]
pub async fn more_visible(user: User) -> String {
    user.0
}

/// More visible than its scheme.
#[security(depends = PrivateScheme)]
pub async fn more_visible_than_scheme(_: AccessToken) {}

#[cfg(all())]
#[security(public)]
async fn present_above() {}

#[security(public)]
#[cfg(all())]
async fn present_below() {}

#[cfg(any())]
#[security(depends = nothing_of_this_name)]
async fn absent(user: Missing) {}

#[security(depends = nothing_of_this_name)]
#[cfg(any())]
async fn absent(user: Missing) {}

#[cfg(any())]
#[dependency(depends = nothing_of_this_name)]
async fn absent_dependency(user: Missing) -> Missing {}

#[dependency(depends = nothing_of_this_name)]
#[cfg(any())]
async fn absent_dependency(user: Missing) -> Missing {}

/// A module.
pub mod nested {
    use super::*;

    #[security(depends = get_user)]
    pub(super) async fn in_parent(_: User) {}

    #[security(depends = super::get_user)]
    pub(crate) async fn in_crate(_: User) {}

    #[security(depends = crate::get_user)]
    pub(in crate::nested) async fn in_path(_: User) {}

    pub(super) fn routes() -> Router<App> {
        Router::new().route("/path", get(in_path))
    }
}

#[allow(deprecated, reason = "what it tests")]
fn main() {
    let _ = Router::<App>::new()
        .route("/above", get(above))
        .route("/below", get(below))
        .route("/debugged", get(debugged))
        .route("/annotated", get(annotated))
        .route("/more", get(more_visible))
        .route("/more/scheme", get(more_visible_than_scheme))
        .route("/present/above", get(present_above))
        .route("/present/below", get(present_below))
        .route("/parent", get(nested::in_parent))
        .route("/crate", get(nested::in_crate))
        .merge(nested::routes());
}
