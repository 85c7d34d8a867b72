//! What the handlers depend on.

use axum::extract::State;
use scopegate::{AccessToken, Denial, SecurityScheme, SecurityScopes, dependency};

/// Logs in with a password.
#[derive(SecurityScheme)]
#[oauth2(
    password(token_url = "token"),
    scopes("me" = "Read the current user.", "items" = "Read items.")
)]
pub struct OAuth2PasswordBearer;

#[derive(Clone)]
pub struct User(pub String);

#[derive(Clone)]
pub struct Users;

/// The user of the token.
#[dependency(depends = OAuth2PasswordBearer)]
pub async fn get_current_user(
    token: AccessToken,
    _scopes: SecurityScopes,
    State(_): State<Users>,
) -> Result<User, Denial> {
    let name = token.claims().sub.clone().ok_or_else(|| token.deny())?;
    Ok(User(name))
}

/// The user, unless disabled.
#[dependency(scopes = ["me"], depends = get_current_user)]
pub async fn get_current_active_user(user: User) -> User {
    user
}
