//! The tutorial of DESIGN.md, as a user writes it.

use axum::extract::{FromRef, State};
use axum::routing::get;
use axum::{Json, Router};
use scopegate::{AccessToken, Denial, SecurityScheme, SecurityScopes, Verifier, dependency, security};

/// Log in with a username and a password.
#[derive(SecurityScheme)]
#[oauth2(
    password(token_url = "token"),
    scopes(
        "me" = "Read information about the current user.",
        "items" = "Read items.",
    ),
)]
pub struct OAuth2PasswordBearer;

#[derive(Clone)]
struct Users;

#[derive(Clone)]
struct App {
    users: Users,
    verifier: Verifier,
}

impl FromRef<App> for Users {
    fn from_ref(app: &App) -> Self {
        app.users.clone()
    }
}

impl FromRef<App> for Verifier {
    fn from_ref(app: &App) -> Self {
        app.verifier.clone()
    }
}

struct User {
    name: String,
}

#[dependency(depends = OAuth2PasswordBearer)]
async fn get_current_user(token: AccessToken, State(_users): State<Users>, scopes: SecurityScopes) -> Result<User, Denial> {
    let _ = scopes.scope_str();
    let name = token.claims().sub.clone().ok_or_else(|| token.deny())?;
    Ok(User { name })
}

#[dependency(scopes = ["me"], depends = get_current_user)]
fn get_current_active_user(current_user: User) -> User {
    current_user
}

/// Read own items.
#[security(scopes = ["items"], depends = get_current_active_user)]
async fn read_own_items(current_user: User) -> Json<Vec<String>> {
    Json(vec![current_user.name])
}

#[security(depends = get_current_user)]
async fn read_system_status(_: User) -> &'static str {
    "ok"
}

#[security(public)]
async fn health() -> &'static str {
    "ok"
}

fn app() -> Router<App> {
    Router::new()
        .route("/users/me/items/", get(read_own_items))
        .route("/status/", get(read_system_status))
        .route("/health", get(health))
}

fn main() {
    let _ = app();
}
