//! Client credentials, with each algorithm that the provider signs with.

use scopegate::{Algorithm, TokenError, Verifier};

use crate::api::{Api, discovered};
use crate::grants::Client;
use crate::jws::header;
use crate::provider::Provider;

/// The set has a key for encryption as well: it is no obstacle.
#[tokio::test]
async fn a_token_of_each_algorithm_opens_what_its_scope_allows_and_nothing_else() {
    let provider = Provider::start().await;
    let client = Client::of(&provider);
    for algorithm in ["RS256", "PS256", "ES256", "ES512", "EdDSA"] {
        let service = format!("https://{}.example", algorithm.to_lowercase());
        let api = Api::serve(discovered(&provider, &service)).await;

        let token = client.token(&service, "items:read").await;
        assert_eq!(header(&token, "alg").as_deref(), Some(algorithm));
        api.items(&token).await.is_ok_for("machine");
        api.get("/admin", &token).await.is_forbidden("admin");

        let other_scopes = client.token(&service, "items:write admin").await;
        api.get("/admin", &other_scopes).await.is_ok_for("admin");
        api.items(&other_scopes).await.is_forbidden("items:read");
    }
}

#[tokio::test]
async fn an_rsa_key_that_names_no_algorithm_has_the_one_that_we_say() {
    let provider = Provider::start_with_unnamed_algorithms().await;
    let client = Client::of(&provider);
    let services = ["https://rs256.example", "https://ps256.example"];
    let verifier = || {
        let verifier = Verifier::builder().discover(provider.url());
        verifier.audience(services[0]).audience(services[1])
    };
    let rs256 = Api::serve(verifier().build().unwrap()).await;
    let ps256 = verifier().rsa_algorithm(Algorithm::PS256);
    let ps256 = Api::serve(ps256.build().unwrap()).await;
    for (service, right, wrong) in [(services[0], &rs256, &ps256), (services[1], &ps256, &rs256)] {
        let token = client.token(service, "items:read").await;
        right.items(&token).await.is_ok_for("machine");
        let refused = wrong.items(&token).await;
        refused.is_unauthorized(TokenError::Algorithm);
    }
}
