//! Who calls, and what they may do: the dependencies of the tutorial.

use axum::extract::State;
use scopegate::{AccessToken, SecurityScheme, dependency};
use serde::Deserialize;

use crate::error::ApiError;
use crate::users::{User, Users};

/// Log in with a username and a password.
#[derive(Debug, SecurityScheme)]
#[oauth2(
    password(token_url = "token", refresh_url = "token"),
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

/// What an access token of ours says.
#[derive(Deserialize)]
#[allow(
    missing_debug_implementations,
    reason = "claims have no business in a log"
)]
pub struct TokenData {
    /// The name of the user.
    sub: Option<String>,
    /// The name of the token.
    jti: Option<String>,
    /// How often all tokens of the user had been revoked when the user logged in: those of then are not valid any more.
    #[serde(default)]
    generation: i64,
}

/// The user that the access token names.
///
/// # Errors
/// 401 if it names none of ours, or was revoked with all others of the user; 503 if the database cannot be asked.
#[dependency(depends = OAuth2PasswordBearer)]
pub async fn get_current_user(
    token: AccessToken<TokenData>,
    State(users): State<Users>,
) -> Result<User, ApiError> {
    let TokenData {
        sub,
        jti,
        generation,
    } = token.claims();
    let user = users.get_user(sub.as_deref().unwrap_or_default()).await?;
    let user = user.filter(|user| user.user.generation == *generation);
    Ok(User {
        token: jti.clone().unwrap_or_default(),
        ..user.ok_or_else(|| token.deny())?.into()
    })
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
