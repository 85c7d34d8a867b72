//! Refusals of a token endpoint in the format of RFC 6749 section 5.2.

use axum_core::response::{IntoResponse, Response};
use serde::Serialize;

use super::json::{NO_STORE, json};
use super::{FieldError, PasswordFormError, PasswordFormProfile};
use crate::refuse::profile::Rfc6750;

/// Responds with 400 `{"error":"invalid_request","error_description":"..."}`, or `unsupported_grant_type` for another
/// grant ([RFC 6749 section 5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)); 413 for a body over the limit.
/// Every response has `Cache-Control: no-store` and `Pragma: no-cache`.
impl PasswordFormProfile for Rfc6750 {
    fn reject(error: PasswordFormError) -> Response {
        let body = ErrorBody {
            error: code(&error),
            error_description: error.to_string(),
        };
        (NO_STORE, json(error.status(), &body)).into_response()
    }
}

#[derive(Serialize)]
struct ErrorBody {
    error: &'static str,
    /// Only messages of this crate: section 5.2 allows neither `"` nor `\` nor non-ASCII characters here.
    error_description: String,
}

fn code(error: &PasswordFormError) -> &'static str {
    match error {
        PasswordFormError::Fields(errors) if errors.iter().any(is_other_grant) => {
            "unsupported_grant_type"
        }
        PasswordFormError::NotAForm
        | PasswordFormError::TooLarge
        | PasswordFormError::Unreadable(_)
        | PasswordFormError::Encoding
        | PasswordFormError::Repeated(_)
        | PasswordFormError::Fields(_) => "invalid_request",
    }
}

fn is_other_grant(error: &FieldError) -> bool {
    matches!(error, FieldError::UnsupportedGrantType(_))
}
