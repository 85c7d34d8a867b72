//! What the document says of operations beyond the types of their functions, apart from them: the tutorial is easier to
//! read without.

use serde::Serialize;
use serde_json::{Value, json};
use utoipa::openapi::OpenApi;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::{IntoResponses, ToSchema};

use super::HttpValidationError;
use crate::error::{Detail, OAuthError};

/// Refusals of endpoints that only active users may call.
#[derive(Debug, IntoResponses)]
pub enum DisabledUser {
    /// The user was disabled.
    #[response(status = 400)]
    InactiveUser(Detail),
}

/// Why there is no token: FastAPI's form for a login, and that of OAuth for a refresh token.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum RefusedGrant {
    /// Of a login.
    Login(Detail),
    /// Of a refresh token.
    RefreshToken(OAuthError),
}

/// Refusals of logins.
#[derive(Debug, IntoResponses)]
pub enum FailedLogin {
    /// Unknown user, wrong password, a body that breaks off, or a disabled user where other services accept the tokens. A
    /// refresh token that is not valid any more, or a scope that was not granted before.
    #[response(status = 400)]
    Incorrect(RefusedGrant),
    /// The body is too long.
    #[response(status = 413)]
    TooLong(Detail),
    /// A field is missing or wrong.
    #[response(status = 422)]
    Invalid(HttpValidationError),
    /// This client, or this account, has had too many attempts.
    #[response(status = 429)]
    TooMany(Detail),
    /// The service cannot issue a token.
    #[response(status = 500)]
    NoToken(Detail),
    /// Too many log in at the moment, or the database cannot be asked.
    #[response(status = 503)]
    Unavailable(Detail),
}

/// Refusals of revocations.
#[derive(Debug, IntoResponses)]
pub enum FailedRevocation {
    /// There is no token in the form, or it has no `jti`.
    #[response(status = 400)]
    Invalid(OAuthError),
    /// The body is too long.
    #[response(status = 413)]
    TooLong(Detail),
    /// The token is still valid: the database cannot be asked.
    #[response(status = 503)]
    Unavailable(Detail),
}

/// Refusals of registrations.
#[derive(Debug, IntoResponses)]
pub enum FailedRegistration {
    /// There is a user with this name.
    #[response(status = 409)]
    Taken(Detail),
}

/// Refusals of whoever changes the own password.
#[derive(Debug, IntoResponses)]
pub enum FailedPasswordChange {
    /// The old password is wrong, or the user was disabled.
    #[response(status = 400)]
    Incorrect(Detail),
}

/// Refusals of callers whose tokens end while their request is under way.
#[derive(Debug, IntoResponses)]
pub enum ChangedMeanwhile {
    /// The caller was changed meanwhile: log in again.
    #[response(status = 409)]
    Changed(Detail),
}

/// Refusals of what needs the hash of a password.
#[derive(Debug, IntoResponses)]
pub enum FailedHash {
    /// This client, or this account, has had too many attempts.
    #[response(status = 429)]
    TooMany(Detail),
    /// The service cannot answer.
    #[response(status = 500)]
    Failed(Detail),
    /// Too many passwords are being looked at, or the database cannot be asked.
    #[response(status = 503)]
    Unavailable(Detail),
}

/// Refusals of what is asked of lists.
#[derive(Debug, IntoResponses)]
pub enum InvalidQuery {
    /// The query is not what the endpoint needs.
    #[response(status = 422)]
    Invalid(HttpValidationError),
}

/// Refusals of bodies.
#[derive(Debug, IntoResponses)]
pub enum InvalidInput {
    /// The body is too long.
    #[response(status = 413)]
    TooLong(Detail),
    /// The body is not what the endpoint needs.
    #[response(status = 422)]
    Invalid(HttpValidationError),
}

/// Refusals of endpoints of one item.
#[derive(Debug, IntoResponses)]
pub enum NoSuchItem {
    /// There is no such item, or it belongs to somebody else.
    #[response(status = 404)]
    NotFound(Detail),
}

/// Refusals of endpoints of one user.
#[derive(Debug, IntoResponses)]
pub enum NoSuchUser {
    /// There is no such user.
    #[response(status = 404)]
    NotFound(Detail),
}

/// A login that succeeds.
#[must_use]
pub fn example_login() -> Value {
    json!({
        "grant_type": "password",
        "username": "johndoe",
        "password": "secret",
        "scope": "me items offline_access",
    })
}

/// What follows it.
#[must_use]
pub fn example_refresh() -> Value {
    json!({
        "grant_type": "refresh_token",
        "refresh_token": "the one of the answer before",
    })
}

/// Gives operations the names that FastAPI gives them: `read_users_me_users_me__get`.
#[must_use]
pub fn named_like_fastapi(mut document: OpenApi) -> OpenApi {
    for (path, item) in &mut document.paths.paths {
        let path = path.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
        for (method, operation) in operations(item) {
            let function = operation.operation_id.take().unwrap_or_default();
            operation.operation_id = Some(format!("{function}{path}_{method}"));
        }
    }
    document
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    let PathItem {
        get,
        put,
        post,
        delete,
        patch,
        ..
    } = item;
    let methods = ["get", "put", "post", "delete", "patch"];
    let found = methods.into_iter().zip([get, put, post, delete, patch]);
    found.filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}
