//! Tokens of the provider that are not meant for this API.

use scopegate::{TokenError, Verifier};

use crate::api::{API, Api, discovered};
use crate::grants::Client;
use crate::log_in::log_in;
use crate::provider::Provider;

#[tokio::test]
async fn a_token_for_another_service_is_refused() {
    let provider = Provider::start().await;
    let api = Api::serve(discovered(&provider, API)).await;
    let client = Client::of(&provider);
    let other = client.token("https://other.example", "items:read").await;
    let refused = api.items(&other).await;
    refused.is_unauthorized(TokenError::Audience);
    let ours = client.token(API, "items:read").await;
    api.items(&ours).await.is_ok_for("machine");
}

#[tokio::test]
async fn an_id_token_is_no_access_token_even_where_its_audience_is_ours() {
    let provider = Provider::start().await;
    let tokens = log_in(&Client::of(&provider), API, "items:read").await;
    let verifier = || {
        let verifier = Verifier::builder().discover(provider.url());
        verifier.audience(API).audience("app") // whom ID tokens are for
    };
    for verifier in [verifier(), verifier().any_token_type()] {
        let api = Api::serve(verifier.build().unwrap()).await;
        api.items(&tokens.access_token).await.is_ok_for("johndoe");
        let refused = api.items(&tokens.id_token).await;
        refused.is_unauthorized(TokenError::Type);
    }
}

#[tokio::test]
async fn an_opaque_token_is_refused_where_nobody_is_asked_about_it() {
    let mut provider = Provider::start().await;
    let service = "https://opaque.example";
    let api = Api::serve(discovered(&provider, service)).await;
    let token = Client::of(&provider).token(service, "items:read").await;
    api.items(&token)
        .await
        .is_unauthorized(TokenError::Malformed);
    assert_eq!(provider.requests().await.introspection, 0);
}
