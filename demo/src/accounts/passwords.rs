use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use scopegate::{SecureRouter, routes, security};
use serde::Deserialize;
use utoipa::ToSchema;

use super::rules::{self, Problems};
use crate::app::App;
use crate::attempts::LoginAttempt;
use crate::auth::get_current_active_user;
use crate::docs::{
    ChangedMeanwhile, DisabledUser, FailedHash, FailedPasswordChange, InvalidInput, NoSuchUser,
};
use crate::error::{ApiError, Detail};
use crate::input::{JsonBody, PathOf};
use crate::passwords::get_password_hash;
use crate::users::{User, Users};

/// A password, and the one that takes its place.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(
    missing_debug_implementations,
    reason = "a password has no business in a log"
)]
pub struct ChangePassword {
    /// The password that the user has.
    #[schema(format = "password")]
    pub old_password: String,
    /// Another one: at most 72 bytes, without the username in it.
    #[schema(format = "password", min_length = 12, max_length = 72)]
    pub new_password: String,
}

/// A password that an administrator sets.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(
    missing_debug_implementations,
    reason = "a password has no business in a log"
)]
pub struct SetPassword {
    /// At most 72 bytes, without the username in it.
    #[schema(format = "password", min_length = 12, max_length = 72)]
    pub new_password: String,
}

/// The route by which users change their passwords.
pub fn routes() -> SecureRouter<App> {
    SecureRouter::new().routes(routes!(change_password))
}

/// Change the own password.
///
/// All tokens and sessions of the user end, also the token of this request: log in with the new password.
#[utoipa::path(
    put, path = "/users/me/password", request_body = ChangePassword,
    responses((status = 200, description = "The password was changed.", body = Detail), FailedPasswordChange, ChangedMeanwhile, InvalidInput, FailedHash),
)]
#[security(depends = get_current_active_user)]
pub(super) async fn change_password(
    current_user: User,
    attempt: LoginAttempt, // whoever stole a token may guess the password here
    State(users): State<Users>,
    JsonBody(change): JsonBody<ChangePassword>,
) -> Result<Json<Detail>, ApiError> {
    let username = &current_user.username;
    change.check(username)?;
    attempt.at(username)?;
    let user = users.authenticate_user(username, change.old_password);
    user.await?.ok_or(ApiError::IncorrectPassword)?;
    attempt.succeeded(username);
    let hash = get_password_hash(change.new_password).await?;
    tracing::info!(username, "a user changes the password"); // before, also for whoever hangs up
    if !users.set_password(username, &hash, &current_user).await? {
        return Err(ApiError::ChangedMeanwhile);
    }
    Ok(Json(Detail::new(
        "The password was changed, and all tokens have ended: log in again",
    )))
}

/// Set a user's password.
///
/// The user is logged out everywhere.
#[utoipa::path(
    put, path = "/admin/users/{username}/password", request_body = SetPassword, params(("username" = String, Path, description = "The name to log in with.")),
    responses((status = 204, description = "The password was set."), DisabledUser, NoSuchUser, ChangedMeanwhile, InvalidInput, FailedHash),
)]
#[security(scopes = ["users:write"], depends = get_current_active_user)]
pub(super) async fn set_password(
    administrator: User,
    _attempt: LoginAttempt, // a hash costs the same as that of a login
    PathOf(username): PathOf<String>,
    State(users): State<Users>,
    JsonBody(new): JsonBody<SetPassword>,
) -> Result<StatusCode, ApiError> {
    let mut problems = Problems::default();
    problems.add(
        "new_password",
        rules::password(&new.new_password, &username),
    );
    problems.into_result()?;
    if users.get_user(&username).await?.is_none() {
        return Err(ApiError::NotFound);
    }
    let hash = get_password_hash(new.new_password).await?;
    // Before: whoever hangs up does not see the end of it.
    tracing::info!(by = administrator.username, username, "sets a password");
    if !users.set_password(&username, &hash, &administrator).await? {
        return Err(ApiError::ChangedMeanwhile);
    }
    Ok(StatusCode::NO_CONTENT)
}

impl ChangePassword {
    fn check(&self, username: &str) -> Result<(), ApiError> {
        let mut problems = Problems::default();
        let is_new = if self.new_password == self.old_password {
            Err("should not be the old password".to_owned())
        } else {
            rules::password(&self.new_password, username)
        };
        problems.add("new_password", is_new);
        problems.into_result()
    }
}
