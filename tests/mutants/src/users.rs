//! Users, and what administrators do.

use axum::Json;
use axum::extract::{Path, State};
use scopegate::routing::get;
use scopegate::{SecureRouter, level, routes, security};

use crate::auth::{User, get_active_user, get_current_user};
use crate::state::{App, Users};

#[security(depends = get_active_user)]
pub async fn read_me(user: User) -> Json<String> {
    Json(user.name)
}

/// The names of all users.
#[utoipa::path(get, path = "/users", responses((status = 200, body = Vec<String>)))]
#[security(scopes = ["admin"], depends = get_current_user)]
pub async fn list_users(_user: User) -> Json<Vec<String>> {
    Json(Vec::new())
}

#[utoipa::path(get, path = "/users/{name}", responses((status = 200, body = String)))]
#[security(depends = get_current_user)]
pub async fn read_user(
    _admin: User,
    Path(name): Path<String>,
    State(users): State<Users>,
) -> String {
    let user = users.find(&name).await;
    user.map(|user| user.name).unwrap_or_default()
}

pub fn admin() -> SecureRouter<App> {
    SecureRouter::new()
        .requires(level!(scopes = ["admin"], depends = get_current_user))
        .routes(routes!(list_users))
        .routes(routes!(read_user))
        .route("/users/me", get(read_me))
}
