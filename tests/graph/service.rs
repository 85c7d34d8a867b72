//! What the services of these tests have in common.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::FromRef;
use axum::http::header::AUTHORIZATION;
use scopegate::{SecurityScheme, TokenIssuer, Verifier};
use scopegate_tests::client;

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
    let headers: Vec<_> = authorization
        .iter()
        .map(|value| (AUTHORIZATION, *value))
        .collect();
    let answer = client::get(router.clone(), path, &headers).await;
    Answer {
        status: answer.status,
        challenges: answer.challenges().into_iter().map(str::to_owned).collect(),
        body: answer.body,
    }
}

/// A GET with a token of these scopes.
pub(crate) async fn get_with(router: &Router, path: &str, scopes: &[&str]) -> Answer {
    get(router, path, &[&format!("Bearer {}", token(scopes))]).await
}
