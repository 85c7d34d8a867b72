//! The client of all tests: requests to a router, without a socket.

use axum::Router;
use axum::body::Body;
use axum::http::header::{
    AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, WWW_AUTHENTICATE,
};
use axum::http::{Extensions, Method, Request, Response};
use http_body_util::BodyExt;
use scopegate::{Denial, DenialReason, SecureRouter};
use serde_json::Value;
use tower::ServiceExt;

use crate::{token, watch_the_log};

/// A response.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// All headers.
    pub headers: HeaderMap,
    /// The extensions, which clients do not see.
    pub extensions: Extensions,
    /// The whole body.
    pub body: String,
}

impl Answer {
    async fn read(response: Response<Body>) -> Self {
        let (parts, body) = response.into_parts();
        let body = body.collect().await.expect("a body").to_bytes();
        Self {
            status: parts.status.as_u16(),
            headers: parts.headers,
            extensions: parts.extensions,
            body: String::from_utf8(body.to_vec()).expect("text"),
        }
    }

    /// The value of a header, which must not be repeated.
    ///
    /// # Panics
    /// If it is repeated.
    #[must_use]
    #[track_caller]
    pub fn header(&self, name: impl AsRef<str>) -> Option<&str> {
        let mut values = self.headers.get_all(name.as_ref()).iter();
        let value = values.next();
        assert!(values.next().is_none(), "a repeated header: {self:?}");
        value.map(text)
    }

    /// The challenges, in their order.
    #[must_use]
    pub fn challenges(&self) -> Vec<&str> {
        let values = self.headers.get_all(WWW_AUTHENTICATE).iter();
        values.map(text).collect()
    }

    /// The challenges, joined by ` | `.
    #[must_use]
    pub fn joined_challenges(&self) -> String {
        self.challenges().join(" | ")
    }

    /// The status, the challenges joined by ` | `, and the body.
    #[must_use]
    pub fn summary(self) -> (u16, String, String) {
        let challenges = self.joined_challenges();
        (self.status, challenges, self.body)
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// If it is not JSON.
    #[must_use]
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("JSON")
    }

    /// Why scopegate refused the request, if it did.
    #[must_use]
    pub fn reason(&self) -> Option<DenialReason> {
        self.denial().map(Denial::reason)
    }

    /// How scopegate refused the request, if it did.
    #[must_use]
    pub fn denial(&self) -> Option<&Denial> {
        self.extensions.get()
    }
}

fn text(value: &HeaderValue) -> &str {
    value.to_str().expect("a header of ASCII")
}

/// A router that can be called.
pub trait Service {
    /// A router for one request.
    fn router(self) -> Router;
}

impl Service for Router {
    fn router(self) -> Router {
        self
    }
}

impl Service for &Router {
    fn router(self) -> Router {
        self.clone()
    }
}

impl Service for SecureRouter {
    fn router(self) -> Router {
        self.into_router()
    }
}

/// A request with these headers and an empty body.
///
/// # Panics
/// If a header is not valid.
pub fn request<N, V>(method: Method, target: &str, headers: &[(N, V)]) -> Request<Body>
where
    N: AsRef<str>,
    V: AsRef<[u8]>,
{
    let mut request = Request::new(Body::empty());
    *request.method_mut() = method;
    *request.uri_mut() = target.parse().expect("a target");
    for (name, value) in headers {
        let name = HeaderName::from_bytes(name.as_ref().as_bytes()).expect("a name");
        let value = HeaderValue::from_bytes(value.as_ref()).expect("a value");
        request.headers_mut().append(name, value);
    }
    request
}

/// Sends a request, and watches the log for secrets.
///
/// # Panics
/// If the body cannot be read or is not text.
pub async fn send(service: impl Service, request: Request<Body>) -> Answer {
    watch_the_log();
    let Ok(response) = service.router().oneshot(request).await;
    Answer::read(response).await
}

/// A GET with these headers.
pub async fn get<N, V>(service: impl Service, target: &str, headers: &[(N, V)]) -> Answer
where
    N: AsRef<str>,
    V: AsRef<[u8]>,
{
    send(service, request(Method::GET, target, headers)).await
}

/// A GET with these `Authorization` headers.
pub async fn get_by(service: impl Service, target: &str, authorization: &[&str]) -> Answer {
    let headers = authorization.iter().map(|value| (AUTHORIZATION, *value));
    get(service, target, &headers.collect::<Vec<_>>()).await
}

/// A GET with a bearer token, or with none.
pub async fn get_as(service: impl Service, target: &str, token: Option<&str>) -> Answer {
    let authorization = token.map(|token| format!("Bearer {token}"));
    get_by(service, target, authorization.as_deref().as_slice()).await
}

/// A GET with the token of `johndoe` that has these scopes.
pub async fn get_with(service: impl Service, target: &str, scopes: &[&str]) -> Answer {
    get_as(service, target, Some(&token(scopes))).await
}

/// A POST of a form.
pub async fn post_form(service: impl Service, target: &str, form: &str) -> Answer {
    let headers = [(CONTENT_TYPE, "application/x-www-form-urlencoded")];
    let request = request(Method::POST, target, &headers);
    send(service, request.map(|_| Body::from(form.to_owned()))).await
}
