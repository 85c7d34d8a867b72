//! A refused request is never answered with a success, whatever an error becomes.

use std::convert::Infallible;

use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::header::{COOKIE, LOCATION, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Request, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use proptest::prelude::*;
use scopegate::{AccessToken, Denial, Reject, SecurityScheme, Verifier, dependency, security};
use scopegate_tests::SECRET;
use scopegate_tests::client;

use crate::http::secrecy::record_this_thread;
use crate::http::token::token;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("me" = "You."))]
struct OAuth2;

/// The status that the request asks for, as the status of an error.
struct Wrong(StatusCode);

/// What must not be seen by anyone.
const SECRET_TEXT: &str = "what the error says";

impl IntoResponse for Wrong {
    fn into_response(self) -> Response {
        let headers = [(SET_COOKIE, SECRET_TEXT), (LOCATION, "/log-in")];
        (self.0, headers, SECRET_TEXT).into_response()
    }
}

struct Wanted(StatusCode);

impl<S: Sync> FromRequestParts<S> for Wanted {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let wanted = parts.headers.get("x-status").map(HeaderValue::as_bytes);
        let status = wanted.and_then(|wanted| StatusCode::from_bytes(wanted).ok());
        Ok(Self(status.unwrap_or(StatusCode::OK)))
    }
}

/// An extractor that refuses with it.
struct Refusing;

impl<S: Sync> FromRequestParts<S> for Refusing {
    type Rejection = Wrong;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Wrong> {
        let Ok(Wanted(status)) = Wanted::from_request_parts(parts, state).await;
        Err(Wrong(status))
    }
}

#[dependency(depends = OAuth2)]
fn user(token: AccessToken) -> String {
    token.claims().sub.clone().unwrap_or_default()
}

#[dependency(depends = user)]
fn owner(_: String, Wanted(status): Wanted) -> Result<String, Wrong> {
    Err(Wrong(status))
}

#[dependency(depends = owner)]
fn above(owner: String) -> String {
    owner
}

#[dependency(depends = user)]
fn extracting(user: String, _: Refusing) -> String {
    user
}

#[allow(clippy::result_large_err, reason = "it is what is tested")]
#[dependency(depends = user)]
fn text_in_disguise(_: String) -> Result<String, Result<Response, Infallible>> {
    Err(Ok("Inactive user".into_response()))
}

enum Lenient {}

impl Reject for Lenient {
    fn reject(_: &Denial) -> Response {
        Redirect::to("/log-in").into_response()
    }
}

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("me" = "You."), rejection = Lenient)]
struct LenientScheme;

#[security(scopes = ["me"], depends = LenientScheme)]
async fn by_scheme(_: AccessToken) {}

#[security(scopes = ["me"], depends = OAuth2, rejection = Lenient)]
async fn by_handler(_: AccessToken) {}

#[security(scopes = ["me"], depends = above)]
async fn by_dependency(_: String) {}

#[security(scopes = ["me"], depends = extracting)]
async fn by_extractor(_: String) {}

#[security(scopes = ["me"], depends = text_in_disguise)]
async fn by_result(_: String) {}

#[security(scopes = ["me"], depends = any(owner, user))]
async fn by_alternative(_: String) {}

fn router() -> axum::Router {
    axum::Router::new()
        .route("/scheme", get(by_scheme))
        .route("/handler", get(by_handler))
        .route("/dependency", get(by_dependency))
        .route("/extractor", get(by_extractor))
        .route("/result", get(by_result))
        .route("/alternative", get(by_alternative))
        .with_state(Verifier::hs256(SECRET).unwrap())
}

struct Answer {
    status: u16,
    headers: usize,
    body: String,
    denial: Option<Denial>,
}

async fn call(router: axum::Router, path: &str, token: &str, status: u16) -> Answer {
    let request = Request::get(path)
        .header("authorization", format!("Bearer {token}"))
        .header("x-status", status.to_string())
        .header(COOKIE, "a=b")
        .body(Body::empty());
    let answer = client::send(router, request.unwrap()).await;
    let left = [LOCATION, SET_COOKIE].map(|name| usize::from(answer.headers.contains_key(name)));
    Answer {
        status: answer.status,
        headers: left.iter().sum(),
        denial: answer.denial().cloned(),
        body: answer.body,
    }
}

/// The log of a call that must be answered with 500 and nothing else.
async fn refused_with_500(path: &str, token: &str, status: u16) -> String {
    let (log, _recording) = record_this_thread();
    let answer = call(router(), path, token, status).await;
    assert_eq!(
        (answer.status, answer.body.as_str()),
        (500, ""),
        "{path} {status}"
    );
    assert_eq!(answer.headers, 0, "{path} {status}");
    let log = log.text();
    let line = log.lines().find(|line| line.contains("ERROR"));
    let line = line.unwrap_or_else(|| panic!("{path} {status} is not logged: {log}"));
    assert!(!log.contains(SECRET_TEXT), "{log}");
    line.to_owned()
}

#[tokio::test]
async fn an_error_of_a_dependency_that_is_a_success_is_a_500_that_is_logged_with_its_name() {
    for status in [101, 200, 204, 206, 301, 303, 307, 304, 399, 600, 999] {
        let line = refused_with_500("/dependency", &token("me", "me"), status).await;
        for part in [
            format!("status={status}"),
            r#"dependency="owner""#.to_owned(),
            r#"handler="by_dependency""#.to_owned(),
        ] {
            assert!(line.contains(&part), "{line}");
        }
    }
}

#[tokio::test]
async fn an_extractor_that_refuses_with_a_success_is_a_500() {
    for status in [200, 302] {
        let line = refused_with_500("/extractor", &token("me", "me"), status).await;
        assert!(line.contains(r#"dependency="extracting""#), "{line}");
    }
}

#[tokio::test]
async fn a_success_inside_of_an_error_is_a_500() {
    let line = refused_with_500("/result", &token("me", "me"), 0).await;
    assert!(line.contains(r#"dependency="text_in_disguise""#), "{line}");
}

#[tokio::test]
async fn an_alternative_that_fails_with_a_success_is_a_500() {
    let line = refused_with_500("/alternative", &token("me", "me"), 200).await;
    assert!(line.contains(r#"dependency="owner""#), "{line}");
}

#[tokio::test]
async fn a_rejection_that_redirects_is_a_500_that_middleware_knows_the_reason_of() {
    for (path, scheme) in [("/scheme", "LenientScheme"), ("/handler", "OAuth2")] {
        for bad in [token("me", ""), "x".to_owned(), String::new()] {
            let line = refused_with_500(path, &bad, 0).await;
            assert!(line.contains(&format!("dependency=\"{scheme}\"")), "{line}");
            assert!(line.contains("handler=\"by_"), "{line}");
        }
        let answer = call(router(), path, "x", 0).await;
        assert_eq!(answer.denial.unwrap().scheme().name, scheme);
        assert_eq!(
            call(router(), path, &token("me", "me"), 0).await.status,
            200
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Errors with the status of an error stay as they are, others are 500: a refusal is never a success.
    #[test]
    fn a_refused_request_has_the_status_of_an_error(status in 100_u16..=999) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        for path in ["/dependency", "/extractor"] {
            let answer = runtime.block_on(call(router(), path, &token("me", "me"), status));
            let is_error = (400..600).contains(&status);
            prop_assert_eq!(answer.status, if is_error { status } else { 500 });
            prop_assert_eq!(answer.body == SECRET_TEXT, is_error);
        }
    }
}
