//! JSON answers of a token endpoint.

use axum_core::response::{IntoResponse, Response};
use http::{
    HeaderName, StatusCode,
    header::{CACHE_CONTROL, CONTENT_TYPE, PRAGMA},
};
use serde::Serialize;

/// What RFC 6749 section 5.1 demands of every answer that may hold a token.
pub(super) const NO_STORE: [(HeaderName, &str); 2] =
    [(CACHE_CONTROL, "no-store"), (PRAGMA, "no-cache")];

/// A compact JSON response, its members in the order of the fields of `body`.
pub(super) fn json(status: StatusCode, body: &impl Serialize) -> Response {
    match serde_json::to_vec(body) {
        Ok(body) => (status, [(CONTENT_TYPE, "application/json")], body).into_response(),
        // No input leads here: the bodies of this module are structs of strings and numbers.
        Err(error) => {
            tracing::error!(%error, "a response could not be written as JSON");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
