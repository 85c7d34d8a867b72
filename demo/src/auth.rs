//! Who calls, and what they may do: the dependencies of the tutorial.

use axum::extract::State;
use scopegate::{AccessToken, SecurityScheme, dependency};

use crate::error::ApiError;
use crate::users::{User, Users};

/// Log in with a username and a password.
#[derive(Debug, SecurityScheme)]
#[oauth2(
    password(token_url = "token"),
    scopes(
        "me" = "Read information about the current user.",
        "items" = "Read items.",
        "items:write" = "Create, change and delete items.", implies("items"),
        "users:read" = "Read all users.",
        "users:write" = "Change users.", implies("users:read"),
    ),
    profile = fastapi,
)]
pub struct OAuth2PasswordBearer;

/// The user that the access token names.
///
/// # Errors
/// 401 if it names none of ours, 503 if the database cannot be asked.
#[dependency(depends = OAuth2PasswordBearer)]
pub async fn get_current_user(
    token: AccessToken,
    State(users): State<Users>,
) -> Result<User, ApiError> {
    let username = token.claims().sub.as_deref().unwrap_or_default();
    let user = users
        .get_user(username)
        .await?
        .ok_or_else(|| token.deny())?;
    Ok(user.into())
}

/// The user that the access token names, unless it was disabled.
///
/// # Errors
/// 400 if it was.
#[dependency(scopes = ["me"], depends = get_current_user)]
pub async fn get_current_active_user(current_user: User) -> Result<User, ApiError> {
    if current_user.disabled {
        return Err(ApiError::InactiveUser);
    }
    Ok(current_user)
}
