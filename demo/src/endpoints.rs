//! The endpoints of the tutorial. How they are documented beyond their types is in [`docs`](crate::docs).

use axum::Json;
use axum::extract::State;
use scopegate::password::TokenRequest;
use scopegate::{FastApi, TokenResponse, security};
use serde::Serialize;
use utoipa::ToSchema;

use crate::attempts::LoginAttempt;
use crate::auth::{get_current_active_user, get_current_user};
use crate::docs::{DisabledUser, FailedLogin, example_login, example_refresh};
use crate::error::ApiError;
use crate::input::Page;
use crate::items::Items;
use crate::sessions::{OFFLINE_ACCESS, Sessions, create_access_token};
use crate::signing::Signing;
use crate::users::{User, Users};

/// What the client sends, read as FastAPI does: a login, or a refresh token.
type TokenForm = TokenRequest<FastApi>;

/// Log in for an access token.
///
/// The token has the scopes that were asked for and that the user may have. With the scope `offline_access`, the answer
/// also has a refresh token, which is sent with the `grant_type` `refresh_token` for the next access token.
#[utoipa::path(
    post, path = "/token",
    request_body(
        content = TokenForm, content_type = "application/x-www-form-urlencoded",
        examples(("A login" = (value = json!(example_login()))), ("A refresh token" = (value = json!(example_refresh())))),
    ),
    responses((status = 200, description = "An access token.", body = TokenResponse), FailedLogin),
)]
#[security(public)]
pub(crate) async fn login_for_access_token(
    attempt: LoginAttempt,
    State(users): State<Users>,
    State(signing): State<Signing>,
    State(sessions): State<Sessions>,
    request: TokenForm,
) -> Result<TokenResponse, ApiError> {
    let form = match request {
        TokenRequest::Password(form) => form,
        TokenRequest::RefreshToken(form) => return sessions.refresh(&signing, &users, form).await,
        _ => return Err(ApiError::InvalidRequest),
    };
    attempt.at(&form.username)?;
    let user = users
        .authenticate_user(&form.username, form.password)
        .await?;
    let user = user.ok_or(ApiError::IncorrectLogin)?;
    attempt.succeeded(&user.user.username);
    let scopes = form
        .scopes
        .iter()
        .filter(|scope| user.may_be_granted(scope));
    let scopes: Vec<_> = scopes.cloned().collect();
    if form.scopes.iter().any(|scope| scope == OFFLINE_ACCESS) {
        return sessions.begin(&signing, &user, &scopes).await;
    }
    let access_token = create_access_token(&signing, &user, &scopes)?;
    Ok(TokenResponse::bearer(access_token))
}

/// Read the current user.
#[utoipa::path(
    get, path = "/users/me/",
    responses((status = 200, description = "The user.", body = User), DisabledUser),
)]
#[security(depends = get_current_active_user)]
pub async fn read_users_me(current_user: User) -> Json<User> {
    Json(current_user)
}

/// Read own items.
#[utoipa::path(
    get, path = "/users/me/items/",
    responses((status = 200, description = "The first 100 items. `GET /items/` has all of them, in pages.", body = Vec<Item>), DisabledUser),
)]
#[security(scopes = ["items"], depends = get_current_active_user)]
pub(crate) async fn read_own_items(
    current_user: User,
    State(items): State<Items>,
) -> Result<Json<Vec<Item>>, ApiError> {
    let page = Page::longest();
    let items = items.list(&current_user.username, &page).await?;
    let page = page.of(items, |item| &item.item_id);
    let items = page.entries.into_iter().map(|item| Item {
        item_id: item.item_id,
        owner: item.owner,
    });
    Ok(Json(items.collect()))
}

/// Read the status of the system.
#[utoipa::path(
    get, path = "/status/",
    responses((status = 200, description = "The status.", body = Status)),
)]
#[security(depends = get_current_user)]
pub async fn read_system_status(_current_user: User) -> Json<Status> {
    Json(Status { status: "ok" })
}

/// An item.
#[derive(Debug, Serialize, ToSchema)]
pub struct Item {
    /// Its name.
    item_id: String,
    /// The name of the user whom it belongs to.
    owner: String,
}

/// The status of the system.
#[derive(Debug, Serialize, ToSchema)]
pub struct Status {
    /// `ok`.
    status: &'static str,
}
