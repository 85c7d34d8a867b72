//! JSON in requests and responses.

use axum_core::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode};
use serde_json::Value;

/// What is wrong if a body is not [plain JSON](is_plain_json).
pub(in crate::operations) const NOT_JSON: &str =
    "The body has to be JSON: `Content-Type: application/json`";

/// Whether a body is declared as JSON in UTF-8, without an encoding of its content.
pub(in crate::operations) fn is_plain_json(headers: &HeaderMap) -> bool {
    let is_json = |value: &HeaderValue| value.to_str().is_ok_and(is_json);
    let is_plain = |value: &HeaderValue| value.as_bytes().eq_ignore_ascii_case(b"identity");
    let mut types = headers.get_all(CONTENT_TYPE).iter();
    types.next().is_some_and(is_json)
        && types.next().is_none()
        && headers.get_all(CONTENT_ENCODING).iter().all(is_plain)
}

/// Whether this is the type of JSON in UTF-8 (RFC 8259 sections 8.1 and 11).
fn is_json(value: &str) -> bool {
    let mut parts = value.split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default();
    essence.eq_ignore_ascii_case("application/json")
        && parts.all(|parameter| {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            let value = value.trim().trim_matches('"');
            // `charset*=...` and `charset*0=...` are of RFC 2231, and some libraries read them, too.
            let attribute = name.split('*').next().unwrap_or_default().trim();
            !attribute.eq_ignore_ascii_case("charset") || value.eq_ignore_ascii_case("utf-8")
        })
}

/// A POST with this body.
pub(in crate::operations) fn json_request(body: &Value) -> Request<Bytes> {
    let mut request = Request::new(Bytes::from(body.to_string()));
    *request.method_mut() = Method::POST;
    request.headers_mut().insert(CONTENT_TYPE, JSON);
    request
}

/// A response with this body.
pub(in crate::operations) fn json_response(status: StatusCode, body: &Value) -> Response {
    (status, [(CONTENT_TYPE, JSON)], body.to_string()).into_response()
}

const JSON: HeaderValue = HeaderValue::from_static("application/json");
