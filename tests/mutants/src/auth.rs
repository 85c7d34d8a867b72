//! Who calls.

use axum::extract::State;
use axum::http::StatusCode;
use scopegate::{AccessToken, ApiKey, Denial, SecurityScheme, SecurityScopes, dependency};

use crate::state::Users;

/// Log in with a password.
#[derive(SecurityScheme)]
#[oauth2(
    password(token_url = "token"),
    scopes(
        "me" = "Read your profile.",
        "items:read" = "Read items.",
        "items:write" = "Change items.", implies("items:read"),
        "archive" = "Read old items.",
        "admin" = "Everything.",
    ),
)]
pub struct OAuth2PasswordBearer;

/// A key of a machine.
#[derive(SecurityScheme)]
#[api_key(header = "X-API-Key", scopes("items:read" = "Read items."))]
pub struct MachineKey;

#[derive(Clone)]
pub struct User {
    pub name: String,
    pub is_disabled: bool,
}

#[dependency(depends = OAuth2PasswordBearer)]
pub async fn get_current_user(
    token: AccessToken,
    State(users): State<Users>,
) -> Result<User, Denial> {
    let name = token.claims().sub.as_deref().unwrap_or_default();
    users.find(name).await.ok_or_else(|| token.deny())
}

#[dependency(scopes = ["me"], depends = get_current_user)]
pub async fn get_active_user(user: User) -> Result<User, (StatusCode, &'static str)> {
    if user.is_disabled {
        return Err((StatusCode::BAD_REQUEST, "Inactive user"));
    }
    Ok(user)
}

#[dependency(depends = MachineKey, checks_scopes)]
pub fn get_machine(key: ApiKey, scopes: SecurityScopes) -> Result<User, Denial> {
    if !key.matches("a key") {
        return Err(key.deny());
    }
    if !scopes.are_granted_by(|scope| scope == "items:read") {
        return Err(key.insufficient_scope());
    }
    Ok(User {
        name: "a machine".to_owned(),
        is_disabled: false,
    })
}

#[dependency(depends = any(get_current_user, get_machine))]
pub fn get_reader(user: User) -> User {
    user
}
