//! Who is attacked: a verifier, and a service that has it.

use axum::Router;
use axum::extract::FromRef;
use axum::http::StatusCode;
use axum::http::header::{AUTHORIZATION, HeaderValue};
use axum::routing::get;
use scopegate::token::VerifiedToken;
use scopegate::{AccessToken, DenialReason, SecurityScheme, TokenError, Verifier, security};
use scopegate_tests::client;

/// The scheme of these tests.
#[derive(SecurityScheme)]
#[oauth2(
    password(token_url = "token"),
    scopes("me" = "Read your profile.", "admin" = "Everything else.")
)]
struct OAuth2;

#[derive(Clone, FromRef)]
struct App {
    verifier: Verifier,
}

/// The body proves that the handler ran.
#[security(scopes = ["me"], depends = OAuth2)]
async fn me(token: AccessToken) -> String {
    token.claims().sub.clone().unwrap_or_default()
}

#[security(scopes = ["admin"], depends = OAuth2)]
async fn admin(_: AccessToken) -> &'static str {
    "admin"
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) reason: Option<DenialReason>,
    pub(crate) challenge: String,
}

/// What a verifier says to a token.
pub(crate) fn verify(verifier: &Verifier, token: &str) -> Result<VerifiedToken, TokenError> {
    scopegate_tests::watch_the_log();
    verifier.verify(token).now()
}

/// Calls the service with a bearer token; `None` if no header can carry it.
pub(crate) async fn call(verifier: &Verifier, token: &str) -> Option<Answer> {
    call_at("/me", verifier, token).await
}

pub(crate) async fn call_at(path: &str, verifier: &Verifier, token: &str) -> Option<Answer> {
    let value = format!("Bearer {token}");
    HeaderValue::from_bytes(value.as_bytes()).ok()?;
    let app = App {
        verifier: verifier.clone(),
    };
    let router: Router = Router::new()
        .route("/me", get(me))
        .route("/admin", get(admin))
        .with_state(app);
    let answer = client::get(router, path, &[(AUTHORIZATION, value)]).await;
    let challenge = answer.challenges().first().copied().unwrap_or_default();
    Some(Answer {
        status: StatusCode::from_u16(answer.status).unwrap(),
        reason: answer.reason(),
        challenge: challenge.to_owned(),
    })
}
