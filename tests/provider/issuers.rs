//! Several providers, one of which lies. All of them call their keys the same: `RS256-1` and so on.

use scopegate::{TokenError, Verifier};

use crate::api::{API, Api, discovered};
use crate::grants::Client;
use crate::provider::Provider;

#[tokio::test]
async fn two_issuers_side_by_side_are_both_heard() {
    let (first, second) = (Provider::start().await, Provider::start().await);
    let both = Verifier::by_issuer([discovered(&first, API), discovered(&second, API)]);
    let api = Api::serve(both.unwrap()).await;
    for provider in [&first, &second] {
        let token = Client::of(provider).token(API, "items:read").await;
        api.items(&token).await.is_ok_for("machine");
        api.get("/admin", &token).await.is_forbidden("admin");
    }
}

#[tokio::test]
async fn one_issuer_that_is_down_does_not_hold_up_another() {
    let (first, mut second) = (Provider::start().await, Provider::start().await);
    let of_first = Client::of(&first).token(API, "items:read").await;
    let of_second = Client::of(&second).token(API, "items:read").await;
    second.go_down().await;
    let both = Verifier::by_issuer([discovered(&first, API), discovered(&second, API)]);
    let api = Api::serve(both.unwrap()).await;
    api.items(&of_first).await.is_ok_for("machine");
    api.items(&of_second).await.is_unavailable();
}

#[tokio::test]
async fn an_issuer_nobody_named_is_refused() {
    let (ours, other) = (Provider::start().await, Provider::start().await);
    let token = Client::of(&other).token(API, "items:read").await;
    let api = Api::serve(discovered(&ours, API)).await;
    let refused = api.items(&token).await;
    assert_eq!(refused.status, 401, "{refused:?}");
    let api = Api::serve(Verifier::by_issuer([discovered(&ours, API)]).unwrap()).await;
    let refused = api.items(&token).await;
    refused.is_unauthorized(TokenError::Issuer);
}

#[tokio::test]
async fn the_keys_of_one_issuer_sign_nothing_for_another() {
    let (ours, neighbour) = (Provider::start().await, Provider::start().await);
    let liar = Provider::start_as(ours.url()).await;
    let forged = Client::of(&liar).token(API, "items:read").await;
    let alone = discovered(&ours, API);
    let both = Verifier::by_issuer([discovered(&ours, API), discovered(&neighbour, API)]);
    for verifier in [alone, both.unwrap()] {
        let api = Api::serve(verifier).await;
        let genuine = Client::of(&ours).token(API, "items:read").await;
        api.items(&genuine).await.is_ok_for("machine");
        let refused = api.items(&forged).await;
        refused.is_unauthorized(TokenError::Signature);
    }
}

/// OpenID Connect Discovery section 4.3.
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
