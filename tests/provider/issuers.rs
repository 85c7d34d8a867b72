//! Several providers, one of which lies. All of them call their keys the same: `RS256-1` and so on.

use scopegate::TokenError;

use crate::api::{API, Api, discovered};
use crate::grants::Client;
use crate::provider::Provider;

#[tokio::test]
async fn an_issuer_nobody_named_is_refused() {
    let (ours, other) = (Provider::start().await, Provider::start().await);
    let token = Client::of(&other).token(API, "items:read").await;
    let api = Api::serve(discovered(&ours, API)).await;
    let refused = api.items(&token).await;
    assert_eq!(refused.status, 401, "{refused:?}");
}

#[tokio::test]
async fn the_keys_of_one_issuer_sign_nothing_for_another() {
    let ours = Provider::start().await;
    let liar = Provider::start_as(ours.url()).await;
    let api = Api::serve(discovered(&ours, API)).await;
    let genuine = Client::of(&ours).token(API, "items:read").await;
    api.items(&genuine).await.is_ok_for("machine");
    let forged = Client::of(&liar).token(API, "items:read").await;
    let refused = api.items(&forged).await;
    refused.is_unauthorized(TokenError::Signature);
}

/// OpenID Connect Discovery, section 4.3.
#[tokio::test]
async fn a_provider_that_names_itself_as_another_issuer_is_not_believed() {
    let honest = Provider::start().await;
    let liar = Provider::start_as(honest.url()).await;
    let api = Api::serve(discovered(&liar, API)).await;
    for provider in [&honest, &liar] {
        let token = Client::of(provider).token(API, "items:read").await;
        api.items(&token).await.is_unavailable();
    }
}
