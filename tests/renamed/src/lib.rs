//! A service that knows scopegate as `gate`, and whose dependencies are in another crate.
//!
//! It compiles without a warning under the workspace's lints: this is where generated code meets
//! `clippy::pedantic`.

use axum::Router;
use axum::extract::{FromRef, State};
use axum::routing::get;
use gate::{AccessToken, Denial, SecurityScheme, SecurityScopes, Verifier, dependency, security};
use scopegate_other_crate::active::get_active_caller;
use scopegate_other_crate::{self as other, Caller, get_caller};

/// Where this crate re-exports from.
pub mod reexports {
    pub use gate as scopes;
}

/// A scheme of its own.
#[derive(Debug, SecurityScheme)]
#[oauth2(
    password(token_url = "token"),
    scopes("admin" = "Do anything."),
    profile = fastapi,
    crate = gate
)]
pub struct OAuth2PasswordBearer;

/// The state.
#[derive(Debug, Clone, FromRef)]
pub struct App {
    greeting: &'static str,
    verifier: Verifier,
}

/// The caller's name.
#[dependency(scopes = ["admin"], depends = OAuth2PasswordBearer, crate = gate)]
pub async fn get_admin(token: AccessToken, scopes: SecurityScopes) -> String {
    let name = token.claims().sub.clone().unwrap_or_default();
    format!("{name} ({})", scopes.scope_str())
}

/// A plain dependency.
#[dependency(crate = crate::reexports::scopes)]
pub fn get_greeting(State(greeting): State<&'static str>) -> &'static str {
    greeting
}

/// What pedants would write otherwise: borrowed, without a `Result`, without `async`.
///
/// # Errors
/// None.
#[dependency(depends = OAuth2PasswordBearer, crate = gate)]
pub async fn get_token_length(token: AccessToken) -> Result<usize, Denial> {
    Ok(token.as_str().len())
}

#[dependency(depends = OAuth2PasswordBearer, crate = gate)]
fn get_token_start(token: AccessToken) -> Result<String, Denial> {
    Ok(token.as_str().chars().take(8).collect())
}

/// Reads the token's start.
#[security(depends = get_token_start, crate = gate)]
pub fn read_token_start(start: String) -> String {
    start.len().to_string()
}

/// Reads the token's length.
///
/// # Errors
/// None.
#[security(depends = get_token_length, crate = gate)]
pub async fn read_token_length(length: usize) -> Result<String, Denial> {
    Ok(length.to_string())
}

/// Greets.
#[security(public, depends = get_greeting, crate = gate)]
pub async fn greet(greeting: &'static str) -> &'static str {
    greeting
}

/// Reads the admin's name.
#[security(depends = get_admin, crate = ::gate)]
pub async fn read_admin(name: String) -> String {
    name
}

/// Reads the caller's name.
#[security(scopes = ["items"], depends = get_active_caller, crate = gate)]
pub async fn read_caller(caller: Caller) -> String {
    caller.name
}

#[security(depends = other::get_caller, crate = gate)]
async fn by_path(_caller: Caller) {}

#[security(depends = get_caller, crate = gate)]
fn by_name(caller: Caller) -> String {
    caller.name
}

#[security(scopes = ["items"], depends = other::Company, crate = gate)]
async fn by_scheme(_token: AccessToken) {}

/// Anyone may.
#[security(public, crate = gate)]
pub async fn health() -> &'static str {
    "ok"
}

/// The routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/greeting", get(greet))
        .route("/admin", get(read_admin))
        .route("/caller", get(read_caller))
        .route("/caller/path", get(by_path))
        .route("/caller/name", get(by_name))
        .route("/caller/scheme", get(by_scheme))
        .route("/token/start", get(read_token_start))
        .route("/token/length", get(read_token_length))
        .route("/health", get(health))
}
