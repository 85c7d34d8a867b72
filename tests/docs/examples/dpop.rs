use axum::Router;
use axum::http::Method;
use scopegate::testing::{TestDpopKey, TestToken, TestTokens};

use crate::send;

#[path = "../../../runtime/examples/dpop.rs"]
mod example;

const PAYMENTS: &str = "https://api.example/payments";

fn app() -> Router {
    example::app(TestTokens::new().verifier(), "https://api.example").unwrap()
}

fn token() -> TestToken {
    let token = TestTokens::new().token();
    token.scopes(["payments:read", "payments:write"])
}

async fn call(method: Method, scheme: &str, token: &str, proof: &str) -> u16 {
    let authorization = format!("{scheme} {token}");
    let headers = [("authorization", authorization.as_str()), ("dpop", proof)];
    send(&app(), method, "/payments", &headers).await.status
}

#[tokio::test]
async fn a_bound_token_needs_a_proof_of_its_key() {
    let key = TestDpopKey::new();
    let token = token().bound_to(&key).issue();
    for method in [Method::GET, Method::POST] {
        let proof = |key: TestDpopKey| key.proof(method.as_str(), PAYMENTS).access_token(&token);
        let good = proof(key).sign();
        assert_eq!(call(method.clone(), "DPoP", &token, &good).await, 200);
        // Whoever stole the token has another key, or none.
        let foreign = proof(TestDpopKey::other()).sign();
        assert_eq!(call(method.clone(), "DPoP", &token, &foreign).await, 401);
        assert_eq!(call(method.clone(), "Bearer", &token, "").await, 401);
    }
}

#[tokio::test]
async fn a_token_that_is_bound_to_nothing_may_read_and_not_pay() {
    let token = token().issue();
    assert_eq!(call(Method::GET, "Bearer", &token, "").await, 200);
    assert_eq!(call(Method::POST, "Bearer", &token, "").await, 401);
}

#[tokio::test]
async fn scopes_are_compared_as_ever() {
    let key = TestDpopKey::new();
    let token = TestTokens::new().token().bound_to(&key).issue();
    let proof = key.proof("GET", PAYMENTS).access_token(&token).sign();
    assert_eq!(call(Method::GET, "DPoP", &token, &proof).await, 403);
}
