//! Logging in: a username and a password for an access token.

use axum::extract::State;
use scopegate::{FastApi, OAuth2PasswordRequestForm, TokenIssuer, TokenResponse, security};

use crate::error::ApiError;
use crate::users::Users;

/// Log in for an access token.
///
/// The token has the scopes that were asked for and that the user may have.
///
/// # Errors
/// 400 if the username is unknown or the password is wrong.
#[security(public)]
pub async fn login_for_access_token(
    State(users): State<Users>,
    State(issuer): State<TokenIssuer>,
    form: OAuth2PasswordRequestForm<FastApi>,
) -> Result<TokenResponse, ApiError> {
    let user = users.authenticate(&form.username, form.password).await;
    let user = user.ok_or(ApiError::IncorrectLogin)?;
    let scopes = form
        .scopes
        .iter()
        .filter(|scope| user.scopes.contains(scope));
    let access_token = issuer.issue(&user.user.username, scopes).map_err(|error| {
        tracing::error!("cannot issue a token: {error}");
        ApiError::Internal
    })?;
    Ok(TokenResponse::bearer(access_token))
}
