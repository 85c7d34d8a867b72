use std::sync::Arc;

use super::TokenCache;
use crate::crypto::Algorithm;
use crate::token::VerifiedToken;
use crate::token::keys::Key;

fn key() -> Arc<Key> {
    Arc::new(Key::hmac(Algorithm::HS256, &[7; 32]).expect("a key"))
}

/// About as long as a token of a provider.
fn token(number: usize) -> String {
    format!("{}.{}.{number:043}", "h".repeat(60), "p".repeat(500))
}

/// Its claims are as long as those in a token of this length.
fn verified(token: &str) -> VerifiedToken {
    let more = "p".repeat(328);
    let claims = format!(r#"{{"sub":"johndoe","scope":"me items","more":"{more}"}}"#);
    VerifiedToken::new(token, &claims).expect("a token")
}

fn insert(cache: &TokenCache, token: &str, key: &Arc<Key>) {
    cache.insert(&mut verified(token), key);
}

#[test]
fn a_token_is_found_with_its_key_and_as_a_whole() {
    let (cache, keys) = (TokenCache::new(1 << 20), [key(), key()]);
    let [own, equal] = &keys;
    insert(&cache, &token(1), own);
    let found = cache.get(token(1).as_bytes(), &keys).unwrap();
    assert_eq!(found.as_str(), token(1));
    assert!(found.scopes().contains("me"));
    for other in [
        token(2),
        token(1).replace('p', "q"),
        format!("{} ", token(1)),
        String::new(),
    ] {
        assert!(cache.get(other.as_bytes(), &keys).is_none(), "{other}");
    }
    let equal = std::slice::from_ref(equal);
    assert!(
        cache.get(token(1).as_bytes(), equal).is_none(),
        "another key"
    );
    assert!(cache.get(token(1).as_bytes(), &[]).is_none(), "no key");
}

/// They have the same hash, since only the end is hashed.
#[test]
fn tokens_that_end_alike_are_different() {
    let (cache, keys) = (TokenCache::new(1 << 20), [key()]);
    let tokens: Vec<_> = (0..100)
        .map(|number| format!("{number}{}", token(1)))
        .collect();
    for (number, token) in tokens.iter().enumerate() {
        assert!(cache.get(token.as_bytes(), &keys).is_none());
        insert(&cache, token, &keys[0]);
        for known in &tokens[..=number] {
            let found = cache.get(known.as_bytes(), &keys).unwrap();
            assert_eq!(found.as_str(), known);
        }
    }
}

#[test]
fn a_key_that_is_dropped_leaves_nothing_to_find() {
    let cache = TokenCache::new(1 << 20);
    for number in 0..1000 {
        let own = key();
        insert(&cache, &token(0), &own);
        drop(own);
        // Perhaps at the same address.
        assert!(
            cache.get(token(0).as_bytes(), &[key()]).is_none(),
            "{number}"
        );
    }
}

/// Each name of a list takes more than its few bytes of the text.
#[test]
fn a_long_list_of_audiences_is_counted() {
    let (cache, key) = (TokenCache::new(1 << 20), key());
    let claims = serde_json::json!({ "aud": vec!["a"; 3000] }).to_string();
    let mut token = VerifiedToken::new("token", claims).expect("a token");
    cache.insert(&mut token, &key);
    assert!(cache.bytes() > 3000 * 100, "{}", cache.bytes());
}

#[test]
fn without_bytes_nothing_is_kept() {
    let (cache, keys) = (TokenCache::new(0), [key()]);
    insert(&cache, &token(1), &keys[0]);
    assert!(cache.get(token(1).as_bytes(), &keys).is_none());
    assert_eq!((cache.bytes(), cache.len()), (0, 0));
}

#[test]
fn tokens_of_any_size_take_no_more_than_the_cache_has() {
    for bytes in [1, 1000, 10_000, 100_000, 1 << 20] {
        let (cache, keys) = (TokenCache::new(bytes), [key()]);
        for number in 0..300 {
            let long = format!("{}{}", "a".repeat(number * 53 % 16_000), token(number));
            insert(&cache, &long, &keys[0]);
            assert!(cache.bytes() <= bytes as u64);
        }
    }
}

/// Sends tokens that nobody has sent before beside some that are sent again and again, and returns how many of the
/// latter were not found. A token that is not found is verified, and kept.
fn misses(cache: &TokenCache, hot: usize, flood: usize, times: usize, bytes: u64) -> usize {
    let (keys, hot): (_, Vec<_>) = ([key()], (0..hot).map(token).collect());
    let missed = |token: &str| {
        let is_missing = cache.get(token.as_bytes(), &keys).is_none();
        if is_missing {
            insert(cache, token, &keys[0]);
        }
        usize::from(is_missing)
    };
    // Until they are known.
    for token in hot.iter().chain(&hot).chain(&hot) {
        missed(token);
    }
    let mut count = 0;
    for number in 0..flood {
        let new = token(1_000_000 + number);
        for _ in 0..times {
            missed(&new);
        }
        count += missed(&hot[number % hot.len()]);
        assert!(cache.bytes() <= bytes);
    }
    count
}

/// For each hot token, a new one: more than the cache can hold, many times over. Those that are sent several times are
/// hot for a moment themselves.
#[test]
fn a_flood_of_valid_tokens_displaces_hardly_any_that_is_sent_often() {
    const BYTES: usize = 1 << 20;
    for (times, most) in [(1, 50), (2, 50), (3, 500)] {
        let cache = TokenCache::new(BYTES);
        let misses = misses(&cache, 100, 50_000, times, BYTES as u64);
        assert!(misses <= most, "{misses} of 50000, new ones {times} times");
    }
}

/// `cargo test -p scopegate --lib -- --ignored --nocapture a_million`
#[test]
#[ignore = "takes a minute"]
#[expect(clippy::print_stdout, reason = "for the results of the benches")]
fn a_million_of_valid_tokens_displaces_hardly_any() {
    const BYTES: usize = 16 << 20;
    let cache = TokenCache::new(BYTES);
    let misses = misses(&cache, 5000, 1_000_000, 1, BYTES as u64);
    println!(
        "{misses} misses of a million, {} tokens, {} bytes",
        cache.len(),
        cache.bytes()
    );
    assert!(misses <= 1000);
}
