use axum::Json;
use axum::extract::State;
use scopegate::{SecureRouter, level, routes, security};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::passwords::set_password;
use super::rules::{self, Problems};
use crate::app::App;
use crate::auth::get_current_active_user;
use crate::docs::{ChangedMeanwhile, DisabledUser, InvalidInput, InvalidQuery, NoSuchUser};
use crate::error::ApiError;
use crate::input::{JsonBody, Page, Paged, PathOf, QueryOf};
use crate::users::{User, UserInDb, Users};

/// A user, as administrators see it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Account {
    /// What everybody sees of it.
    #[serde(flatten)]
    pub user: User,
    /// The scopes that the user may be granted.
    pub scopes: Vec<String>,
}

/// What to change of a user. What is left out stays as it is.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The scopes that the user may be granted from now on.
    pub scopes: Option<Vec<String>>,
    /// Whether the user may no longer use the API.
    pub disabled: Option<bool>,
}

/// The routes of administrators.
pub fn routes() -> SecureRouter<App> {
    SecureRouter::new()
        .requires(level!(
            scopes = ["users:read"],
            depends = get_current_active_user
        ))
        .routes(routes!(list_users))
        .routes(routes!(change_user))
        .routes(routes!(set_password))
}

/// List users.
#[utoipa::path(
    get, path = "/admin/users/", params(Page),
    responses((status = 200, description = "A page of users.", body = Paged<Account>), DisabledUser, InvalidQuery),
)]
#[security(depends = get_current_active_user)]
pub(super) async fn list_users(
    _administrator: User,
    QueryOf(page): QueryOf<Page>,
    State(users): State<Users>,
) -> Result<Json<Paged<Account>>, ApiError> {
    let found = users.list(&page).await?;
    let accounts = found.into_iter().map(Account::from).collect();
    Ok(Json(page.of(accounts, |account| &account.user.username)))
}

/// Change a user.
///
/// The user is logged out everywhere, for good: a user who is enabled again logs in again.
#[utoipa::path(
    patch, path = "/admin/users/{username}", request_body = Change, params(("username" = String, Path, description = "The name to log in with.")),
    responses((status = 200, description = "The changed user.", body = Account), DisabledUser, NoSuchUser, ChangedMeanwhile, InvalidInput),
)]
#[security(scopes = ["users:write"], depends = get_current_active_user)]
pub(super) async fn change_user(
    administrator: User,
    PathOf(username): PathOf<String>,
    State(users): State<Users>,
    JsonBody(change): JsonBody<Change>,
) -> Result<Json<Account>, ApiError> {
    let mut problems = Problems::default();
    problems.add(
        "scopes",
        rules::scopes(change.scopes.as_deref().unwrap_or_default()),
    );
    problems.into_result()?;
    if users.get_user(&username).await?.is_none() {
        return Err(ApiError::NotFound); // the log has only names that there are
    }
    let scopes = change.scopes.as_ref().map(|scopes| scopes.join(" "));
    // Before: whoever hangs up does not see the end of it.
    tracing::info!(
        by = administrator.username,
        username,
        scopes,
        disabled = change.disabled,
        "changes a user"
    );
    let changed = users.change(&administrator, &username, &change).await?;
    Ok(Json(changed.ok_or(ApiError::ChangedMeanwhile)?.into()))
}

impl From<UserInDb> for Account {
    fn from(stored: UserInDb) -> Self {
        Self {
            user: stored.user,
            scopes: stored.scopes,
        }
    }
}
