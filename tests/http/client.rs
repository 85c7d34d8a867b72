//! Requests to a router, without a socket, and what must hold for every answer.

use std::ops::Deref;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use scopegate::Denial;
use scopegate_tests::client;

use crate::http::challenge::Challenge;

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    received: client::Answer,
    pub(crate) challenge: Option<Challenge>,
    pub(crate) denial: Option<Denial>,
}

impl Deref for Answer {
    type Target = client::Answer;

    fn deref(&self) -> &client::Answer {
        &self.received
    }
}

impl Answer {
    fn of(received: client::Answer) -> Self {
        let challenge = received.header(WWW_AUTHENTICATE).map(|header| {
            let challenge = Challenge::parse(header);
            challenge.unwrap_or_else(|error| panic!("{error} in {header}"))
        });
        let denial = received.denial().cloned();
        let answer = Self {
            received,
            challenge,
            denial,
        };
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

    /// A parameter of the challenge.
    pub(crate) fn param(&self, name: &str) -> Option<&str> {
        self.challenge.as_ref()?.get(name)
    }
}

pub(crate) async fn send(router: Router, request: Request<Body>) -> Answer {
    Answer::of(client::send(router, request).await)
}

/// A GET with these `Authorization` headers.
pub(crate) async fn get(router: Router, target: &str, authorization: &[&[u8]]) -> Answer {
    let headers: Vec<_> = authorization
        .iter()
        .map(|value| (AUTHORIZATION, *value))
        .collect();
    Answer::of(client::get(router, target, &headers).await)
}

/// A GET with a bearer token.
pub(crate) async fn get_with(router: Router, target: &str, token: &str) -> Answer {
    get(router, target, &[format!("Bearer {token}").as_bytes()]).await
}
