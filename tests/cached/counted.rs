//! What metrics say of the cache.

use scopegate::metrics::Event;
use scopegate::testing::TestTokens;
use scopegate::{TokenError, Verifier};

use super::CACHE;
use crate::recorder::Events;

const SECRET: [u8; 32] = [7; 32];

/// The events of one token, which is verified several times.
fn events(cache: usize, token: &str, times: usize) -> Vec<Event> {
    let events = Events::default();
    let builder = Verifier::builder().hs256(SECRET).metrics(events.clone());
    let verifier = builder.cache_tokens(cache).build().unwrap();
    for _ in 0..times {
        let _ = verifier.verify(token).now();
    }
    events.take()
}

#[test]
fn a_valid_token_is_a_miss_once_and_a_hit_after_that() {
    let token = TestTokens::with_secret(SECRET).token().issue();
    let (miss, hit) = (Event::cached(false), Event::cached(true));
    assert_eq!(
        events(CACHE, &token, 3),
        [
            Event::Verified,
            miss,
            Event::Verified,
            hit,
            Event::Verified,
            hit
        ],
    );
}

#[test]
fn a_refused_token_is_neither() {
    let expired = TestTokens::with_secret(SECRET)
        .token()
        .claim("exp", 1)
        .issue();
    let refused = Event::Refused(TokenError::Expired);
    assert_eq!(events(CACHE, &expired, 2), [refused, refused]);
}

#[test]
fn without_a_cache_there_is_nothing_to_count() {
    let token = TestTokens::with_secret(SECRET).token().issue();
    assert_eq!(events(0, &token, 2), [Event::Verified, Event::Verified]);
}
