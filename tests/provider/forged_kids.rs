//! Anybody can write any `kid` into a token. It must not make us ask the provider each time.

use std::time::Instant;

use scopegate::TokenError;
use scopegate::provider::{REFETCH_BURST, REFETCH_INTERVAL};

use crate::api::{API, Api, discovered, eventually};
use crate::grants::Client;
use crate::jws::with_kid;
use crate::provider::Provider;

#[tokio::test]
async fn random_kids_do_not_cause_a_fetch_each() {
    let mut provider = Provider::start().await;
    let api = Api::serve(discovered(&provider, API)).await;
    let token = Client::of(&provider).token(API, "items:read").await;
    api.items(&token).await.is_ok_for("machine");

    let start = Instant::now();
    let before = provider.requests().await;
    // From the eleventh on, each waits for the next fetch that is permitted.
    for number in 0..14 {
        let made_up = with_kid(&token, &format!("made-up-{number}"));
        let refused = api.items(&made_up).await;
        refused.is_unauthorized(TokenError::UnknownKey);
        api.items(&token).await.is_ok_for("machine");
    }
    let after = provider.requests().await;
    let fetched = after.jwks - before.jwks + after.discovery - before.discovery;
    let later = start.elapsed().as_secs() / REFETCH_INTERVAL.as_secs();
    let most = u64::from(REFETCH_BURST) + later;
    assert!(u64::from(fetched) <= most, "{before:?}, then {after:?}");
}

#[tokio::test]
async fn a_flood_of_random_kids_does_not_hide_a_new_key_for_long() {
    let mut provider = Provider::start().await;
    let api = Api::serve(discovered(&provider, API)).await;
    let client = Client::of(&provider);
    let token = client.token(API, "items:read").await;
    for number in 0..12 {
        let made_up = with_kid(&token, &format!("made-up-{number}"));
        assert_eq!(api.items(&made_up).await.status, 401);
    }
    provider.rotate().await;
    let new = client.token(API, "items:read").await;
    eventually("the new key is known", async || {
        api.items(&new).await.status == 200
    })
    .await;
}
