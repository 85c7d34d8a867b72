//! Tokens that mean nothing, in numbers, at a service that asks about each.

use std::time::Duration;

use scopegate::provider::Introspection;
use scopegate::testing::TestProvider;
use scopegate::{TokenError, Verifier};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};

use crate::remote::{API, issuer, refusal, token};

const SECOND: Duration = Duration::from_secs(1);

/// How long the provider takes.
const ANSWER: Duration = Duration::from_millis(200);

fn verifier(issuer: &TestProvider, introspection: Introspection) -> Verifier {
    let builder = issuer.verifier_builder().introspect(introspection);
    issuer.answer_slowly(ANSWER);
    builder.audience(API).build().unwrap()
}

fn client() -> Introspection {
    Introspection::client_secret_basic("api", "secret")
}

fn verify(verifier: &Verifier, token: &str) -> JoinHandle<Option<TokenError>> {
    let (verifier, token) = (verifier.clone(), token.to_owned());
    tokio::spawn(async move { verifier.verify(&token).await.err() })
}

/// Sends this many new tokens each second.
fn strangers(verifier: &Verifier, each_second: u32) -> JoinHandle<()> {
    let verifier = verifier.clone();
    tokio::spawn(async move {
        let begun = Instant::now();
        for number in 0_u32.. {
            drop(verify(&verifier, &format!("invented-{number}")));
            let due = begun + SECOND * number / each_second;
            tokio::time::sleep_until(due).await;
        }
    })
}

async fn refused(verdicts: Vec<JoinHandle<Option<TokenError>>>) -> usize {
    let mut refused = 0;
    for verdict in verdicts {
        refused += usize::from(verdict.await.unwrap().is_some());
    }
    refused
}

#[tokio::test(start_paused = true)]
async fn new_tokens_pass_while_strangers_send_fewer_than_the_limit() {
    let issuer = issuer();
    let verifier = verifier(&issuer, client());
    let strangers = strangers(&verifier, 720);
    let mut verdicts = Vec::new();
    for _ in 0..1585 {
        verdicts.push(verify(&verifier, &issuer.opaque(&token(&issuer))));
        sleep(SECOND / 100).await;
    }
    assert_eq!(refused(verdicts).await, 0);
    strangers.abort();
}

#[tokio::test(start_paused = true)]
async fn known_tokens_pass_whatever_strangers_send() {
    let issuer = issuer();
    let verifier = verifier(&issuer, client());
    let known: Vec<_> = (0..20).map(|_| issuer.opaque(&token(&issuer))).collect();
    for token in &known {
        assert_eq!(verify(&verifier, token).await.unwrap(), None);
    }
    let strangers = strangers(&verifier, 5000);
    let mut verdicts = Vec::new();
    for number in 0..1000 {
        verdicts.push(verify(&verifier, &known[number % known.len()]));
        sleep(SECOND / 200).await;
    }
    assert_eq!(refused(verdicts).await, 0);
    strangers.abort();
}

/// 192 questions in 200 ms are 960 each second: of 2000, a new token is asked about one time in two.
#[tokio::test(start_paused = true)]
async fn of_too_many_new_tokens_as_many_pass_as_is_documented() {
    let issuer = issuer();
    let verifier = verifier(&issuer, client());
    let strangers = strangers(&verifier, 1900);
    sleep(SECOND * 3).await;
    let mut verdicts = Vec::new();
    for _ in 0..1000 {
        verdicts.push(verify(&verifier, &issuer.opaque(&token(&issuer))));
        sleep(SECOND / 100).await;
    }
    let refused = refused(verdicts).await;
    assert!((350..=600).contains(&refused), "{refused}");
    strangers.abort();
}

#[tokio::test(start_paused = true)]
async fn whoever_sends_one_bad_token_again_and_again_causes_few_questions() {
    let issuer = issuer();
    let verifier = verifier(&issuer, client());
    for bad in [
        "unknown".to_owned(),
        issuer.opaque(&token(&issuer).expired()),
        issuer.opaque(&token(&issuer).audience("https://other.example")),
    ] {
        let before = issuer.introspections();
        let mut verdicts = Vec::new();
        for _ in 0..1000 {
            verdicts.push(verify(&verifier, &bad));
            sleep(SECOND / 100).await;
        }
        assert_eq!(refused(verdicts).await, 1000);
        assert!(issuer.introspections() - before <= 6);
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_that_comes_in_many_times_at_once_is_asked_about_once_or_twice() {
    let issuer = issuer();
    let verifier = verifier(&issuer, client());
    let good = issuer.opaque(&token(&issuer));
    let mut verdicts = Vec::new();
    for _ in 0..100 {
        verdicts.push(verify(&verifier, &good));
        sleep(ANSWER / 200).await;
    }
    assert_eq!(refused(verdicts).await, 0);
    assert!(issuer.introspections() <= 3);
}

/// A question that was sent before it was revoked does not count for who comes in later.
#[tokio::test(start_paused = true)]
async fn a_token_that_was_revoked_is_refused_at_once_whoever_asks_about_it() {
    let issuer = issuer();
    let verifier = verifier(&issuer, client());
    let opaque = issuer.opaque(&token(&issuer));
    assert_eq!(verify(&verifier, &opaque).await.unwrap(), None);
    let before = verify(&verifier, &opaque);
    sleep(ANSWER / 2).await;
    issuer.revoke(&opaque);
    let after = verify(&verifier, &opaque).await.unwrap();
    assert_eq!(after, Some(TokenError::Inactive));
    drop(before.await);
}

/// The refusal of a token that its provider had not heard of yet lasts for two seconds.
#[tokio::test(start_paused = true)]
async fn a_refusal_is_not_kept_for_long() {
    let issuer = issuer();
    let verifier = verifier(&issuer, client());
    for number in 0..3 {
        let name = format!("issued-later-{number}");
        assert_eq!(
            verify(&verifier, &name).await.unwrap(),
            Some(TokenError::Inactive)
        );
        issuer.knows(&name, &token(&issuer));
        sleep(SECOND * 2).await;
        assert_eq!(verify(&verifier, &name).await.unwrap(), None);
    }
    let jwt = token(&issuer);
    assert_eq!(refusal(&verifier, &jwt).await, Some(TokenError::Inactive));
}
