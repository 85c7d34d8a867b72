use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::StatusCode;
use scopegate::{SecureRouter, TokenError, Verifier, routes, security};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{RefreshToken, Sessions};
use crate::app::App;
use crate::auth::get_current_user;
use crate::docs::FailedRevocation;
use crate::error::ApiError;
use crate::users::{User, Users};

/// The token to revoke (RFC 7009 section 2.1).
#[derive(Deserialize, ToSchema)]
#[allow(
    missing_debug_implementations,
    reason = "a token has no business in a log"
)]
pub struct Revoke {
    /// An access token or a refresh token.
    #[schema(format = "password", min_length = 1)]
    pub token: String,
    /// Which of them. It is found out without, too.
    #[serde(default)]
    #[schema(nullable = false, required = false)]
    pub token_type_hint: Option<String>,
}

/// The routes that end sessions.
pub fn routes() -> SecureRouter<App> {
    SecureRouter::new()
        .routes(routes!(revoke_token))
        .routes(routes!(log_out_everywhere))
}

/// Revoke a token.
///
/// A refresh token is revoked with all access tokens of its session. A token that is not known is as good as revoked.
#[utoipa::path(
    post, path = "/revoke",
    request_body(content = Revoke, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, description = "The token is not valid any more."), FailedRevocation),
)]
#[security(public)]
pub(super) async fn revoke_token(
    State(sessions): State<Sessions>,
    State(verifier): State<Verifier>,
    form: Result<Form<Revoke>, FormRejection>,
) -> Result<StatusCode, ApiError> {
    let token = match form {
        Ok(Form(form)) if !form.token.is_empty() => form.token,
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            return Err(ApiError::TooLarge);
        }
        _ => return Err(ApiError::InvalidRequest),
    };
    if let Some(token) = RefreshToken::parse(&token) {
        sessions.end(token.session()).await?;
        return Ok(StatusCode::OK);
    }
    match verifier.verify(&token).await {
        // The clock of another replica may be behind.
        Ok(_) | Err(TokenError::Expired) => sessions.revoke(&token).await?,
        // The client has to assume that it is still valid.
        Err(TokenError::Unavailable) => return Err(ApiError::Unavailable),
        Err(_) => {}
    }
    Ok(StatusCode::OK)
}

/// Log out everywhere.
///
/// Ends all sessions of the current user, and revokes all access tokens.
#[utoipa::path(
    delete, path = "/users/me/sessions/",
    responses((status = 204, description = "No token is valid any more.")),
)]
#[security(depends = get_current_user)]
pub(super) async fn log_out_everywhere(
    current_user: User,
    State(users): State<Users>,
) -> Result<StatusCode, ApiError> {
    users.revoke_all_tokens(&current_user.username).await?;
    Ok(StatusCode::NO_CONTENT)
}
