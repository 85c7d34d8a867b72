//! Providers that are down, slow, or not themselves.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::body::Bytes;
use axum::http::{Request, Response};
use scopegate::TokenError;
use scopegate::provider::{Fetch, FetchError};
use scopegate::provider::{REFETCH_BURST, REFRESH_MAX, REFRESH_MIN, STALE_LIMIT};
use scopegate::testing::TestProvider;

use crate::remote::{API, issuer, refusal, token, verifier};

#[tokio::test(start_paused = true)]
async fn known_keys_stay_good_while_the_provider_is_down() {
    let issuer = issuer();
    let verifier = verifier(&issuer);
    let known = token(&issuer).claim("exp", 99_999_999_999_u64);
    assert_eq!(refusal(&verifier, &known).await, None);
    issuer.go_down();
    issuer.rotate_keys();
    let newer = token(&issuer);
    tokio::time::sleep(STALE_LIMIT / 2).await;
    assert_eq!(refusal(&verifier, &known).await, None);
    assert_eq!(
        refusal(&verifier, &newer).await,
        Some(TokenError::Unavailable)
    );
    issuer.come_up();
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(refusal(&verifier, &newer).await, None);
}

#[tokio::test(start_paused = true)]
async fn keys_are_not_good_for_ever_while_the_provider_is_down() {
    let issuer = issuer();
    let verifier = verifier(&issuer);
    let known = token(&issuer).claim("exp", 99_999_999_999_u64);
    assert_eq!(refusal(&verifier, &known).await, None);
    issuer.go_down();
    tokio::time::sleep(STALE_LIMIT + Duration::from_secs(1)).await;
    assert_eq!(
        refusal(&verifier, &known).await,
        Some(TokenError::Unavailable)
    );
}

#[tokio::test(start_paused = true)]
async fn a_provider_that_was_never_up_is_asked_again_and_again_but_not_too_often() {
    let issuer = issuer();
    issuer.go_down();
    let verifier = verifier(&issuer);
    for _ in 0..100 {
        let refusal = refusal(&verifier, &token(&issuer)).await;
        assert_eq!(refusal, Some(TokenError::Unavailable));
    }
    assert!(issuer.fetches_of_metadata() <= 3 + REFETCH_BURST as usize);
    tokio::time::sleep(Duration::from_secs(3600)).await;
    assert!((60..90).contains(&issuer.fetches_of_metadata()));
    issuer.come_up();
    tokio::time::sleep(Duration::from_secs(61)).await;
    issuer.go_down();
    assert_eq!(refusal(&verifier, &token(&issuer)).await, None);
}

#[tokio::test(start_paused = true)]
async fn tokens_that_come_in_during_a_short_outage_do_not_make_it_a_long_one() {
    let issuer = issuer();
    issuer.go_down();
    let verifier = verifier(&issuer);
    for _ in 0..100 {
        let refusal = refusal(&verifier, &token(&issuer)).await;
        assert_eq!(refusal, Some(TokenError::Unavailable));
    }
    issuer.come_up();
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(refusal(&verifier, &token(&issuer)).await, None);
}

#[tokio::test(start_paused = true)]
async fn a_slow_provider_holds_up_only_those_who_need_it() {
    let issuer = issuer();
    let verifier = verifier(&issuer);
    let known = token(&issuer);
    assert_eq!(refusal(&verifier, &known).await, None);
    issuer.rotate_keys();
    issuer.answer_slowly(Duration::from_secs(60));
    let newer = token(&issuer).issue();
    let waiting = {
        let verifier = verifier.clone();
        tokio::spawn(async move { verifier.verify(&newer).await.err() })
    };
    tokio::task::yield_now().await;
    assert!(verifier.verify(&known.issue()).now().is_ok());
    // It waits as long as a provider may take, and no longer.
    let waited = tokio::time::timeout(Duration::from_secs(11), waiting);
    assert_eq!(
        waited.await.unwrap().unwrap(),
        Some(TokenError::Unavailable)
    );
    assert!(verifier.verify(&known.issue()).now().is_ok());
}

#[tokio::test(start_paused = true)]
async fn garbage_takes_no_key_away() {
    let issuer = issuer();
    let verifier = verifier(&issuer);
    let known = token(&issuer);
    assert_eq!(refusal(&verifier, &known).await, None);
    issuer.answer_with_garbage();
    tokio::time::sleep(Duration::from_secs(3600)).await;
    assert!(issuer.fetches_of_keys() > 1);
    assert!(verifier.verify(&known.issue()).now().is_ok());
}

/// A provider that publishes no key.
struct Keyless {
    issuer: TestProvider,
    is_keyless: Arc<AtomicBool>,
}

impl Fetch for Keyless {
    async fn fetch(&self, request: Request<Bytes>) -> Result<Response<Bytes>, FetchError> {
        let asks_for_keys = request.uri().path() == "/keys";
        if asks_for_keys && self.is_keyless.load(Ordering::Relaxed) {
            return Ok(Response::new(r#"{"keys":[]}"#.into()));
        }
        self.issuer.fetch(request).await
    }
}

#[tokio::test(start_paused = true)]
async fn keys_are_good_no_longer_where_the_provider_says_that_it_has_none() {
    let issuer = issuer();
    let is_keyless = Arc::<AtomicBool>::default();
    let provider = Keyless {
        issuer: issuer.clone(),
        is_keyless: Arc::clone(&is_keyless),
    };
    let verifier = issuer.verifier_builder().http_client(provider);
    let verifier = verifier.audience(API).build().unwrap();
    let known = token(&issuer).claim("exp", 99_999_999_999_u64);
    assert_eq!(refusal(&verifier, &known).await, None);
    is_keyless.store(true, Ordering::Relaxed);
    tokio::time::sleep(REFRESH_MAX + Duration::from_secs(1)).await;
    assert_eq!(
        refusal(&verifier, &known).await,
        Some(TokenError::Unavailable)
    );
    is_keyless.store(false, Ordering::Relaxed);
    tokio::time::sleep(REFRESH_MIN + Duration::from_secs(1)).await;
    assert_eq!(refusal(&verifier, &known).await, None);
}

/// An HTTP client that has a bug, the first time.
struct Buggy {
    issuer: TestProvider,
    has_panicked: AtomicBool,
}

impl Fetch for Buggy {
    async fn fetch(&self, request: Request<Bytes>) -> Result<Response<Bytes>, FetchError> {
        assert!(self.has_panicked.swap(true, Ordering::Relaxed), "a bug");
        self.issuer.fetch(request).await
    }
}

#[tokio::test(start_paused = true)]
async fn nobody_waits_for_a_fetch_that_came_to_nothing() {
    let issuer = issuer();
    let client = Buggy {
        issuer: issuer.clone(),
        has_panicked: AtomicBool::new(false),
    };
    let verifier = issuer.verifier_builder().http_client(client);
    let verifier = verifier.audience(API).build().unwrap();
    let token = token(&issuer);
    let at_once = tokio::time::timeout(Duration::from_secs(1), refusal(&verifier, &token));
    assert_eq!(at_once.await, Ok(Some(TokenError::Unavailable)));
    assert_eq!(refusal(&verifier, &token).await, None);
}
