//! A scheme means those who issue its tokens, and nobody else.

mod named;
mod own_verifier;
mod parts;
mod property;
mod refused_at_start;
mod two_providers;
mod vouching;

use axum::Router;
use axum::http::header::WWW_AUTHENTICATE;
use scopegate::testing::TestTokens;
use scopegate::{Verifier, VerifierBuilder};
use scopegate_tests::client;

const STAFF: &str = "https://staff.example";
const CUSTOMERS: &str = "https://customers.example";

/// The tokens of an issuer, signed with a key of its own.
fn tokens(issuer: &str) -> TestTokens {
    let mut secret = [b'.'; 32];
    let length = issuer.len().min(secret.len());
    secret[..length].copy_from_slice(&issuer.as_bytes()[..length]);
    TestTokens::with_secret(secret)
}

fn builder(issuer: &str) -> VerifierBuilder {
    tokens(issuer).verifier_builder().issuer(issuer)
}

/// A verifier for several issuers.
fn verifier(issuers: &[&str]) -> Verifier {
    let each = issuers
        .iter()
        .map(|issuer| builder(issuer).build().unwrap());
    Verifier::by_issuer(each).unwrap()
}

fn token(issuer: &str, scopes: &[&str]) -> String {
    let token = tokens(issuer).token().issuer(issuer);
    token.scopes(scopes).issue()
}

/// The status of the answer, and its challenge.
async fn answer(app: &Router, path: &str, token: &str) -> (u16, String) {
    let answer = client::get_as(app, path, Some(token)).await;
    let challenge = answer.header(WWW_AUTHENTICATE).unwrap_or_default();
    (answer.status, challenge.to_owned())
}

async fn status(app: &Router, path: &str, token: &str) -> u16 {
    answer(app, path, token).await.0
}
