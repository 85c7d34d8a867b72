//! Who is attacked: a verifier, and a service that has it.

use axum::Router;
use axum::http::header::{AUTHORIZATION, HeaderValue};
use axum::routing::get;
use scopegate::token::VerifiedToken;
use scopegate::{AccessToken, SecurityScheme, TokenError, Verifier, security};
use scopegate_tests::client::{self, Answer};

/// The scheme of these tests.
#[derive(SecurityScheme)]
#[oauth2(
    password(token_url = "token"),
    scopes("me" = "Read your profile.", "admin" = "Everything else.")
)]
struct OAuth2;

/// The body proves that the handler ran.
#[security(scopes = ["me"], depends = OAuth2)]
async fn me(token: AccessToken) -> String {
    token.claims().sub.clone().unwrap_or_default()
}

#[security(scopes = ["admin"], depends = OAuth2)]
async fn admin(_: AccessToken) -> &'static str {
    "admin"
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
    let router = Router::new()
        .route("/me", get(me))
        .route("/admin", get(admin))
        .with_state(verifier.clone());
    Some(client::get(router, path, &[(AUTHORIZATION, value)]).await)
}
