//! The endpoint about items.

use axum::Json;
use scopegate::security;
use serde::Serialize;

use crate::auth::get_current_active_user;
use crate::users::User;

/// An item.
#[derive(Debug, Serialize)]
pub struct Item {
    item_id: &'static str,
    owner: String,
}

/// Read own items.
#[security(scopes = ["items"], depends = get_current_active_user)]
pub async fn read_own_items(current_user: User) -> Json<Vec<Item>> {
    Json(vec![Item {
        item_id: "Foo",
        owner: current_user.username,
    }])
}
