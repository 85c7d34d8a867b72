use axum_core::response::{IntoResponse, Response};
use http::StatusCode;

/// The response to a refused request: 500 if it is not an error (RFC 9110 section 15).
///
/// Logs where the response comes from, and nothing of what it contains.
pub(crate) fn never_a_success(response: Response, dependency: &str, handler: &str) -> Response {
    let status = response.status();
    if status.is_client_error() || status.is_server_error() {
        return response;
    }
    tracing::error!(
        status = status.as_u16(),
        dependency,
        handler,
        "a request was refused with a status that is not an error: sent 500 instead",
    );
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}
