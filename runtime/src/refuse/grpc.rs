//! Refusals of gRPC requests, by a level around a service.

use axum::body::Body;
use axum_core::response::Response;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, StatusCode};

/// The form of a refusal that the client of a request can read.
///
/// A client of gRPC takes a body for messages, and reports that they are broken. So the response has none, and a
/// `grpc-status` in its headers. Its HTTP status stays an error, which is what other clients, proxies and logs read.
#[derive(Debug)]
pub(crate) struct RefusalForm {
    /// The content type of a gRPC request, of any encoding and for browsers.
    grpc: Option<HeaderValue>,
}

impl RefusalForm {
    /// The form for the client of the request with these headers.
    pub(crate) fn for_client(headers: &HeaderMap) -> Self {
        let kind = headers.get(CONTENT_TYPE);
        let is_grpc = |kind: &&HeaderValue| {
            let essence = kind.as_bytes().get(..GRPC.len());
            essence.is_some_and(|essence| essence.eq_ignore_ascii_case(GRPC))
        };
        Self {
            grpc: kind.filter(is_grpc).cloned(),
        }
    }

    /// The refusal in this form.
    pub(crate) fn of(self, refusal: Response) -> Response {
        let Some(kind) = self.grpc else {
            return refusal;
        };
        let (mut parts, _) = refusal.into_parts();
        let status = HeaderValue::from(grpc_status(parts.status));
        parts.headers.remove(CONTENT_LENGTH);
        parts.headers.insert(CONTENT_TYPE, kind);
        parts.headers.insert("grpc-status", status);
        if let Some(reason) = parts.status.canonical_reason() {
            let message = HeaderValue::from_static(reason);
            parts.headers.insert("grpc-message", message);
        }
        Response::from_parts(parts, Body::empty())
    }
}

const GRPC: &[u8] = b"application/grpc";

/// The code of a refusal, as clients derive it from an HTTP status ("HTTP to gRPC Status Code Mapping"), except of an object
/// that does not exist: a client would derive that there is no such method.
fn grpc_status(status: StatusCode) -> u16 {
    match status {
        StatusCode::UNAUTHORIZED => 16,
        StatusCode::FORBIDDEN => 7,
        StatusCode::NOT_FOUND => 5,
        StatusCode::TOO_MANY_REQUESTS
        | StatusCode::BAD_GATEWAY
        | StatusCode::SERVICE_UNAVAILABLE
        | StatusCode::GATEWAY_TIMEOUT => 14,
        StatusCode::BAD_REQUEST | StatusCode::INTERNAL_SERVER_ERROR => 13,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use axum_core::response::IntoResponse;

    use super::*;

    fn refused(kind: &'static str, status: StatusCode) -> Response {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
        let refusal = (status, [("www-authenticate", "Bearer")], "no").into_response();
        RefusalForm::for_client(&headers).of(refusal)
    }

    #[test]
    fn a_refused_grpc_request_has_a_status_and_no_body() {
        for kind in [
            "application/grpc",
            "application/grpc+proto",
            "Application/gRPC-Web",
        ] {
            let response = refused(kind, StatusCode::FORBIDDEN);
            assert_eq!(response.status(), StatusCode::FORBIDDEN);
            assert_eq!(response.headers()["content-type"], kind);
            assert_eq!(response.headers()["grpc-status"], "7");
            assert_eq!(response.headers()["grpc-message"], "Forbidden");
            assert_eq!(response.headers()["www-authenticate"], "Bearer");
            assert!(axum::body::HttpBody::is_end_stream(response.body()));
        }
    }

    #[test]
    fn any_other_refusal_stays_as_it_is() {
        for kind in ["application/json", "application/grp", ""] {
            let response = refused(kind, StatusCode::UNAUTHORIZED);
            assert_eq!(
                response.headers()["content-type"],
                "text/plain; charset=utf-8"
            );
            assert!(!response.headers().contains_key("grpc-status"));
        }
    }
}
