//! The answers to what goes wrong, in FastAPI's form: `{"detail": "..."}`.

use std::time::Duration;

use axum::Json;
use axum::http::StatusCode;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use scopegate::Denial;
use serde::Serialize;
use utoipa::ToSchema;

use crate::database::reason;
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
    /// The password of the user who is logged in is another.
    IncorrectPassword,
    /// The user was changed while the request was under way.
    ChangedMeanwhile,
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

/// What went wrong, or what to do, in a sentence.
#[derive(Debug, Serialize, ToSchema)]
pub struct Detail {
    detail: &'static str,
}

impl Detail {
    pub(crate) const fn new(detail: &'static str) -> Self {
        Self { detail }
    }
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
        let reason = reason(&error);
        tracing::error!("the database does not answer as it should: {reason}");
        if may_pass(&error) {
            Self::Unavailable
        } else {
            Self::Internal
        }
    }
}

/// Whether the same request may succeed later: unless we asked for something that there is not.
fn may_pass(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Database(error) => {
            let is_sqlite = error
                .try_downcast_ref::<sqlx::sqlite::SqliteError>()
                .is_some();
            let code = error.code().unwrap_or_default();
            let is_ours = if is_sqlite {
                is_ours_by_sqlite(&code)
            } else {
                is_ours_by_postgres(&code)
            };
            !is_ours
        }
        sqlx::Error::InvalidArgument(_)
        | sqlx::Error::RowNotFound
        | sqlx::Error::TypeNotFound { .. }
        | sqlx::Error::ColumnIndexOutOfBounds { .. }
        | sqlx::Error::ColumnNotFound(_)
        | sqlx::Error::ColumnDecode { .. }
        | sqlx::Error::Encode(_)
        | sqlx::Error::Decode(_)
        | sqlx::Error::AnyDriverError(_)
        | sqlx::Error::InvalidSavePointStatement => false,
        // It cannot be reached, is busy, full or closed.
        _ => true,
    }
}

/// An error in the SQL, a constraint, or a value that is of the wrong type, too large or not there. Longer codes are of
/// these.
fn is_ours_by_sqlite(code: &str) -> bool {
    code.parse()
        .is_ok_and(|code: u32| matches!(code & 0xff, 1 | 18..=21 | 25))
}

/// What is not supported (0A), the number or the kind of values (21, 22), a constraint (23), or an error in the SQL (42).
fn is_ours_by_postgres(code: &str) -> bool {
    ["0A", "21", "22", "23", "42"]
        .iter()
        .any(|class| code.starts_with(class))
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
            Self::IncorrectPassword => (StatusCode::BAD_REQUEST, "Incorrect password"),
            Self::ChangedMeanwhile => (StatusCode::CONFLICT, "Changed meanwhile: log in again"),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_database_cannot_do_at_the_moment_may_pass() {
        // Connections are not allowed, it stops, starts, only reads, is full, has too many connections, gave up.
        for code in [
            "55000", "57P01", "57P03", "25006", "53100", "53300", "40001", "40P01", "55P03",
            "08006", "58030", "28000", "3D000", "",
        ] {
            assert!(!is_ours_by_postgres(code), "{code}");
        }
        for code in ["42601", "42P01", "23505", "22021"] {
            assert!(is_ours_by_postgres(code), "{code}");
        }
        // It is locked, full, only reads, cannot be read or opened.
        for code in [
            "5", "6", "517", "13", "8", "1032", "10", "778", "14", "11", "7", "",
        ] {
            assert!(!is_ours_by_sqlite(code), "{code}");
        }
        for code in ["1", "19", "2067", "1555", "20"] {
            assert!(is_ours_by_sqlite(code), "{code}");
        }
    }
}
