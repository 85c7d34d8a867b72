//! The endpoint about items.

use axum::Json;
use scopegate::security;
use serde::Serialize;
use utoipa::ToSchema;

use crate::auth::get_current_active_user;
use crate::error::Detail;
use crate::users::User;

/// An item.
#[derive(Debug, Serialize, ToSchema)]
pub struct Item {
    /// Its name.
    item_id: &'static str,
    /// The name of the user whom it belongs to.
    owner: String,
}

/// Read own items.
#[utoipa::path(
    get,
    path = "/users/me/items/",
    operation_id = "read_own_items_users_me_items__get",
    responses(
        (status = 200, description = "The items.", body = Vec<Item>),
        (status = 400, description = "The user was disabled.", body = Detail),
    ),
)]
#[security(scopes = ["items"], depends = get_current_active_user)]
pub async fn read_own_items(current_user: User) -> Json<Vec<Item>> {
    Json(vec![Item {
        item_id: "Foo",
        owner: current_user.username,
    }])
}
