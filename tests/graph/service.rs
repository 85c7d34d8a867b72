//! What the services of these tests have in common.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::FromRef;
use axum::http::Request;
use axum::http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use http_body_util::BodyExt;
use scopegate::{SecurityScheme, TokenIssuer, Verifier};
use tower::ServiceExt;

const SECRET: &[u8] = b"a secret of 32 bytes, for tests!";

#[derive(SecurityScheme)]
#[oauth2(
    client_credentials(token_url = "token"),
    scopes(
        "a" = "A.", "b" = "B.", "c" = "C.", "d" = "D.",
        "me" = "Read your profile.",
    ),
    realm = "r"
)]
pub(crate) struct OAuth2;

#[derive(Clone, FromRef)]
pub(crate) struct App {
    verifier: Verifier,
    pub(crate) journal: Journal,
}

impl App {
    pub(crate) fn new() -> Self {
        Self {
            verifier: Verifier::hs256(SECRET).unwrap(),
            journal: Journal::default(),
        }
    }
}

/// What ran, in its order.
#[derive(Clone, Default)]
pub(crate) struct Journal(Arc<Mutex<Vec<String>>>);

impl Journal {
    pub(crate) fn note(&self, what: impl Into<String>) {
        self.0.lock().unwrap().push(what.into());
    }

    /// What ran since the last call.
    pub(crate) fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

#[derive(Debug, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) challenges: Vec<String>,
    pub(crate) body: String,
}

/// A token of `johndoe` with these scopes.
pub(crate) fn token(scopes: &[&str]) -> String {
    let issuer = TokenIssuer::hs256(SECRET).unwrap();
    issuer.issue("johndoe", scopes.iter().copied()).unwrap()
}

/// A GET with these `Authorization` headers.
pub(crate) async fn get(router: &Router, path: &str, authorization: &[&str]) -> Answer {
    scopegate_tests::watch_the_log();
    let mut request = Request::get(path);
    for value in authorization {
        request = request.header(AUTHORIZATION, *value);
    }
    let response = router.clone().oneshot(request.body(Body::empty()).unwrap());
    let (parts, body) = response.await.unwrap().into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    let challenges = parts.headers.get_all(WWW_AUTHENTICATE).iter();
    Answer {
        status: parts.status.as_u16(),
        challenges: challenges
            .map(|value| value.to_str().unwrap().to_owned())
            .collect(),
        body: String::from_utf8(body.to_vec()).unwrap(),
    }
}

/// A GET with a token of these scopes.
pub(crate) async fn get_with(router: &Router, path: &str, scopes: &[&str]) -> Answer {
    get(router, path, &[&format!("Bearer {}", token(scopes))]).await
}
