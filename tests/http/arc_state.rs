//! A router whose state is an `Arc` of what holds the verifiers, as most applications have it.

use std::sync::Arc;

use axum::Router;
use axum::extract::{FromRef, State};
use axum::routing::get;
use scopegate::revocation::RevokedTokens;
use scopegate::{
    AccessToken, SecureRouter, SecurityScheme, TokenIssuer, Verifier, VerifierFor, routing,
    security,
};
use scopegate_tests::SECRET;

use super::app::OAuth2;
use super::client::get as get_answer;

const ANOTHER_SECRET: &str = "another secret, of at least 32 bytes";

/// A scheme with a verifier of its own.
#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("refresh" = "Log in again."), verifier = Refresh)]
struct Refresh;

/// Not `Clone`, so that nothing here copies it by mistake.
#[derive(FromRef)]
struct App {
    verifier: Verifier,
    refresh: VerifierFor<Refresh>,
    issuer: TokenIssuer,
    revoked: RevokedTokens,
    name: &'static str,
}

impl App {
    fn new() -> Arc<Self> {
        Arc::new(Self {
            verifier: Verifier::hs256(SECRET).unwrap(),
            refresh: Verifier::hs256(ANOTHER_SECRET).unwrap().into(),
            issuer: TokenIssuer::hs256(SECRET).unwrap(),
            revoked: RevokedTokens::new(),
            name: "the app",
        })
    }
}

#[security(scopes = ["items"], depends = OAuth2)]
async fn items(_: AccessToken, State(app): State<Arc<App>>) -> &'static str {
    app.name
}

#[security(scopes = ["refresh"], depends = Refresh)]
async fn refresh(_: AccessToken, State(issuer): State<TokenIssuer>) -> String {
    issuer.issue("johndoe", ["items"]).unwrap()
}

#[security(public)]
async fn revoked(State(_): State<RevokedTokens>) {}

fn routers() -> [Router; 2] {
    let secure = SecureRouter::new()
        .route("/items", routing::get(items))
        .route("/refresh", routing::get(refresh))
        .route("/revoked", routing::get(revoked));
    let plain = Router::new()
        .route("/items", get(items))
        .route("/refresh", get(refresh))
        .route("/revoked", get(revoked));
    [
        secure.with_state(App::new()).into_router(),
        plain.with_state(App::new()),
    ]
}

fn token(secret: &str, scopes: &[&str]) -> String {
    let issuer = TokenIssuer::hs256(secret).unwrap();
    format!("Bearer {}", issuer.issue("johndoe", scopes).unwrap())
}

#[tokio::test]
async fn a_state_in_an_arc_enforces_what_the_state_itself_does() {
    for router in routers() {
        for (path, authorization, status) in [
            ("/items", None, 401),
            ("/items", Some("Bearer x".to_owned()), 401),
            ("/items", Some(token(SECRET, &["me"])), 403),
            ("/items", Some(token(ANOTHER_SECRET, &["items"])), 401),
            ("/items", Some(token(SECRET, &["items"])), 200),
            ("/refresh", None, 401),
            ("/refresh", Some(token(SECRET, &["refresh"])), 401),
            ("/refresh", Some(token(ANOTHER_SECRET, &[])), 403),
            ("/refresh", Some(token(ANOTHER_SECRET, &["refresh"])), 200),
            ("/revoked", None, 200),
        ] {
            let sent: Vec<_> = authorization.iter().map(String::as_bytes).collect();
            let answer = get_answer(router.clone(), path, &sent).await;
            assert_eq!(
                answer.status, status,
                "{path} {authorization:?}: {answer:?}"
            );
        }
    }
}
