use axum::Router;
use scopegate::{TokenError, Verifier};
use scopegate_tests::client;
use serde_json::Value;

#[path = "../../../runtime/examples/issuing.rs"]
mod example;

use example::KeyPair;

fn key(kid: &str) -> KeyPair {
    let pem = match kid {
        "old" => include_str!("../../../runtime/src/token/testdata/p256.private.pem"),
        _ => include_str!("../../../runtime/src/token/testdata/p256_other.private.pem"),
    };
    (kid.to_owned(), pem.to_owned())
}

async fn log_in(app: &Router, password: &str) -> (u16, Value) {
    let form = "grant_type=password&username=johndoe&scope=items:read%20admin&password=";
    let answer = client::post_form(app, "/token", &format!("{form}{password}")).await;
    (answer.status, answer.json())
}

/// What another service makes of the keys that are published at the moment.
async fn verifier(app: &Router) -> Verifier {
    let jwks = client::get_as(app, "/jwks.json", None).await.json();
    let keys = jwks["keys"].as_array().unwrap().iter();
    assert!(keys.clone().all(|key| key.get("d").is_none()), "{jwks}");
    let builder = Verifier::builder()
        .issuer("https://issuer.example")
        .audience("https://api.example")
        .token_type("at+jwt");
    let builder = keys.fold(builder, |builder, key| builder.jwk(&key.to_string()));
    builder.build().unwrap()
}

#[tokio::test]
async fn other_services_verify_tokens_of_users_who_logged_in() {
    let app = example::app(&key("old"), &[]).unwrap();
    let (status, token) = log_in(&app, "secret").await;
    assert_eq!((status, &token["scope"]), (200, &Value::from("items:read")));
    let token = token["access_token"].as_str().unwrap();
    let verified = verifier(&app).await.verify(token).now().unwrap();
    assert!(verified.scopes().contains("items:read"));
    assert!(!verified.scopes().contains("admin"));
    let (status, refused) = log_in(&app, "wrong").await;
    assert_eq!(
        (status, &refused["error"]),
        (400, &Value::from("invalid_grant"))
    );
}

#[tokio::test]
async fn a_key_is_replaced_without_a_token_that_nobody_can_verify() {
    let deployments = [("old", Some("new")), ("new", Some("old")), ("new", None)];
    let apps = deployments.map(|(signs, other)| {
        let others: Vec<_> = other.map(key).into_iter().collect();
        example::app(&key(signs), &others).unwrap()
    });
    for (before, after) in [(0, 1), (1, 2)] {
        // Both deployments are up for a while, and a service may have the keys of either.
        for (signs, publishes) in [(before, after), (after, before)] {
            let (_, token) = log_in(&apps[signs], "secret").await;
            let token = token["access_token"].as_str().unwrap();
            let verifier = verifier(&apps[publishes]).await;
            assert!(verifier.verify(token).now().is_ok());
        }
    }
    // Too early.
    let (_, token) = log_in(&apps[0], "secret").await;
    let last = verifier(&apps[2]).await;
    let refused = last.verify(token["access_token"].as_str().unwrap()).now();
    assert_eq!(refused.err(), Some(TokenError::UnknownKey));
}
