//! The provider goes away for a while.

use std::time::{Duration, Instant};

use scopegate::TokenError;
use tokio::time::sleep;

use crate::api::{API, Api, discovered, eventually};
use crate::grants::Client;
use crate::provider::Provider;

/// An API that knows the provider's keys, a token of a key that it knows, and one of a newer key.
async fn before_the_outage(provider: &mut Provider) -> (Api, String, String) {
    let api = Api::serve(discovered(provider, API)).await;
    let client = Client::of(provider);
    let known = client.token(API, "items:read").await;
    api.items(&known).await.is_ok_for("machine");
    provider.rotate().await;
    let unseen = client.token(API, "items:read").await;
    (api, known, unseen)
}

#[tokio::test]
async fn known_keys_outlast_the_provider_and_new_ones_work_once_it_is_back() {
    let mut provider = Provider::start().await;
    let (api, known, unseen) = before_the_outage(&mut provider).await;
    provider.go_down().await;
    for _ in 0..8 {
        api.items(&known).await.is_ok_for("machine");
        api.items(&unseen).await.is_unavailable();
        api.get("/admin", &known).await.is_forbidden("admin");
        api.items("not a token")
            .await
            .is_unauthorized(TokenError::Malformed);
    }
    provider.come_back().await;
    eventually("the new key is known", async || {
        api.items(&unseen).await.status == 200
    })
    .await;
    api.items(&known).await.is_ok_for("machine");
}

#[tokio::test]
async fn a_provider_that_never_answers_holds_up_only_tokens_of_unknown_keys() {
    let mut provider = Provider::start().await;
    let (api, known, unseen) = before_the_outage(&mut provider).await;
    provider.hang().await;
    let waiting = tokio::spawn({
        let api = api.clone();
        async move { api.items(&unseen).await }
    });
    let start = Instant::now();
    while !waiting.is_finished() {
        let asked = Instant::now();
        api.items(&known).await.is_ok_for("machine");
        assert!(asked.elapsed() < Duration::from_secs(2), "held up");
        sleep(Duration::from_millis(50)).await; // asks often enough, and leaves time for others
    }
    waiting.await.unwrap().is_unavailable();
    assert!(start.elapsed() < Duration::from_secs(15), "no timeout");
}

#[tokio::test]
async fn a_service_that_starts_before_its_provider_lets_nobody_in_and_recovers() {
    let mut provider = Provider::start().await;
    let token = Client::of(&provider).token(API, "items:read").await;
    provider.go_down().await;
    let api = Api::serve(discovered(&provider, API)).await;
    api.items(&token).await.is_unavailable();
    provider.come_back().await;
    eventually("the keys are known", async || {
        api.items(&token).await.status == 200
    })
    .await;
}
