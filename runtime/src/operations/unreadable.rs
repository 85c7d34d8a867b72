use std::fmt;

use axum_core::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::json::{NOT_JSON, is_plain_json, json_response};

/// Why a reader of JSON-RPC refuses a request: the response has this status, and a JSON-RPC error.
#[derive(Debug, Clone)]
pub struct UnreadableMessage {
    status: StatusCode,
    code: i32,
    id: Value,
    message: &'static str,
}

impl UnreadableMessage {
    /// Not JSON (JSON-RPC 2.0 section 5.1).
    pub(super) const PARSE_ERROR: Self = Self::new(-32700, "Parse error");

    /// JSON, but not exactly one kind of message, or one that parsers read in different ways.
    pub(super) const INVALID_REQUEST: Self = Self::new(-32600, "Invalid Request");

    /// A call without the name of what is called.
    pub(super) const INVALID_PARAMS: Self = Self::new(-32602, "Invalid params");

    /// A header that contradicts the body (MCP 2026-07-28, Streamable HTTP, "Server Validation").
    pub(super) const HEADER_MISMATCH: Self =
        Self::new(-32020, "Header mismatch: a header does not match the body");

    const fn new(code: i32, message: &'static str) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            code,
            id: Value::Null,
            message,
        }
    }

    /// The same for the message with this identifier.
    pub(super) fn of(self, id: &Value) -> Self {
        Self {
            id: id.clone(),
            ..self
        }
    }

    /// The status of the response.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }
}

/// Refuses a body that is not declared as plain JSON: a service might decode it first.
pub(super) fn check_headers(headers: &HeaderMap) -> Result<(), UnreadableMessage> {
    if is_plain_json(headers) {
        return Ok(());
    }
    Err(UnreadableMessage {
        status: StatusCode::UNSUPPORTED_MEDIA_TYPE,
        message: NOT_JSON,
        ..UnreadableMessage::INVALID_REQUEST
    })
}

impl IntoResponse for UnreadableMessage {
    fn into_response(self) -> Response {
        let error = json!({ "code": self.code, "message": self.message });
        let body = json!({ "jsonrpc": "2.0", "id": self.id, "error": error });
        json_response(self.status, &body)
    }
}

impl fmt::Display for UnreadableMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message)
    }
}

impl std::error::Error for UnreadableMessage {}
