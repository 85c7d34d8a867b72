//! A service as an editor sees it: `check.py` asks what it shows of these lines.

mod auth;

use auth::{OAuth2PasswordBearer, User, Users, get_current_active_user};
use axum::extract::{FromRef, Query};
use axum::routing::get;
use axum::{Json, Router};
use scopegate::{AccessToken, SecureRouter, Verifier, level, security};

/// Read the current user.
#[security(depends = get_current_active_user)]
async fn read_users_me(current_user: User) -> Json<String> {
    Json(current_user.0)
}

#[security(scopes = ["items"], depends = auth::get_current_active_user)]
async fn read_own_items(current_user: User, Query(page): Query<u32>) -> Json<(String, u32)> {
    Json((current_user.0, page))
}

#[security]
async fn read_both(
    #[security(depends = OAuth2PasswordBearer)] token: AccessToken,
    #[security(scopes = ["items"], depends = get_current_active_user)] user: User,
) -> Json<(Option<String>, String)> {
    Json((token.claims().sub.clone(), user.0))
}

#[security(public)]
async fn read_system_status() -> &'static str {
    "ok"
}

#[derive(Clone, FromRef)]
struct App {
    verifier: Verifier,
    users: Users,
}

fn main() {
    let protected = SecureRouter::<App>::new().requires(level!(
        scopes = ["items"],
        depends = get_current_active_user
    ));
    let router: Router<App> = Router::new()
        .route("/me", get(read_users_me))
        .route("/items", get(read_own_items))
        .route("/both", get(read_both))
        .route("/status", get(read_system_status));
    drop((protected, router));
}
