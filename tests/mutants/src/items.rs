//! Items of users.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use scopegate::{AccessToken, Denial, NotPermitted, dependency, security};
use serde::Deserialize;

use crate::auth::{OAuth2PasswordBearer, User, get_active_user, get_current_user, get_reader};
use crate::state::{Db, Item, Items, get_db};

#[derive(Deserialize)]
pub struct Page {
    pub number: Option<u32>,
}

#[derive(Deserialize)]
pub struct NewItem {
    pub title: String,
}

/// The number of the page.
#[dependency]
pub fn page(Query(page): Query<Page>) -> u32 {
    page.number.unwrap_or(1)
}

/// The item of the path, which belongs to the caller.
#[dependency(depends = get_active_user, permission = "item:owner", not_found)]
pub async fn own_item(
    user: User,
    Path(id): Path<u32>,
    State(items): State<Items>,
) -> Result<Item, NotPermitted> {
    let item = items.get(id).await.ok_or(NotPermitted)?;
    if item.owner != user.name {
        return Err(NotPermitted);
    }
    Ok(item)
}

#[security(scopes = any("items:read", "admin"), depends = get_current_user)]
pub async fn list_items(user: User, State(items): State<Items>) -> Json<Vec<Item>> {
    let all = items.all().await.into_iter();
    Json(all.filter(|item| item.owner == user.name).collect())
}

#[security(scopes = ["items:read"], depends = own_item)]
pub async fn read_item(item: Item) -> Json<Item> {
    Json(item)
}

#[security(scopes = ["items:write"], depends = get_active_user)]
pub async fn add_item(
    user: User,
    State(items): State<Items>,
    Json(new): Json<NewItem>,
) -> (StatusCode, Json<String>) {
    let title = new.title;
    items
        .add(Item {
            id: 1,
            title: title.clone(),
            owner: user.name,
        })
        .await;
    (StatusCode::CREATED, Json(title))
}

#[security]
pub async fn search_items(
    headers: HeaderMap,
    #[security(scopes = ["items:read"], depends = get_reader)] user: User,
    #[security(depends = get_db)] db: Db,
    #[security(depends = page)] page: u32,
) -> String {
    format!("{} {} {page} {}", user.name, db.url, headers.len())
}

#[security(scopes = ["items:read"], depends = OAuth2PasswordBearer, may_require = ["archive"])]
pub async fn read_old_item(token: AccessToken, Path(id): Path<u32>) -> Result<String, Denial> {
    if id < 1000 {
        token.require("archive")?;
    }
    Ok(format!("item {id}"))
}

#[security(optional, depends = get_current_user)]
pub async fn front_page(visitor: Option<User>) -> String {
    visitor.map_or_else(
        || "Welcome".to_owned(),
        |user| format!("Hello, {}", user.name),
    )
}

#[security(public)]
pub async fn count(State(items): State<Items>) -> String {
    items.len().to_string()
}
