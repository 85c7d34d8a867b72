//! Tokens that the provider binds to a key of the client (RFC 9449).

use scopegate::dpop::{Dpop, DpopError};
use scopegate::testing::{TestDpopKey, TestProof};
use scopegate::{TokenError, Verifier};

use crate::api::{API, Api, discovered};
use crate::grants::Client;
use crate::introspection::{SERVICE, introspecting};
use crate::jws::payload;
use crate::provider::Provider;

#[tokio::test]
async fn the_provider_and_we_call_the_key_the_same() {
    let provider = Provider::start().await;
    let key = TestDpopKey::new();
    let client = Client::of(&provider);
    let token = client.bound_token(API, "items:read", &key).await;
    let thumbprint = &payload(&token)["cnf"]["jkt"];
    assert_eq!(thumbprint.as_str(), Some(key.thumbprint().as_str()));
}

/// A service, and what verifies its tokens.
fn services(provider: &Provider) -> [(&'static str, Verifier); 2] {
    [
        (API, discovered(provider, API)),
        (SERVICE, introspecting(provider)),
    ]
}

#[tokio::test]
async fn a_bound_token_is_no_bearer_token() {
    let provider = Provider::start().await;
    let (client, key) = (Client::of(&provider), TestDpopKey::new());
    for (service, verifier) in services(&provider) {
        let token = client.bound_token(service, "items:read", &key).await;
        let dpop = Dpop::new(service).unwrap();
        for verifier in [verifier.clone(), verifier.with_dpop(dpop)] {
            let refused = Api::serve(verifier).await.items(&token).await;
            refused.is_unauthorized(TokenError::SenderConstrained);
        }
    }
}

fn proof(key: TestDpopKey, service: &str, token: &str) -> TestProof {
    let proof = key.proof("GET", &format!("{service}/items"));
    proof.access_token(token)
}

#[tokio::test]
async fn whoever_proves_to_have_the_key_may_use_the_token_and_nobody_else() {
    let provider = Provider::start().await;
    let client = Client::of(&provider);
    let (key, thief) = (TestDpopKey::new(), TestDpopKey::other());
    for (service, verifier) in services(&provider) {
        let api = Api::serve(verifier.with_dpop(Dpop::new(service).unwrap())).await;
        let token = client.bound_token(service, "items:read", &key).await;
        let good = proof(key, service, &token);
        api.items_by_proof(&token, &good).await.is_ok_for("machine");
        let replay = api.items_by_proof(&token, &good).await;
        replay.is_unproven(DpopError::Replayed);
        let of_thief = proof(thief, service, &token);
        let theft = api.items_by_proof(&token, &of_thief).await;
        theft.is_unproven(DpopError::OtherKey);
        let fresh = good.fresh();
        api.items_by_proof(&token, &fresh)
            .await
            .is_ok_for("machine");

        let unbound = client.token(service, "items:read").await;
        api.items(&unbound).await.is_ok_for("machine");
        let of_unbound = proof(key, service, &unbound);
        let refused = api.items_by_proof(&unbound, &of_unbound).await;
        refused.is_unproven(DpopError::OtherKey);
    }
}
