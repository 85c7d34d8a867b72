//! What is counted and logged, and what never is.

use std::time::{Duration, SystemTime};

use scopegate::dpop::Dpop;
use scopegate::metrics::{Event, FetchKind};
use scopegate::provider::{FetchErrorKind, Introspection};
use scopegate::revocation::RevokedTokens;
use scopegate::testing::{TestDpopKey, TestProvider};
use scopegate::{TokenError, Verifier};

use crate::log::Log;
use crate::recorder::Events;
use crate::remote::{API, issuer, refusal, token};

fn fetched(kind: FetchKind, error: Option<FetchErrorKind>) -> Event {
    Event::fetched(kind, error, Duration::ZERO)
}

#[tokio::test(start_paused = true)]
async fn every_verdict_and_every_question_to_the_provider_is_counted_once() {
    let (issuer, events) = (issuer(), Events::default());
    let builder = issuer
        .verifier_builder()
        .audience(API)
        .metrics(events.clone());
    let verifier = builder.build().unwrap();
    assert_eq!(refusal(&verifier, &token(&issuer)).await, None);
    let first = [
        fetched(FetchKind::Metadata, None),
        fetched(FetchKind::Keys, None),
        Event::Verified,
        Event::cached(false),
    ];
    assert_eq!(events.take(), first);
    assert!(
        refusal(&verifier, &token(&issuer).expired())
            .await
            .is_some()
    );
    assert_eq!(events.take(), [Event::Refused(TokenError::Expired)]);
    issuer.rotate_keys();
    issuer.go_down();
    assert!(refusal(&verifier, &token(&issuer)).await.is_some());
    let down = fetched(FetchKind::Keys, Some(FetchErrorKind::Connection));
    assert_eq!(
        events.take(),
        [down, Event::Refused(TokenError::Unavailable)]
    );
}

#[tokio::test(start_paused = true)]
async fn answers_that_are_remembered_are_counted() {
    let (issuer, events) = (issuer(), Events::default());
    let client = Introspection::client_secret_basic("api", "secret");
    let client = client.cache_for(Duration::from_secs(60));
    let builder = issuer.verifier_builder().introspect(client).audience(API);
    let verifier = builder.metrics(events.clone()).build().unwrap();
    let opaque = issuer.opaque(&token(&issuer));
    for _ in 0..2 {
        assert!(verifier.verify(&opaque).await.is_ok());
    }
    let expected = [
        Event::remembered(false),
        fetched(FetchKind::Metadata, None),
        fetched(FetchKind::Token, None),
        Event::Verified,
        Event::remembered(true),
        Event::Verified,
    ];
    assert_eq!(events.take(), expected);
}

const SECRET: &str = "a-secret-of-the-client";

/// Verifies tokens in every way, good and bad, and collects all that must not be seen anywhere.
async fn run_through(
    verifiers: &[Verifier],
    issuer: &TestProvider,
    events: &Events,
) -> Vec<String> {
    let mut secrets = vec![SECRET.to_owned(), "johndoe".to_owned()];
    let key = TestDpopKey::new();
    let good = || token(issuer).claim("jti", "name-of-a-token");
    let tokens = [
        good(),
        good().expired(),
        good().foreign_key(),
        good().unsigned(),
        good().algorithm("HS256"),
        good().header("kid", "unknown-key"),
        good().bound_to(&key),
        good().claim("scope", 1),
    ];
    for token in tokens {
        let opaque = issuer.opaque(&token);
        for verifier in verifiers {
            let (text, opaque) = (token.issue(), opaque.clone());
            for token in [text, opaque] {
                let (status, challenge, body) =
                    crate::remote::service::send(verifier, &token).await;
                tracing::info!(%status, challenge, ?verifier, "answered");
                tracing::info!(verdict = ?verifier.verify(&token).await, events = ?events.take());
                let is_answered = status == 200 && body == "johndoe";
                assert!(is_answered || !body.contains("johndoe"));
                secrets.extend(token.split('.').map(str::to_owned));
            }
        }
    }
    secrets.retain(|secret| secret.len() > 5);
    secrets
}

#[tokio::test(start_paused = true)]
async fn no_log_and_no_debug_output_holds_a_token_a_secret_or_a_claim() {
    let (log, _recording) = Log::start();
    let (issuer, events) = (issuer(), Events::default());
    let revoked = RevokedTokens::new();
    let later = SystemTime::now() + Duration::from_secs(600);
    let builder = || {
        let builder = issuer
            .verifier_builder()
            .audience(API)
            .metrics(events.clone());
        builder.revocation(revoked.clone())
    };
    let client = Introspection::client_secret_basic("api", SECRET);
    let by_keys = builder().build().unwrap();
    let by_asking = builder().introspect(client.clone()).build().unwrap();
    let both = Verifier::by_issuer([by_keys.clone(), by_asking.clone()]).unwrap();
    let dpop = Dpop::new("https://api.example").unwrap();
    let all = [by_keys, by_asking, both.clone(), both.with_dpop(dpop)];
    let mut secrets = run_through(&all, &issuer, &events).await;
    revoked.revoke("name-of-a-token", later).unwrap();
    secrets.extend(run_through(&all, &issuer, &events).await);
    issuer.go_down();
    secrets.extend(run_through(&all, &issuer, &events).await);
    tracing::info!(?issuer, ?revoked, ?client, builder = ?builder());

    let log = log.text();
    for expected in [
        "request refused",
        "fetched the provider's keys",
        "the introspection of a token failed",
        "answered",
    ] {
        assert!(log.contains(expected), "{expected} is not in the log");
    }
    assert!(secrets.len() > 100);
    for secret in &secrets {
        assert!(!log.contains(secret.as_str()), "{secret} is in the log");
    }
    assert!(!log.contains("eyJ") && !log.contains("name-of-a-token"));
}
