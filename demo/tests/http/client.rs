//! Requests to the demo's router, without a socket.

use axum::Router;
use axum::body::Body;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName};
use axum::http::request::Builder;
use axum::http::{Method, Request};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

use crate::forge::SECRET;
use crate::support::with_shared_database;

/// What came back.
#[derive(Debug, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    /// The value of a header that must not come twice.
    #[track_caller]
    pub(crate) fn header(&self, name: HeaderName) -> Option<&str> {
        let mut values = self.headers.get_all(name).iter();
        let value = values.next();
        assert!(values.next().is_none(), "a repeated header: {self:?}");
        value.map(|value| value.to_str().unwrap())
    }
}

pub(crate) async fn send(request: Request<Body>) -> Answer {
    with_shared_database(SECRET, |service| send_to(service, request)).await
}

/// Sends a request to a service that others have sent requests to.
pub(crate) async fn send_to(service: Router, request: Request<Body>) -> Answer {
    let response = service.oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    Answer {
        status: parts.status.as_u16(),
        headers: parts.headers,
        body: String::from_utf8(body.to_vec()).unwrap(),
    }
}

pub(crate) fn request(method: Method, target: &str) -> Builder {
    Request::builder().method(method).uri(target)
}

/// A GET with these `Authorization` headers.
pub(crate) async fn get(target: &str, authorization: &[&[u8]]) -> Answer {
    let request = request(Method::GET, target);
    let request = authorization.iter().fold(request, |request, value| {
        request.header(AUTHORIZATION, *value)
    });
    send(request.body(Body::empty()).unwrap()).await
}

/// A POST of a form to the token endpoint.
pub(crate) async fn post_token(form: &str) -> Answer {
    send(token_request(form)).await
}

/// The same to a service that others have sent requests to.
pub(crate) async fn post_token_to(service: Router, form: &str) -> Answer {
    send_to(service, token_request(form)).await
}

pub(crate) fn token_request(form: &str) -> Request<Body> {
    request(Method::POST, "/token")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(form.to_owned()))
        .unwrap()
}

/// The scopes of the token in an answer.
#[track_caller]
pub(crate) fn scopes_of(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.status, 200, "{}", answer.body);
    let answer: Value = serde_json::from_str(&answer.body).unwrap();
    let payload = answer["access_token"].as_str().unwrap().split('.').nth(1);
    let claims: Value =
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload.unwrap()).unwrap()).unwrap();
    serde_json::from_value(claims["scopes"].clone()).unwrap()
}
