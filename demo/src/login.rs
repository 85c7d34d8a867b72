//! Logging in: a username and a password for an access token.

use axum::extract::State;
use scopegate::{FastApi, OAuth2PasswordRequestForm, TokenIssuer, TokenResponse, security};

use crate::docs::HttpValidationError;
use crate::error::{ApiError, Detail};
use crate::users::Users;

/// What the client sends to log a user in, read as FastAPI does.
type LoginForm = OAuth2PasswordRequestForm<FastApi>;

/// No form of a person who logs in is longer, in bytes. What is longer is not read to its end.
pub(crate) const MAX_FORM: usize = 8 * 1024;

/// Log in for an access token.
///
/// The token has the scopes that were asked for and that the user may have.
#[utoipa::path(
    post,
    path = "/token",
    operation_id = "login_for_access_token_token_post",
    request_body(
        content = LoginForm,
        content_type = "application/x-www-form-urlencoded",
        example = json!({
            "grant_type": "password",
            "username": "johndoe",
            "password": "secret",
            "scope": "me items",
        }),
    ),
    responses(
        (status = 200, description = "An access token.", body = TokenResponse),
        (status = 400, description = "Unknown user, wrong password, or a body that breaks off.", body = Detail),
        (status = 413, description = "The body is too long.", body = Detail),
        (status = 422, description = "A field is missing or wrong.", body = HttpValidationError),
        (status = 500, description = "The service cannot issue a token.", body = Detail),
        (status = 503, description = "Too many log in at the moment.", body = Detail),
    ),
)]
#[security(public)]
pub(crate) async fn login_for_access_token(
    State(users): State<Users>,
    State(issuer): State<TokenIssuer>,
    form: LoginForm,
) -> Result<TokenResponse, ApiError> {
    let user = users.authenticate(&form.username, form.password).await?;
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
