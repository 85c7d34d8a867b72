//! The answers to what goes wrong, in FastAPI's form: `{"detail": "..."}`.

use std::time::Duration;

use axum::Json;
use axum::http::StatusCode;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use scopegate::Denial;
use serde::Serialize;
use utoipa::ToSchema;

use crate::docs::{HttpValidationError, ValidationError};
use crate::limits::TooMany;
use crate::turns::Busy;

/// What went wrong.
#[derive(Debug)]
pub enum ApiError {
    /// The token does not name a user of ours.
    Denied(Denial),
    /// The user was disabled.
    InactiveUser,
    /// Unknown user or wrong password: the answer does not tell which.
    IncorrectLogin,
    /// A form that is not what OAuth asks for.
    InvalidRequest,
    /// A refresh token that is not valid (any more).
    InvalidGrant,
    /// A token that has no name by which it could be revoked.
    UnsupportedTokenType,
    /// A scope that was not granted before.
    InvalidScope,
    /// There is a user with this name.
    Taken,
    /// The body, or the query, is not what the endpoint needs.
    Invalid(Vec<ValidationError>),
    /// The body is too long.
    TooLarge,
    /// No such path, or nothing there for this user.
    NotFound,
    /// No such method on this path.
    MethodNotAllowed,
    /// This client, or this account, has had too many attempts.
    TooManyAttempts(Duration),
    /// Too many log in at the moment, or the database cannot be asked.
    Unavailable,
    /// The service is to blame.
    Internal,
}

/// What went wrong, in a sentence.
#[derive(Debug, Serialize, ToSchema)]
pub struct Detail {
    detail: &'static str,
}

/// What went wrong, as a code of OAuth.
#[derive(Debug, Serialize, ToSchema)]
pub struct OAuthError {
    error: &'static str,
}

/// How long a client is asked to wait before it tries again (RFC 9110 section 10.2.3).
const RETRY_AFTER: Duration = Duration::from_secs(4);

impl From<Busy> for ApiError {
    fn from(_: Busy) -> Self {
        Self::Unavailable
    }
}

impl From<ValidationError> for ApiError {
    fn from(error: ValidationError) -> Self {
        Self::Invalid(vec![error])
    }
}

impl From<TooMany> for ApiError {
    fn from(too_many: TooMany) -> Self {
        Self::TooManyAttempts(too_many.retry_after)
    }
}

/// The cause is logged, and not told.
impl From<sqlx::Error> for ApiError {
    fn from(error: sqlx::Error) -> Self {
        tracing::error!("the database does not answer as it should: {error}");
        if may_pass(&error) {
            Self::Unavailable
        } else {
            Self::Internal
        }
    }
}

/// Whether the same request may succeed later.
fn may_pass(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => true,
        sqlx::Error::Database(error) => error.code().is_some_and(|code| {
            // SQLite is locked (5, 6, and longer codes of these). PostgreSQL lost the connection (08), gave a
            // transaction up (40), has too few resources (53), or was told to stop (55P03: a lock, 57).
            match code.parse::<u32>() {
                Ok(code)
                    if error
                        .try_downcast_ref::<sqlx::sqlite::SqliteError>()
                        .is_some() =>
                {
                    matches!(code & 0xff, 5 | 6)
                }
                _ => ["08", "40", "53", "55P03", "57"]
                    .iter()
                    .any(|class| code.starts_with(class)),
            }
        }),
        _ => false,
    }
}

impl From<Denial> for ApiError {
    fn from(denial: Denial) -> Self {
        Self::Denied(denial)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, detail) = match self {
            Self::Denied(denial) => return denial.into_response(),
            Self::InactiveUser => (StatusCode::BAD_REQUEST, "Inactive user"),
            Self::IncorrectLogin => (StatusCode::BAD_REQUEST, "Incorrect username or password"),
            Self::InvalidRequest => return oauth("invalid_request"),
            Self::InvalidGrant => return oauth("invalid_grant"),
            Self::UnsupportedTokenType => return oauth("unsupported_token_type"),
            Self::InvalidScope => return oauth("invalid_scope"),
            Self::Taken => (StatusCode::CONFLICT, "Username already registered"),
            Self::Invalid(detail) => {
                let body = Json(HttpValidationError { detail });
                return (StatusCode::UNPROCESSABLE_ENTITY, body).into_response();
            }
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "Content Too Large"),
            Self::NotFound => (StatusCode::NOT_FOUND, "Not Found"),
            Self::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, "Method Not Allowed"),
            Self::TooManyAttempts(wait) => {
                return later(StatusCode::TOO_MANY_REQUESTS, "Too many attempts", wait);
            }
            Self::Unavailable => {
                let status = StatusCode::SERVICE_UNAVAILABLE;
                return later(status, "Service Unavailable", RETRY_AFTER);
            }
            Self::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error"),
        };
        (status, Json(Detail { detail })).into_response()
    }
}

/// A refusal as clients of OAuth know it (RFC 6749 section 5.2), beyond what the tutorial has.
fn oauth(error: &'static str) -> Response {
    let no_store = [(header::CACHE_CONTROL, "no-store")];
    (
        StatusCode::BAD_REQUEST,
        no_store,
        Json(OAuthError { error }),
    )
        .into_response()
}

/// A refusal for some time.
fn later(status: StatusCode, detail: &'static str, wait: Duration) -> Response {
    // The next whole second, and not this one: a client that comes too early is refused again.
    let wait = (wait.as_secs() + 1).to_string();
    let headers = [
        (header::RETRY_AFTER, wait),
        // The body of the request may not have been read, so no other can follow it.
        (header::CONNECTION, "close".to_owned()),
    ];
    (status, headers, Json(Detail { detail })).into_response()
}
