//! Tokens that are sent while they are revoked, or while their key is removed.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use scopegate::Verifier;
use scopegate::revocation::RevokedTokens;
use scopegate::testing::{TestProvider, TestTokens};
use tokio::time::{sleep, timeout};

use super::CACHE;

/// Sends a token until it is refused, and then some more times. `is_over` tells whether it must be refused: whoever saw
/// that before may not see an acceptance after.
async fn send(
    verifier: Verifier,
    token: Arc<str>,
    is_over: Arc<AtomicBool>,
    refusals: usize,
) -> usize {
    let (mut accepted, mut refused) = (0, 0);
    while refused < refusals {
        let was_over = is_over.load(Ordering::SeqCst);
        if verifier.verify(&token).await.is_ok() {
            assert!(!was_over, "accepted after the end");
            accepted += 1;
        } else {
            refused += 1;
            is_over.store(true, Ordering::SeqCst);
        }
        tokio::task::yield_now().await;
    }
    accepted
}

/// By a verifier of one issuer, and by one of several: each looks into the cache on its own way.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_token_is_never_accepted_after_its_revocation() {
    let (tokens, revoked) = (TestTokens::new(), RevokedTokens::new());
    let builder = tokens.verifier_builder().revocation(revoked.clone());
    let one = builder.issuer("one").cache_tokens(CACHE).build().unwrap();
    let other = TestTokens::with_secret([9; 32]).verifier_builder();
    let other = other.issuer("other").build().unwrap();
    let several = Verifier::by_issuer([other, one.clone()]).unwrap();
    let mut accepted = 0;
    for round in 0..50 {
        let verifier = if round % 2 == 0 { &one } else { &several };
        let name = format!("token {round}");
        let token = tokens.token().issuer("one").claim("jti", name.as_str());
        let token: Arc<str> = token.issue().into();
        assert!(verifier.verify(&token).await.is_ok());
        let is_over = Arc::new(AtomicBool::new(false));
        let sender = || tokio::spawn(send(verifier.clone(), token.clone(), is_over.clone(), 100));
        let senders: Vec<_> = (0..4).map(|_| sender()).collect();
        sleep(Duration::from_millis(1)).await;
        let later = SystemTime::now() + Duration::from_secs(600);
        revoked.revoke(&name, later).unwrap();
        is_over.store(true, Ordering::SeqCst);
        for sender in senders {
            accepted += sender.await.unwrap();
        }
    }
    assert!(accepted > 0, "no token was sent before it was revoked");
}

/// The first refusal shows that the verifier knows of the removal. Each waits until it may fetch the keys again.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_token_is_never_accepted_after_its_key_is_known_to_be_gone() {
    let issuer = TestProvider::new("https://issuer.example");
    let builder = issuer.verifier_builder().audience("api");
    let builder = builder.refresh_keys_every(Duration::from_secs(1));
    let verifier = builder.cache_tokens(CACHE).build().unwrap();
    let token: Arc<str> = issuer.token().audience("api").issue().into();
    assert!(verifier.verify(&token).await.is_ok());
    let (is_over, accepted) = (Arc::new(AtomicBool::new(false)), AtomicUsize::new(0));
    let sender = || tokio::spawn(send(verifier.clone(), token.clone(), is_over.clone(), 2));
    let senders: Vec<_> = (0..4).map(|_| sender()).collect();
    sleep(Duration::from_millis(200)).await;
    issuer.rotate_keys();
    issuer.retire_old_keys();
    for sender in senders {
        let sent = timeout(Duration::from_secs(30), sender).await;
        accepted.fetch_add(sent.unwrap().unwrap(), Ordering::Relaxed);
    }
    assert!(accepted.into_inner() > 0);
}
