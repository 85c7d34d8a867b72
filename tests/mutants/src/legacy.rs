//! Routes of a router of axum.

use axum::extract::{Path, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use scopegate::security;

use crate::auth::{User, get_active_user, get_reader};
use crate::state::{App, Item, Items};

#[security(scopes = ["items:write"], depends = get_active_user)]
async fn change_item(
    user: User,
    Path(id): Path<u32>,
    State(items): State<Items>,
    Json(item): Json<Item>,
) -> String {
    items.add(item).await;
    format!("{} changed {id}", user.name)
}

#[security(scopes = ["items:read"], depends = get_reader)]
async fn read_title(_user: User, Path(id): Path<u32>) -> String {
    id.to_string()
}

#[security(public)]
async fn status() -> &'static str {
    "ok"
}

pub fn router() -> Router<App> {
    Router::new()
        .route("/v1/items/{id}", post(change_item))
        .route("/v1/titles/{id}", get(read_title))
        .route("/v1/status", get(status))
}
