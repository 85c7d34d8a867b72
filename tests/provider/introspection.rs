//! Opaque tokens, which the provider is asked about.

use std::time::Duration;

use scopegate::provider::Introspection;
use scopegate::{TokenError, Verifier};

use crate::api::{API, Api, discovered, eventually};
use crate::grants::Client;
use crate::log_in::log_in;
use crate::provider::Provider;

pub(crate) const SERVICE: &str = "https://opaque.example";

/// What `provider.mjs` knows the API by.
const CREDENTIALS: (&str, &str) = (
    "resource-server",
    "a secret: 100% of +/& that has to be encoded",
);

fn introspection() -> Introspection {
    Introspection::client_secret_basic(CREDENTIALS.0, CREDENTIALS.1)
}

/// What asks the provider about tokens.
pub(crate) fn introspecting(provider: &Provider) -> Verifier {
    verifier(provider, introspection())
}

fn verifier(provider: &Provider, introspection: Introspection) -> Verifier {
    let verifier = Verifier::builder()
        .discover(provider.url())
        .audience(SERVICE)
        .introspect(introspection);
    verifier.build().unwrap()
}

#[tokio::test]
async fn an_opaque_token_opens_what_its_scope_allows_until_it_is_revoked() {
    let provider = Provider::start().await;
    let api = Api::serve(introspecting(&provider)).await;
    let client = Client::of(&provider);
    let token = client.token(SERVICE, "items:read").await;
    assert!(!token.contains('.'), "this is no opaque token");
    api.items(&token).await.is_ok_for("machine");
    api.get("/admin", &token).await.is_forbidden("admin");
    client.revoke(&token).await;
    api.items(&token)
        .await
        .is_unauthorized(TokenError::Inactive);
}

#[tokio::test]
async fn a_person_with_an_opaque_token_is_known_by_name() {
    let provider = Provider::start().await;
    let api = Api::serve(introspecting(&provider)).await;
    let tokens = log_in(&Client::of(&provider), SERVICE, "items:read").await;
    api.items(&tokens.access_token).await.is_ok_for("johndoe");
}

#[tokio::test]
async fn opaque_tokens_that_are_not_for_this_api_are_refused() {
    let provider = Provider::start().await;
    let api = Api::serve(introspecting(&provider)).await;
    let client = Client::of(&provider);
    let other = client.token("https://other-opaque.example", "items:read");
    let nobodys = client.token_without_audience("items:read");
    for token in [other.await, nobodys.await] {
        api.items(&token)
            .await
            .is_unauthorized(TokenError::Audience);
    }
    api.items("made-up")
        .await
        .is_unauthorized(TokenError::Inactive);
}

#[tokio::test]
async fn a_jwt_is_verified_by_keys_and_only_an_opaque_token_is_asked_about() {
    let mut provider = Provider::start().await;
    let both = Verifier::by_issuer([discovered(&provider, API), introspecting(&provider)]);
    let api = Api::serve(both.unwrap()).await;
    let client = Client::of(&provider);
    let jwt = client.token(API, "items:read").await;
    api.items(&jwt).await.is_ok_for("machine");
    assert_eq!(provider.requests().await.introspection, 0);
    let opaque = client.token(SERVICE, "items:read").await;
    api.items(&opaque).await.is_ok_for("machine");
    assert_eq!(provider.requests().await.introspection, 1);
}

#[tokio::test]
async fn nobody_gets_in_while_the_provider_cannot_be_asked() {
    let mut provider = Provider::start().await;
    let api = Api::serve(introspecting(&provider)).await;
    let token = Client::of(&provider).token(SERVICE, "items:read").await;
    api.items(&token).await.is_ok_for("machine");
    provider.go_down().await;
    api.items(&token).await.is_unavailable();
    api.items("made-up").await.is_unavailable();
    provider.come_back().await;
    eventually("the provider is asked again", async || {
        api.items(&token).await.status == 200
    })
    .await;
    provider.hang().await;
    api.items(&token).await.is_unavailable();
}

#[tokio::test]
async fn nobody_gets_in_where_the_provider_does_not_know_us() {
    let provider = Provider::start().await;
    let wrong = Introspection::client_secret_basic(CREDENTIALS.0, "wrong");
    let api = Api::serve(verifier(&provider, wrong)).await;
    let token = Client::of(&provider).token(SERVICE, "items:read").await;
    api.items(&token).await.is_unavailable();
}

#[tokio::test]
async fn an_answer_is_kept_for_as_long_as_was_allowed_and_no_longer() {
    let mut provider = Provider::start().await;
    let caching = introspection().cache_for(Duration::from_secs(2));
    let api = Api::serve(verifier(&provider, caching)).await;
    let client = Client::of(&provider);
    let token = client.token(SERVICE, "items:read").await;
    for _ in 0..20 {
        api.items(&token).await.is_ok_for("machine");
    }
    let asked = provider.requests().await.introspection;
    assert!((1..=3).contains(&asked), "asked {asked} times");
    client.revoke(&token).await;
    eventually("the answer is forgotten", async || {
        api.items(&token).await.status == 401
    })
    .await;
}

/// The provider answers `unsupported_token_type`, though it is asked about tokens that anyone may send.
#[tokio::test]
async fn a_jwt_that_the_provider_does_not_introspect_is_the_fault_of_its_sender() {
    let provider = Provider::start().await;
    let api = Api::serve(introspecting(&provider)).await;
    let jwt = Client::of(&provider).token(API, "items:read").await;
    api.items(&jwt).await.is_unauthorized(TokenError::Inactive);
}
