//! Keys that rotate.

use std::time::Duration;

use scopegate::TokenError;
use scopegate::provider::{REFETCH_BURST, REFETCH_INTERVAL, REFRESH_MAX, REFRESH_MIN};

use crate::remote::{API, issuer, refusal, token, verifier};

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test(start_paused = true)]
async fn keys_are_fetched_once_and_not_for_each_token() {
    let issuer = issuer();
    let verifier = verifier(&issuer);
    for _ in 0..100 {
        assert_eq!(refusal(&verifier, &token(&issuer)).await, None);
    }
    assert_eq!(
        (issuer.fetches_of_metadata(), issuer.fetches_of_keys()),
        (1, 1)
    );
}

#[tokio::test(start_paused = true)]
async fn many_tokens_at_once_wait_for_the_same_first_fetch() {
    let issuer = issuer();
    issuer.answer_slowly(SECOND);
    let verifier = verifier(&issuer);
    let verify = || {
        let (verifier, token) = (verifier.clone(), token(&issuer).issue());
        tokio::spawn(async move { verifier.verify(&token).await.err() })
    };
    for task in (0..100).map(|_| verify()).collect::<Vec<_>>() {
        assert_eq!(task.await.unwrap(), None);
    }
    assert_eq!(issuer.fetches_of_keys(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_new_key_is_fetched_when_its_first_token_comes_in() {
    let issuer = issuer();
    let verifier = verifier(&issuer);
    let old = token(&issuer);
    assert_eq!(refusal(&verifier, &old).await, None);
    issuer.rotate_keys();
    assert_eq!(refusal(&verifier, &token(&issuer)).await, None);
    assert_eq!(refusal(&verifier, &old).await, None);
    assert_eq!(issuer.fetches_of_keys(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_key_that_came_after_a_fetch_had_begun_is_found_by_the_next() {
    let issuer = issuer();
    let verifier = verifier(&issuer);
    assert_eq!(refusal(&verifier, &token(&issuer)).await, None);
    issuer.rotate_keys();
    issuer.answer_slowly(SECOND);
    let unknown = token(&issuer).header("kid", "unknown").issue();
    let first = {
        let verifier = verifier.clone();
        tokio::spawn(async move { verifier.verify(&unknown).await.err() })
    };
    tokio::time::sleep(SECOND / 2).await;
    issuer.rotate_keys();
    assert_eq!(refusal(&verifier, &token(&issuer)).await, None);
    assert_eq!(first.await.unwrap(), Some(TokenError::UnknownKey));
}

#[tokio::test(start_paused = true)]
async fn random_kids_cause_a_limited_number_of_fetches() {
    let issuer = issuer();
    let verifier = verifier(&issuer);
    assert_eq!(refusal(&verifier, &token(&issuer)).await, None);
    let begun = tokio::time::Instant::now();
    for number in 0..50 {
        let token = token(&issuer).header("kid", format!("invented-{number}"));
        let refusal = refusal(&verifier, &token).await;
        assert_eq!(refusal, Some(TokenError::UnknownKey));
    }
    let permitted = begun.elapsed().as_secs() / REFETCH_INTERVAL.as_secs();
    let most = 1 + u64::from(REFETCH_BURST) + permitted;
    assert!(issuer.fetches_of_keys() as u64 <= most);
    assert_eq!(permitted, 40);
}

#[tokio::test(start_paused = true)]
async fn what_no_key_could_mend_causes_no_fetch() {
    let issuer = issuer();
    let verifier = verifier(&issuer);
    assert_eq!(refusal(&verifier, &token(&issuer)).await, None);
    for (token, error) in [
        (token(&issuer).algorithm("none"), TokenError::Algorithm),
        (token(&issuer).algorithm("HS256"), TokenError::Algorithm),
        (token(&issuer).token_type("JWT"), TokenError::Type),
        (token(&issuer).header("crit", "x"), TokenError::Critical),
        (token(&issuer).expired(), TokenError::Expired),
    ] {
        assert_eq!(refusal(&verifier, &token).await, Some(error));
    }
    assert!(verifier.verify("not.a.token").await.is_err());
    assert_eq!(issuer.fetches_of_keys(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_key_that_the_provider_removed_is_accepted_no_longer() {
    let issuer = issuer();
    let verifier = verifier(&issuer);
    let old = token(&issuer).claim("exp", 99_999_999_999_u64);
    assert_eq!(refusal(&verifier, &old).await, None);
    issuer.rotate_keys();
    issuer.retire_old_keys();
    tokio::time::sleep(REFRESH_MAX + SECOND).await;
    assert_eq!(refusal(&verifier, &old).await, Some(TokenError::UnknownKey));
}

#[tokio::test(start_paused = true)]
async fn keys_are_fetched_as_often_as_cache_control_says_within_bounds() {
    for (cache_control, every) in [
        ("no-store", REFRESH_MIN),
        ("max-age=1", REFRESH_MIN),
        ("public, max-age=120", Duration::from_secs(120)),
        ("max-age=99999999", REFRESH_MAX),
    ] {
        let issuer = issuer();
        issuer.cache_control(cache_control);
        let verifier = verifier(&issuer);
        assert_eq!(refusal(&verifier, &token(&issuer)).await, None);
        tokio::time::sleep(every * 5 + SECOND).await;
        assert_eq!(issuer.fetches_of_keys(), 6, "{cache_control}");
    }
}

#[tokio::test(start_paused = true)]
async fn keys_are_fetched_as_often_as_the_service_says_whatever_the_provider_does() {
    let issuer = issuer();
    issuer.cache_control("max-age=3600");
    let builder = issuer.verifier_builder().audience(API);
    let verifier = builder.refresh_keys_every(SECOND * 5).build().unwrap();
    let old = token(&issuer);
    assert_eq!(refusal(&verifier, &old).await, None);
    issuer.rotate_keys();
    issuer.retire_old_keys();
    tokio::time::sleep(SECOND * 6).await;
    assert_eq!(refusal(&verifier, &old).await, Some(TokenError::UnknownKey));
}

#[tokio::test(start_paused = true)]
async fn a_token_without_kid_is_tried_on_all_keys_and_on_newer_ones() {
    let issuer = issuer();
    let verifier = verifier(&issuer);
    let without_kid = || token(&issuer).without_header("kid");
    assert_eq!(refusal(&verifier, &without_kid()).await, None);
    issuer.rotate_keys();
    assert_eq!(refusal(&verifier, &without_kid()).await, None);
    let foreign = without_kid().foreign_key();
    assert_eq!(
        refusal(&verifier, &foreign).await,
        Some(TokenError::Signature)
    );
}

#[tokio::test(start_paused = true)]
async fn nothing_is_fetched_when_nobody_needs_it_any_more() {
    let issuer = issuer();
    let first = verifier(&issuer);
    assert_eq!(refusal(&first, &token(&issuer)).await, None);
    drop(first);
    tokio::time::sleep(REFRESH_MAX * 10).await;
    assert_eq!(issuer.fetches_of_keys(), 1);
}

#[test]
fn a_verifier_goes_on_in_another_runtime() {
    let issuer = issuer();
    let verifier = verifier(&issuer);
    let run = |times: usize| {
        let runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = { runtime }
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap();
        runtime.block_on(async {
            for _ in 0..times {
                assert_eq!(refusal(&verifier, &token(&issuer)).await, None);
                issuer.rotate_keys();
                assert_eq!(refusal(&verifier, &token(&issuer)).await, None);
            }
        });
    };
    run(1);
    run(1);
}

#[test]
fn without_a_runtime_nothing_is_fetched_and_nobody_waits_for_it() {
    let issuer = issuer();
    let verifier = verifier(&issuer);
    let token = token(&issuer).issue();
    let mut verification = std::pin::pin!(verifier.verify(&token));
    let context = &mut std::task::Context::from_waker(std::task::Waker::noop());
    let verdict = verification.as_mut().poll(context);
    let refusal = verdict.map(Result::err);
    assert_eq!(
        refusal,
        std::task::Poll::Ready(Some(TokenError::Unavailable))
    );
    assert_eq!(issuer.fetches_of_metadata(), 0);
}
