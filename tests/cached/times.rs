//! A remembered token is as valid as it would be if it were sent for the first time.

use std::time::{Duration, SystemTime};

use proptest::collection::vec;
use proptest::prelude::*;
use scopegate::testing::TestTokens;
use scopegate::token::VerifyToken;
use scopegate::{TokenError, Verifier};
use scopegate_tests::SECRET;

use super::CACHE;

const NBF: u64 = 1_000_000;
const EXP: u64 = 1_000_600;
const LEEWAY: u64 = 30;

fn verifier(cached: usize) -> Verifier {
    let builder = Verifier::builder().hs256(SECRET).cache_tokens(cached);
    builder.leeway(Duration::from_secs(LEEWAY)).build().unwrap()
}

fn token() -> String {
    let tokens = TestTokens::with_secret(SECRET);
    tokens.token().claim("nbf", NBF).claim("exp", EXP).issue()
}

/// Why it is refused at this second.
fn refusal(verifier: &Verifier, token: &str, second: u64) -> Option<TokenError> {
    let at = SystemTime::UNIX_EPOCH + Duration::from_secs(second);
    VerifyToken::verify(verifier, token, at).now().err()
}

#[test]
fn a_token_expires_while_it_is_remembered() {
    let (verifier, token) = (verifier(CACHE), token());
    for _ in 0..3 {
        assert_eq!(refusal(&verifier, &token, EXP - 1), None);
    }
    assert_eq!(refusal(&verifier, &token, EXP + LEEWAY - 1), None);
    let expired = Some(TokenError::Expired);
    assert_eq!(refusal(&verifier, &token, EXP + LEEWAY), expired);
    assert_eq!(refusal(&verifier, &token, EXP + 1_000_000), expired);
}

#[test]
fn a_token_is_valid_from_its_time_on() {
    let (verifier, token) = (verifier(CACHE), token());
    let too_early = refusal(&verifier, &token, NBF - LEEWAY - 1);
    assert!(too_early.is_some());
    assert_eq!(refusal(&verifier, &token, NBF), None);
    // A clock that was set back.
    assert_eq!(refusal(&verifier, &token, NBF - LEEWAY - 1), too_early);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn what_is_remembered_changes_no_verdict(seconds in vec(NBF - 100..EXP + 100, 1..30)) {
        let (remembers, forgets, token) = (verifier(CACHE), verifier(0), token());
        for second in seconds {
            let verdict = refusal(&remembers, &token, second);
            prop_assert_eq!(verdict, refusal(&forgets, &token, second), "{}", second);
        }
    }
}
