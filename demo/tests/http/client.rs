//! Requests to the demo's router, without a socket.

use std::time::Duration;

use axum::body::Body;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName};
use axum::http::request::Builder;
use axum::http::{Method, Request};
use demo::app::{App, router};
use http_body_util::BodyExt;
use tower::ServiceExt;

use crate::forge::SECRET;

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
    let app = App::new(SECRET, Duration::from_secs(30 * 60)).unwrap();
    let response = router(app).oneshot(request).await.unwrap();
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
    let request = request(Method::POST, "/token")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(form.to_owned()));
    send(request.unwrap()).await
}
