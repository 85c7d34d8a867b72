//! Keys that rotate while strangers invent tokens.

use std::time::Duration;

use scopegate::provider::{MAX_WAITING, REFETCH_BURST, REFETCH_INTERVAL};
use scopegate::testing::TestProvider;
use scopegate::{TokenError, Verifier};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout};

use crate::remote::{issuer, refusal, token, verifier};

const SECOND: Duration = Duration::from_secs(1);

/// How long the provider takes.
const ANSWER: Duration = Duration::from_millis(200);

/// Verifies a token in a task of its own, and says how long that took.
fn verify(verifier: &Verifier, token: &str) -> JoinHandle<(Option<TokenError>, Duration)> {
    let (verifier, token) = (verifier.clone(), token.to_owned());
    tokio::spawn(async move {
        let begun = Instant::now();
        (verifier.verify(&token).await.err(), begun.elapsed())
    })
}

/// A stranger, who sends a token with an invented `kid` every so often.
fn stranger(verifier: &Verifier, issuer: &TestProvider, every: Duration) -> JoinHandle<()> {
    let (verifier, issuer) = (verifier.clone(), issuer.clone());
    tokio::spawn(async move {
        for number in 0_u64.. {
            let token = token(&issuer).header("kid", format!("invented-{number}"));
            drop(verify(&verifier, &token.foreign_key().issue()));
            sleep(every).await;
        }
    })
}

/// A service whose gate a stranger has emptied.
async fn attacked(every: Duration) -> (TestProvider, Verifier, JoinHandle<()>) {
    let issuer = issuer();
    let verifier = verifier(&issuer);
    assert_eq!(refusal(&verifier, &token(&issuer)).await, None);
    issuer.answer_slowly(ANSWER);
    let stranger = stranger(&verifier, &issuer, every);
    sleep(every * (REFETCH_BURST + 5)).await;
    (issuer, verifier, stranger)
}

#[tokio::test(start_paused = true)]
async fn no_token_of_a_new_key_is_refused_while_a_stranger_invents_kids() {
    let (issuer, verifier, stranger) = attacked(SECOND).await;
    let mut verdicts = Vec::new();
    for _ in 0..13 {
        issuer.rotate_keys();
        let good = token(&issuer).issue();
        for _ in 0..600 {
            verdicts.push(verify(&verifier, &good));
            sleep(Duration::from_millis(20)).await;
        }
    }
    stranger.abort();
    let (mut refused, mut longest) = (0, Duration::ZERO);
    for verdict in verdicts {
        let (refusal, took) = verdict.await.unwrap();
        refused += usize::from(refusal.is_some());
        longest = longest.max(took);
    }
    assert_eq!(refused, 0);
    assert!(longest <= REFETCH_INTERVAL + 2 * ANSWER, "{longest:?}");
}

#[tokio::test(start_paused = true)]
async fn a_new_key_under_the_name_of_an_old_one_is_found() {
    let (issuer, verifier, stranger) = attacked(SECOND).await;
    let old = token(&issuer);
    issuer.rotate_keys_under_one_name();
    let good = token(&issuer).issue();
    let (refusal_of_new, took) = verify(&verifier, &good).await.unwrap();
    assert_eq!(refusal_of_new, None);
    assert!(took <= REFETCH_INTERVAL + 2 * ANSWER, "{took:?}");
    stranger.abort();
    assert_eq!(refusal(&verifier, &old).await, Some(TokenError::Signature));
}

#[tokio::test(start_paused = true)]
async fn known_keys_need_no_gate() {
    let (issuer, verifier, _stranger) = attacked(SECOND / 200).await;
    for _ in 0..1000 {
        assert!(verifier.verify(&token(&issuer).issue()).now().is_ok());
    }
}

/// More of them than may wait: those get an answer at once, and it is not that the token is no good.
#[tokio::test(start_paused = true)]
async fn a_bounded_number_of_tokens_waits_and_the_rest_cannot_be_known() {
    let (issuer, verifier, stranger) = attacked(SECOND).await;
    stranger.abort();
    let most = MAX_WAITING + 500;
    let mut verdicts = Vec::new();
    for number in 0..most {
        let token = token(&issuer).header("kid", format!("flood-{number}"));
        verdicts.push(verify(&verifier, &token.issue()));
    }
    let (mut unknown, mut at_once) = (0, 0);
    for verdict in verdicts {
        let verdict = timeout(REFETCH_INTERVAL + 2 * ANSWER, verdict).await;
        match verdict.unwrap().unwrap() {
            (Some(TokenError::UnknownKey), _) => unknown += 1,
            (Some(TokenError::Unavailable), Duration::ZERO) => at_once += 1,
            other => panic!("{other:?}"),
        }
    }
    assert!(unknown <= MAX_WAITING && at_once >= 500);
    assert_eq!(unknown + at_once, most);
    // Who waited has left room.
    let unknown = token(&issuer).header("kid", "later");
    assert_eq!(
        refusal(&verifier, &unknown).await,
        Some(TokenError::UnknownKey)
    );
}

/// A client that hangs up leaves no place taken.
#[tokio::test(start_paused = true)]
async fn whoever_stops_waiting_makes_room() {
    let (issuer, verifier, stranger) = attacked(SECOND).await;
    stranger.abort();
    for _ in 0..3 {
        let waiting: Vec<_> = (0..MAX_WAITING)
            .map(|_| verify(&verifier, &token(&issuer).header("kid", "invented").issue()))
            .collect();
        tokio::task::yield_now().await;
        for task in &waiting {
            task.abort();
        }
        for task in waiting {
            drop(task.await);
        }
    }
    issuer.rotate_keys();
    assert_eq!(refusal(&verifier, &token(&issuer)).await, None);
}
