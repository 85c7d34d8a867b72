//! The order of the checks: nothing runs for a caller who is refused before it.

use std::convert::Infallible;

use axum::Router;
use axum::body::Body;
use axum::extract::{FromRef, FromRequest, FromRequestParts, Query, State};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::http::{Request, StatusCode};
use axum::routing::post;
use scopegate::{AccessToken, dependency, security};
use scopegate_tests::{App, Journal};
use serde::Deserialize;

use crate::http::app::{OAuth2, User, active_user};
use crate::http::client::{Answer, send};
use crate::http::token::token;

#[derive(Deserialize)]
struct Page {
    page: u32,
}

/// A part of the request that is noted when it is read.
struct Part;

impl<S: Send + Sync> FromRequestParts<S> for Part
where
    Journal: FromRef<S>,
{
    type Rejection = Infallible;

    async fn from_request_parts(_: &mut Parts, state: &S) -> Result<Self, Infallible> {
        Journal::from_ref(state).note("part");
        Ok(Self)
    }
}

/// A body that is noted when it is read, and that nothing fits but `body`.
struct Noted;

impl<S: Send + Sync> FromRequest<S> for Noted
where
    Journal: FromRef<S>,
{
    type Rejection = StatusCode;

    async fn from_request(request: Request<Body>, state: &S) -> Result<Self, StatusCode> {
        Journal::from_ref(state).note("body");
        let body = String::from_request(request, state).await;
        match body.as_deref() {
            Ok("body") => Ok(Self),
            _ => Err(StatusCode::UNPROCESSABLE_ENTITY),
        }
    }
}

#[security(scopes = ["items"], depends = active_user)]
async fn create(_: User, State(journal): State<Journal>, _: Part, _: Query<Page>, _: Noted) {
    journal.note("handler");
}

/// Its other parameter cannot be extracted from most requests.
#[dependency(depends = OAuth2)]
fn paged(_: AccessToken, Query(page): Query<Page>) -> u32 {
    page.page
}

#[security(scopes = ["items"], depends = paged)]
async fn show(page: u32, _: Noted) -> String {
    page.to_string()
}

async fn call(path: &str, authorization: &str, body: &'static str) -> (Answer, Vec<String>) {
    let app = App::default();
    let router = Router::new()
        .route("/create", post(create))
        .route("/show", post(show))
        .with_state(app.clone());
    let request = Request::post(path)
        .header(AUTHORIZATION, authorization)
        .body(Body::from(body));
    let answer = send(router, request.unwrap()).await;
    (answer, app.journal.take())
}

fn bearer(subject: &str, scope: &str) -> String {
    format!("Bearer {}", token(subject, scope))
}

#[tokio::test]
async fn each_check_comes_before_what_follows_it() {
    let all = ["current_user", "active_user", "part", "body", "handler"].map(str::to_owned);
    let good = "/create?page=1";
    // Each call is wrong in everything that comes after what it is refused for.
    for (target, authorization, body, status, ran) in [
        ("/create", String::new(), "", 401, 0),
        ("/create", "Bearer x".into(), "", 401, 0),
        ("/create", bearer("nobody", ""), "", 401, 1),
        ("/create", bearer("alice", ""), "", 403, 1),
        ("/create", bearer("alice", "me"), "", 403, 1),
        ("/create", bearer("alice", "items"), "", 403, 1),
        ("/create", bearer("alice", "me items"), "", 400, 2),
        ("/create", bearer("johndoe", "me items"), "", 400, 3),
        (good, bearer("johndoe", "me items"), "", 422, 4),
        (good, bearer("johndoe", "me items"), "body", 200, 5),
    ] {
        let (answer, entries) = call(target, &authorization, body).await;
        assert_eq!((answer.status, entries), (status, all[..ran].to_vec()));
    }
}

#[tokio::test]
async fn an_unknown_user_is_an_invalid_token_whatever_its_scopes() {
    for scope in ["", "me", "me items"] {
        let (answer, _) = call("/create", &bearer("nobody", scope), "").await;
        assert_eq!(answer.param("error"), Some("invalid_token"));
    }
}

#[tokio::test]
async fn the_token_is_judged_before_what_else_its_function_extracts() {
    let (answer, entries) = call("/show", "Bearer x", "body").await;
    assert_eq!((answer.status, entries.len()), (401, 0));
    // The function that the scheme feeds runs before the scopes are compared, extractors included.
    let (answer, entries) = call("/show", &bearer("johndoe", ""), "body").await;
    assert_eq!((answer.status, entries.len()), (400, 0));
    let (answer, entries) = call("/show?page=7", &bearer("johndoe", ""), "body").await;
    assert_eq!((answer.status, entries.len()), (403, 0));
    let (answer, _) = call("/show?page=7", &bearer("johndoe", "items"), "body").await;
    assert_eq!((answer.status, answer.body.as_str()), (200, "7"));
}
