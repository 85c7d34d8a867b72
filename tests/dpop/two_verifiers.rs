//! Two schemes of one token, each with a verifier and proofs of its own.

use axum::Router;
use axum::extract::FromRef;
use axum::routing::get;
use scopegate::dpop::{Dpop, DpopError};
use scopegate::testing::{TestDpopKey, TestTokens};
use scopegate::{AccessToken, DenialReason, SecurityScheme, Verifier, VerifierFor, security};
use scopegate_tests::client;

use super::service::{ITEMS, proof, token};

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"))]
struct Lenient;

enum Payments {}

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), verifier = Payments)]
struct Strict;

#[security]
async fn both(
    #[security(depends = Lenient)] _token: AccessToken,
    #[security(depends = Strict)] _token_again: AccessToken,
) {
}

#[derive(Clone, FromRef)]
struct Verifiers {
    lenient: Verifier,
    strict: VerifierFor<Payments>,
}

/// What one of them has accepted is nothing to the other, which requires nonces.
#[tokio::test]
async fn a_proof_has_to_satisfy_the_rules_of_each() {
    let url = "https://api.example.com";
    let dpop = Dpop::builder()
        .public_url(url)
        .nonces([7; 32])
        .build()
        .unwrap();
    let tokens = TestTokens::new();
    let verifiers = Verifiers {
        lenient: tokens.verifier().with_dpop(Dpop::new(url).unwrap()),
        strict: VerifierFor::new(tokens.verifier().with_dpop(dpop.clone())),
    };
    let app = Router::new()
        .route("/items", get(both))
        .with_state(verifiers);
    let token = token().issue();
    let send = async |proof: String| {
        let headers = [("authorization", format!("DPoP {token}")), ("dpop", proof)];
        let answer = client::get(&app, "/items", &headers).await;
        (answer.status, answer.reason())
    };
    let refused = send(proof(&token).sign()).await;
    assert_eq!(
        refused,
        (401, Some(DenialReason::InvalidProof(DpopError::Nonce)))
    );
    let nonce = dpop.nonce().unwrap();
    let proof = TestDpopKey::new()
        .proof("GET", ITEMS)
        .access_token(&token)
        .nonce(nonce.to_str().unwrap())
        .sign();
    assert_eq!(send(proof.clone()).await.0, 200);
    assert_eq!(
        send(proof).await,
        (401, Some(DenialReason::InvalidProof(DpopError::Replayed)))
    );
}
