//! Tokens that the provider binds to a key of the client (RFC 9449). A thief presents them as a bearer would.

use scopegate::TokenError;
use scopegate::testing::TestDpopKey;

use crate::api::{API, Api, discovered};
use crate::grants::Client;
use crate::introspection::{SERVICE, introspecting};
use crate::jws::payload;
use crate::provider::Provider;

#[tokio::test]
async fn a_jwt_bound_to_its_sender_is_no_bearer_token() {
    let provider = Provider::start().await;
    let key = TestDpopKey::new();
    let client = Client::of(&provider);
    let bound = client.bound_token(API, "items:read", &key).await;
    let thumbprint = &payload(&bound)["cnf"]["jkt"];
    assert_eq!(thumbprint.as_str(), Some(key.thumbprint().as_str()));

    let api = Api::serve(discovered(&provider, API)).await;
    let refused = api.items(&bound).await;
    refused.is_unauthorized(TokenError::SenderConstrained);
}

#[tokio::test]
async fn an_opaque_token_bound_to_its_sender_is_no_bearer_token() {
    let provider = Provider::start().await;
    let client = Client::of(&provider);
    let key = TestDpopKey::new();
    let bound = client.bound_token(SERVICE, "items:read", &key);
    let api = Api::serve(introspecting(&provider)).await;
    let refused = api.items(&bound.await).await;
    refused.is_unauthorized(TokenError::SenderConstrained);
}
