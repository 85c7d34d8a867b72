use std::fmt;

use axum_core::response::{IntoResponse, Response};
use http::StatusCode;
use serde_json::json;

use crate::operations::json::{NOT_JSON, json_response};

/// Why a reader of GraphQL refuses a request: the response has this status, and a GraphQL error (October 2021, section 7).
#[derive(Debug, Clone)]
pub struct UnreadableQuery {
    status: StatusCode,
    message: &'static str,
}

impl UnreadableQuery {
    pub(super) const NOT_JSON: Self = Self {
        status: StatusCode::UNSUPPORTED_MEDIA_TYPE,
        message: NOT_JSON,
    };

    /// A server might prefer it to the body.
    pub(super) const IN_URL: Self =
        Self::new("The request has to be in the body, and not in the URL");

    /// Not a request, or one whose document is elsewhere.
    pub(super) const NO_REQUEST: Self = Self::new(
        "The body has to be an object with `query`, `operationName`, `variables` and `extensions` only, or a list of them; \
         persisted documents are not accepted",
    );

    /// Not a document, or one that is read in different ways.
    pub(super) const NO_DOCUMENT: Self = Self::new(
        "`query` is not a document with one operation, or one that `operationName` selects",
    );

    pub(super) const TOO_MANY: Self =
        Self::new("The request has more than 1000 fields at the root");

    const fn new(message: &'static str) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            message,
        }
    }

    /// The status of the response.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }
}

impl IntoResponse for UnreadableQuery {
    fn into_response(self) -> Response {
        let body = json!({ "errors": [{ "message": self.message }] });
        json_response(self.status, &body)
    }
}

impl fmt::Display for UnreadableQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message)
    }
}

impl std::error::Error for UnreadableQuery {}
