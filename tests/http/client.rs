//! Requests to a router, without a socket, and what must hold for every answer.

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::http::header::{AUTHORIZATION, HeaderMap, HeaderName, WWW_AUTHENTICATE};
use axum::response::Response;
use http_body_util::BodyExt;
use scopegate::{Denial, DenialReason};
use tower::ServiceExt;

use crate::http::challenge::Challenge;

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
    pub(crate) challenge: Option<Challenge>,
    pub(crate) denial: Option<Denial>,
}

impl Answer {
    async fn read(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        let mut answer = Self {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body: String::from_utf8(body.to_vec()).unwrap(),
            challenge: None,
            denial: parts.extensions.get().copied(),
        };
        answer.challenge = answer.header(WWW_AUTHENTICATE).map(|header| {
            let challenge = Challenge::parse(header);
            challenge.unwrap_or_else(|error| panic!("{error} in {header}"))
        });
        answer.check();
        answer
    }

    /// What RFC 6750 and this project promise of every answer.
    fn check(&self) {
        assert!(self.status < 500, "{self:?}");
        assert_eq!(self.challenge.is_some(), self.denial.is_some(), "{self:?}");
        let refused = matches!(self.status, 401 | 403);
        assert!(!refused || self.denial.is_some(), "{self:?}");
    }

    /// The value of a header that must not come twice.
    #[track_caller]
    pub(crate) fn header(&self, name: HeaderName) -> Option<&str> {
        let mut values = self.headers.get_all(name).iter();
        let value = values.next();
        assert!(values.next().is_none(), "a repeated header: {self:?}");
        value.map(|value| value.to_str().unwrap())
    }

    pub(crate) fn reason(&self) -> Option<DenialReason> {
        self.denial.map(|denial| denial.reason())
    }

    /// A parameter of the challenge.
    pub(crate) fn param(&self, name: &str) -> Option<&str> {
        self.challenge.as_ref()?.get(name)
    }
}

pub(crate) async fn send(router: Router, request: Request<Body>) -> Answer {
    Answer::read(router.oneshot(request).await.unwrap()).await
}

/// A GET with these `Authorization` headers.
pub(crate) async fn get(router: Router, target: &str, authorization: &[&[u8]]) -> Answer {
    let mut request = Request::builder().uri(target);
    for value in authorization {
        request = request.header(AUTHORIZATION, *value);
    }
    send(router, request.body(Body::empty()).unwrap()).await
}

/// A GET with a bearer token.
pub(crate) async fn get_with(router: Router, target: &str, token: &str) -> Answer {
    get(router, target, &[format!("Bearer {token}").as_bytes()]).await
}
