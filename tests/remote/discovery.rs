//! Where a provider describes itself.

use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::http::{Request, Response, StatusCode};
use scopegate::provider::{Fetch, FetchError};
use scopegate::testing::TestProvider;
use scopegate::{TokenError, Verifier};

use crate::remote::{API, refusal, token};

const REALM: &str = "https://issuer.example/realms/a";
const KEYS: &str = "https://issuer.example/realms/a/keys";

/// A provider whose metadata is at one address, and nowhere else.
struct At {
    metadata: &'static str,
    issuer: &'static str,
    keys: TestProvider,
    /// What it answers at other addresses.
    elsewhere: StatusCode,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Fetch for At {
    async fn fetch(&self, request: Request<Bytes>) -> Result<Response<Bytes>, FetchError> {
        let url = request.uri().to_string();
        self.asked.lock().unwrap().push(url.clone());
        if url == KEYS {
            return self.keys.fetch(request).await;
        }
        let mut response = Response::new(Bytes::from_static(b"<html>"));
        if url == self.metadata {
            let issuer = self.issuer;
            let json = serde_json::json!({ "issuer": issuer, "jwks_uri": KEYS });
            *response.body_mut() = json.to_string().into();
        } else {
            *response.status_mut() = self.elsewhere;
        }
        Ok(response)
    }
}

async fn discover(
    metadata: &'static str,
    issuer: &'static str,
    elsewhere: StatusCode,
) -> (Option<TokenError>, Vec<String>) {
    let (keys, asked) = (TestProvider::new(REALM), Arc::default());
    let provider = At {
        metadata,
        issuer,
        keys: keys.clone(),
        elsewhere,
        asked: Arc::clone(&asked),
    };
    let builder = Verifier::builder().discover(REALM).http_client(provider);
    let verifier = builder.audience(API).build().unwrap();
    let refusal = refusal(&verifier, &token(&keys)).await;
    let asked = asked.lock().unwrap().clone();
    (refusal, asked)
}

#[tokio::test(start_paused = true)]
async fn metadata_is_found_behind_the_issuer_or_between_its_host_and_its_path() {
    let oidc = "https://issuer.example/realms/a/.well-known/openid-configuration";
    let oauth = "https://issuer.example/.well-known/oauth-authorization-server/realms/a";
    let (refusal, asked) = discover(oidc, REALM, StatusCode::NOT_FOUND).await;
    assert_eq!(
        (refusal, asked),
        (None, [oidc, KEYS].map(str::to_owned).to_vec())
    );
    for elsewhere in [StatusCode::NOT_FOUND, StatusCode::OK] {
        let (refusal, asked) = discover(oauth, REALM, elsewhere).await;
        let expected = [oidc, oauth, KEYS].map(str::to_owned).to_vec();
        assert_eq!((refusal, asked), (None, expected));
    }
}

#[tokio::test(start_paused = true)]
async fn metadata_that_names_anybody_else_leads_to_no_keys() {
    let oidc = "https://issuer.example/realms/a/.well-known/openid-configuration";
    for issuer in [
        "https://issuer.example/realms/a/",
        "https://issuer.example/realms/b",
        "https://issuer.example",
        "HTTPS://issuer.example/realms/a",
        "https://evil.example/realms/a",
    ] {
        let (refusal, asked) = discover(oidc, issuer, StatusCode::NOT_FOUND).await;
        assert_eq!(refusal, Some(TokenError::Unavailable), "{issuer}");
        assert!(asked.iter().all(|url| url == oidc), "{asked:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_provider_at_a_host_that_was_named_is_asked_over_plain_http() {
    let issuer = TestProvider::new("http://keycloak:8080/realms/acme");
    let builder = issuer.verifier_builder().audience(API);
    let verifier = builder.allow_insecure_http_to("keycloak").build().unwrap();
    assert_eq!(refusal(&verifier, &token(&issuer)).await, None);
    assert_eq!(issuer.fetches_of_keys(), 1);
}

/// Metadata that is asked for over TLS names keys that are not.
struct Downgrading;

impl Fetch for Downgrading {
    async fn fetch(&self, request: Request<Bytes>) -> Result<Response<Bytes>, FetchError> {
        let json = serde_json::json!({ "issuer": REALM, "jwks_uri": "http://issuer.example/keys" });
        assert_ne!(request.uri().scheme_str(), Some("http"));
        Ok(Response::new(json.to_string().into()))
    }
}

#[tokio::test(start_paused = true)]
async fn metadata_cannot_name_an_address_over_plain_http_unless_its_host_was_named() {
    let keys = TestProvider::new(REALM);
    let builder = Verifier::builder().discover(REALM).audience(API);
    let verifier = builder
        .http_client(Downgrading)
        .allow_insecure_http_to("keycloak")
        .build()
        .unwrap();
    let refused = refusal(&verifier, &token(&keys)).await;
    assert_eq!(refused, Some(TokenError::Unavailable));
}
