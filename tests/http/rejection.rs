//! Refusals in the words of a service, and what a middleware learns of them.

use axum::Router;
use axum::http::header::WWW_AUTHENTICATE;
use axum::http::{Request, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use scopegate::{AccessToken, Denial, DenialReason, Reject, SecurityScheme, TokenError, security};
use scopegate_tests::App;

use crate::http::app::service;
use crate::http::client::{Answer, get as request, get_with, send};
use crate::http::token::token;

/// Says nothing of a challenge.
enum Forgetful {}

impl Reject for Forgetful {
    fn reject(denial: &Denial) -> Response {
        (denial.status(), format!("no: {}", denial.reason().as_str())).into_response()
    }
}

#[derive(SecurityScheme)]
#[oauth2(
    password(token_url = "token"),
    scopes("me" = "Read your profile."),
    realm = "forgetful",
    rejection = Forgetful
)]
struct ForgetfulScheme;

#[security(scopes = ["me"], depends = ForgetfulScheme)]
async fn forgetful(_: AccessToken) {}

/// Has a challenge of its own.
enum Outspoken {}

impl Reject for Outspoken {
    fn reject(_: &Denial) -> Response {
        let header = [(WWW_AUTHENTICATE, r#"Bearer realm="somewhere else""#)];
        (StatusCode::UNAUTHORIZED, header, "who are you?").into_response()
    }
}

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("me" = "You."), rejection = Outspoken)]
struct OutspokenScheme;

#[security(scopes = ["me"], depends = OutspokenScheme)]
async fn outspoken(_: AccessToken) {}

async fn call(path: &str, token: Option<&str>) -> Answer {
    let router = Router::new()
        .route("/forgetful", get(forgetful))
        .route("/outspoken", get(outspoken))
        .with_state(App::default());
    match token {
        Some(token) => get_with(router, path, token).await,
        None => request(router, path, &[]).await,
    }
}

#[tokio::test]
async fn a_rejection_without_a_challenge_gets_the_right_one() {
    let lacking = token("johndoe", "");
    for (token, status, body, challenge) in [
        (
            None,
            401,
            "no: missing_credentials",
            r#"Bearer realm="forgetful", scope="me""#,
        ),
        (
            Some("x"),
            401,
            "no: malformed",
            r#"Bearer realm="forgetful", error="invalid_token", scope="me""#,
        ),
        (
            Some(lacking.as_str()),
            403,
            "no: insufficient_scope",
            r#"Bearer realm="forgetful", error="insufficient_scope", scope="me""#,
        ),
    ] {
        let answer = call("/forgetful", token).await;
        assert_eq!((answer.status, answer.body.as_str()), (status, body));
        assert_eq!(answer.header(WWW_AUTHENTICATE), Some(challenge));
    }
}

#[tokio::test]
async fn a_rejection_with_a_challenge_keeps_it() {
    let answer = call("/outspoken", None).await;
    assert_eq!((answer.status, answer.body.as_str()), (401, "who are you?"));
    assert_eq!(answer.param("realm"), Some("somewhere else"));
    assert_eq!(answer.reason(), Some(DenialReason::MissingCredentials));
}

#[tokio::test]
async fn the_denial_of_a_response_says_why_and_where() {
    let cases = [
        (
            "x".into(),
            DenialReason::InvalidToken(TokenError::Malformed),
            "malformed",
        ),
        (token("nobody", ""), DenialReason::Refused, "refused"),
        (
            token("johndoe", ""),
            DenialReason::InsufficientScope,
            "insufficient_scope",
        ),
    ];
    for (token, reason, name) in cases {
        let denial = get_with(service(), "/items", &token).await.denial.unwrap();
        assert_eq!((denial.reason(), denial.reason().as_str()), (reason, name));
        assert_eq!(
            (denial.handler(), denial.scheme().name),
            ("items", "OAuth2")
        );
        assert_eq!(denial.required().scope_str(), "items me");
    }
}

#[tokio::test]
async fn a_middleware_sees_the_denial() {
    async fn count(request: Request<axum::body::Body>, next: Next) -> Response {
        let mut response = next.run(request).await;
        if let Some(denial) = response.extensions().get::<Denial>() {
            let reason = denial.reason().as_str();
            response
                .headers_mut()
                .insert("x-reason", reason.parse().unwrap());
        }
        response
    }
    let router = service().layer(from_fn(count));
    let answer = request(router.clone(), "/me", &[]).await;
    assert_eq!(answer.headers["x-reason"], "missing_credentials");
    let good = Request::get("/health").body(axum::body::Body::empty());
    assert!(
        !send(router, good.unwrap())
            .await
            .headers
            .contains_key("x-reason")
    );
}
