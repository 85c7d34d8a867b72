use axum_core::response::{IntoResponse, Response};
use http::StatusCode;

use crate::graph::At;

/// An error on its way to a response, with who made it.
pub(crate) struct Guarded<E> {
    error: E,
    at: At,
}

impl<E> Guarded<E> {
    pub(crate) fn new(error: E, at: At) -> Self {
        Self { error, at }
    }
}

impl<E: IntoResponse> IntoResponse for Guarded<E> {
    fn into_response(self) -> Response {
        never_a_success(self.error.into_response(), self.at)
    }
}

/// The response to a refused request: 500 in place of one that is no error (RFC 9110, section 15).
///
/// It logs who made it, and nothing of what it contains.
pub(crate) fn never_a_success(response: Response, at: At) -> Response {
    let status = response.status();
    if status.is_client_error() || status.is_server_error() {
        return response;
    }
    tracing::error!(
        status = status.as_u16(),
        dependency = at.node().name,
        handler = at.handler(),
        "a request was refused with a status that is no error: answered with 500",
    );
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}
