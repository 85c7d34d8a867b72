//! What one scheme makes of a token is nothing to another, although both have one verifier.

use axum::Router;
use axum::routing::get;
use scopegate::testing::TestTokens;
use scopegate::{AccessToken, Claims, SecurityScheme, security};
use scopegate_tests::client;

use super::CACHE;

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "t"), scopes("a" = "A.", implies("b"), "b" = "B."))]
struct Generous;

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "t"), scopes("a" = "A.", "b" = "B."))]
struct Strict;

#[security(scopes = ["b"], depends = Generous)]
async fn generous(_token: AccessToken) {}

#[security(scopes = ["b"], depends = Strict)]
async fn strict(_token: AccessToken) {}

/// By value: the claims that requests share are copied.
#[security(scopes = ["a"], depends = Strict)]
async fn subject(token: AccessToken<Claims>) -> String {
    let mut claims = token.into_claims();
    claims.sub.as_mut().unwrap().push('!');
    claims.sub.unwrap_or_default()
}

#[derive(serde::Deserialize)]
struct Own {
    sub: String,
}

#[security(scopes = ["a"], depends = Strict)]
async fn own(token: AccessToken<Own>) -> String {
    token.claims().sub.clone()
}

fn app(tokens: &TestTokens) -> Router {
    let verifier = tokens.verifier_builder().cache_tokens(CACHE).build();
    Router::new()
        .route("/generous", get(generous))
        .route("/strict", get(strict))
        .route("/subject", get(subject))
        .route("/own", get(own))
        .with_state(verifier.unwrap())
}

#[tokio::test]
async fn implied_scopes_and_claims_are_those_of_one_request() {
    let tokens = TestTokens::new();
    let app = app(&tokens);
    let token = tokens.token().scopes(["a"]).issue();
    for _ in 0..3 {
        let get = async |path| client::get_as(&app, path, Some(&token)).await;
        assert_eq!(get("/generous").await.status, 200);
        assert_eq!(get("/strict").await.status, 403);
        assert_eq!(get("/subject").await.body, "johndoe!");
        assert_eq!(get("/own").await.body, "johndoe");
    }
}

/// A token without a `sub` is of no use to a type that needs it, remembered or not.
#[tokio::test]
async fn claims_that_do_not_fit_are_refused_each_time() {
    let tokens = TestTokens::new();
    let app = app(&tokens);
    let token = tokens.token().scopes(["a"]).without("sub").issue();
    for _ in 0..3 {
        let answer = client::get_as(&app, "/own", Some(&token)).await;
        assert_eq!(answer.status, 401);
    }
}
