use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use scopegate::{SecureRouter, dependency, routes, security};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Items;
use crate::accounts::rules::{Problems, text};
use crate::app::App;
use crate::auth::get_current_active_user;
use crate::docs::{ChangedMeanwhile, DisabledUser, InvalidInput, InvalidQuery, NoSuchItem};
use crate::error::ApiError;
use crate::input::{JsonBody, Page, Paged, PathOf, QueryOf};
use crate::users::User;

/// An item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = OwnItem)]
pub struct Item {
    /// Its name in paths.
    pub item_id: String,
    /// The name of the user whom it belongs to.
    pub owner: String,
    /// What it is.
    pub title: String,
    /// More about it.
    pub description: String,
}

/// What an item is made of.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewItem {
    /// What it is.
    #[schema(
        min_length = 1,
        max_length = 100,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub title: String,
    /// More about it.
    #[serde(default)]
    #[schema(max_length = 2000, pattern = r"^[^\x00-\x09\x0b-\x1f\x7f-\x9f]*$")]
    pub description: String,
}

/// The item that the path names. It belongs to the current user.
#[derive(Debug, Clone)]
pub struct OwnItem {
    item: Item,
    owner: User,
}

/// The current user's item that the path names.
///
/// # Errors
/// 404 if there is none, or it belongs to somebody else.
#[dependency(depends = get_current_active_user)]
pub async fn get_own_item(
    current_user: User,
    PathOf(item_id): PathOf<String>,
    State(items): State<Items>,
) -> Result<OwnItem, ApiError> {
    let item = items.get(&current_user.username, &item_id).await?;
    Ok(OwnItem {
        item: item.ok_or(ApiError::NotFound)?,
        owner: current_user,
    })
}

/// The routes of items.
pub fn routes() -> SecureRouter<App> {
    SecureRouter::new()
        .routes(routes!(list_items, create_item))
        .routes(routes!(read_item, update_item, delete_item))
}

/// List own items.
#[utoipa::path(
    get, path = "/items/", params(Page),
    responses((status = 200, description = "A page of items.", body = Paged<Item>), DisabledUser, InvalidQuery),
)]
#[security(scopes = ["items"], depends = get_current_active_user)]
pub(super) async fn list_items(
    current_user: User,
    QueryOf(page): QueryOf<Page>,
    State(items): State<Items>,
) -> Result<Json<Paged<Item>>, ApiError> {
    let found = items.list(&current_user.username, &page).await?;
    Ok(Json(page.of(found, |item| &item.item_id)))
}

/// Create an item.
#[utoipa::path(
    post, path = "/items/", request_body = NewItem,
    responses((status = 201, description = "The new item.", body = Item), DisabledUser, ChangedMeanwhile, InvalidInput),
)]
#[security(scopes = ["items:write"], depends = get_current_active_user)]
pub(super) async fn create_item(
    current_user: User,
    State(items): State<Items>,
    JsonBody(new): JsonBody<NewItem>,
) -> Result<(StatusCode, Json<Item>), ApiError> {
    new.check()?;
    let item = items.create(&current_user, new).await?;
    let item = item.ok_or(ApiError::ChangedMeanwhile)?;
    Ok((StatusCode::CREATED, Json(item)))
}

/// Read an item.
#[utoipa::path(
    get, path = "/items/{item_id}", params(("item_id" = String, Path, description = "Its name.")),
    responses((status = 200, description = "The item.", body = Item), DisabledUser, NoSuchItem),
)]
#[security(scopes = ["items"], depends = get_own_item)]
pub(super) async fn read_item(own: OwnItem) -> Json<Item> {
    Json(own.item)
}

/// Change an item.
#[utoipa::path(
    put, path = "/items/{item_id}", request_body = NewItem, params(("item_id" = String, Path, description = "Its name.")),
    responses((status = 200, description = "The changed item.", body = Item), DisabledUser, NoSuchItem, ChangedMeanwhile, InvalidInput),
)]
#[security(scopes = ["items:write"], depends = get_own_item)]
pub(super) async fn update_item(
    OwnItem { item, owner }: OwnItem,
    State(items): State<Items>,
    JsonBody(new): JsonBody<NewItem>,
) -> Result<Json<Item>, ApiError> {
    new.check()?;
    let item = Item {
        title: new.title,
        description: new.description,
        ..item
    };
    if items.update(&owner, &item).await? {
        return Ok(Json(item));
    }
    // It may have been deleted meanwhile.
    let is_there = items.get(&owner.username, &item.item_id).await?.is_some();
    Err(if is_there {
        ApiError::ChangedMeanwhile
    } else {
        ApiError::NotFound
    })
}

/// Delete an item.
#[utoipa::path(
    delete, path = "/items/{item_id}", params(("item_id" = String, Path, description = "Its name.")),
    responses((status = 204, description = "It is gone."), DisabledUser, NoSuchItem),
)]
#[security(scopes = ["items:write"], depends = get_own_item)]
pub(super) async fn delete_item(
    own: OwnItem,
    State(items): State<Items>,
) -> Result<StatusCode, ApiError> {
    let deleted = items.delete(&own.item).await?;
    deleted
        .then_some(StatusCode::NO_CONTENT)
        .ok_or(ApiError::NotFound)
}

impl NewItem {
    fn check(&self) -> Result<(), ApiError> {
        let mut problems = Problems::default();
        problems.add("title", text(&self.title, 1, 100, false));
        problems.add("description", text(&self.description, 0, 2000, true));
        problems.into_result()
    }
}
