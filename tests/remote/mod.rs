//! Tokens of a provider.

mod client;
mod configuration;
mod discovery;
mod example;
mod flood;
mod introspection;
mod issuers;
mod keys;
mod logged;
mod mistakes;
mod observed;
mod outage;
mod products;
mod recipes;
mod replicas;
mod retry_after;
mod revocation;
mod rotation;
mod service;
mod shapes;
mod strict;
mod tenant_schemes;
pub(crate) mod tenants;

use scopegate::testing::{TestProvider, TestToken};
use scopegate::{TokenError, Verifier};

const ISSUER: &str = "https://issuer.example";
const API: &str = "https://api.example";

fn issuer() -> TestProvider {
    scopegate_tests::watch_the_log();
    TestProvider::new(ISSUER)
}

fn verifier(issuer: &TestProvider) -> Verifier {
    issuer.verifier_builder().audience(API).build().unwrap()
}

fn token(issuer: &TestProvider) -> TestToken {
    issuer.token().audience(API).scopes(["items"])
}

async fn refusal(verifier: &Verifier, token: &TestToken) -> Option<TokenError> {
    verifier.verify(&token.issue()).await.err()
}
