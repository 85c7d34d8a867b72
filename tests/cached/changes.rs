//! What changes while a token is remembered.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use scopegate::provider::{REFRESH_MAX, STALE_LIMIT, Tenants};
use scopegate::revocation::RevokedTokens;
use scopegate::testing::{TestProvider, TestTokens};
use scopegate::{TokenError, Verifier};
use tokio::time::sleep;

use super::CACHE;
use crate::remote::tenants::AllTenants;

const API: &str = "https://api.example";
const FAR: u64 = 99_999_999_999;
const SECOND: Duration = Duration::from_secs(1);

async fn refusal(verifier: &Verifier, token: &str) -> Option<TokenError> {
    verifier.verify(token).await.err()
}

/// A provider, a verifier of its tokens, and one of them, which the verifier remembers.
async fn remembered() -> (TestProvider, Verifier, String) {
    let issuer = TestProvider::new("https://issuer.example");
    let builder = issuer.verifier_builder().audience(API);
    let verifier = builder.cache_tokens(CACHE).build().unwrap();
    let token = issuer.token().audience(API).claim("exp", FAR).issue();
    for _ in 0..3 {
        assert_eq!(refusal(&verifier, &token).await, None);
    }
    (issuer, verifier, token)
}

#[tokio::test(start_paused = true)]
async fn a_token_is_refused_once_its_key_is_gone() {
    let (issuer, verifier, token) = remembered().await;
    issuer.rotate_keys();
    sleep(REFRESH_MAX + SECOND).await;
    assert_eq!(refusal(&verifier, &token).await, None, "the key is there");
    issuer.retire_old_keys();
    sleep(REFRESH_MAX + SECOND).await;
    assert_eq!(
        refusal(&verifier, &token).await,
        Some(TokenError::UnknownKey)
    );
}

#[tokio::test(start_paused = true)]
async fn a_token_is_refused_once_its_keys_name_is_that_of_another_key() {
    let (issuer, verifier, token) = remembered().await;
    issuer.rotate_keys_under_one_name();
    sleep(REFRESH_MAX + SECOND).await;
    assert_eq!(
        refusal(&verifier, &token).await,
        Some(TokenError::Signature)
    );
}

#[tokio::test(start_paused = true)]
async fn a_token_is_not_good_for_ever_while_the_provider_is_down() {
    let (issuer, verifier, token) = remembered().await;
    issuer.go_down();
    sleep(STALE_LIMIT.saturating_sub(REFRESH_MAX + SECOND)).await;
    assert_eq!(refusal(&verifier, &token).await, None);
    sleep(REFRESH_MAX + 2 * SECOND).await;
    assert_eq!(
        refusal(&verifier, &token).await,
        Some(TokenError::Unavailable)
    );
}

#[tokio::test(start_paused = true)]
async fn a_tenant_may_be_locked_out_at_any_time() {
    let tenants = AllTenants::new();
    let (is_allowed, token) = (
        Arc::new(AtomicBool::new(true)),
        tenants.token("one").issue(),
    );
    let seen = Arc::clone(&is_allowed);
    let verifier = tenants.verifier(Tenants::that(move |_| seen.load(Ordering::SeqCst)));
    for _ in 0..2 {
        assert_eq!(refusal(&verifier, &token).await, None);
    }
    is_allowed.store(false, Ordering::SeqCst);
    assert_eq!(refusal(&verifier, &token).await, Some(TokenError::Issuer));
    is_allowed.store(true, Ordering::SeqCst);
    assert_eq!(refusal(&verifier, &token).await, None);
}

#[tokio::test]
async fn a_revoked_token_is_refused_at_once() {
    let revoked = RevokedTokens::new();
    let (first, second) = (TestTokens::new(), TestTokens::with_secret([9; 32]));
    let of = |tokens: &TestTokens, issuer| {
        let builder = tokens.verifier_builder().issuer(issuer);
        let builder = builder.revocation(revoked.clone()).cache_tokens(CACHE);
        builder.build().unwrap()
    };
    let single = of(&first, "one");
    let several = Verifier::by_issuer([single.clone(), of(&second, "two")]).unwrap();
    let token = first.token().issuer("one").claim("jti", "name").issue();
    let other = second.token().issuer("two").claim("jti", "other").issue();
    for _ in 0..3 {
        assert_eq!(refusal(&single, &token).await, None);
        assert_eq!(refusal(&several, &token).await, None);
        assert_eq!(refusal(&several, &other).await, None);
    }
    let later = SystemTime::now() + 600 * SECOND;
    revoked.revoke("name", later).unwrap();
    for verifier in [&single, &several] {
        assert_eq!(refusal(verifier, &token).await, Some(TokenError::Revoked));
    }
    assert_eq!(refusal(&several, &other).await, None);
}

/// Keys, rules and memory are those of one verifier.
#[tokio::test]
async fn no_other_verifier_knows_what_one_remembers() {
    let tokens = TestTokens::new();
    let of = |audience: &str| {
        let builder = tokens.verifier_builder().audience(audience);
        builder.cache_tokens(CACHE).build().unwrap()
    };
    let (own, other) = (of("own"), of("other"));
    let stranger = TestTokens::with_secret([9; 32]).verifier_builder();
    let stranger = stranger
        .audience("own")
        .cache_tokens(CACHE)
        .build()
        .unwrap();
    let token = tokens.token().audience("own").issue();
    for _ in 0..3 {
        assert_eq!(refusal(&own, &token).await, None);
        assert_eq!(refusal(&own.clone(), &token).await, None);
        assert_eq!(refusal(&other, &token).await, Some(TokenError::Audience));
        assert_eq!(
            refusal(&stranger, &token).await,
            Some(TokenError::Signature)
        );
    }
}

/// One that lists an issuer has the last word on its tokens, whatever one with a template has accepted before.
#[tokio::test(start_paused = true)]
async fn what_a_template_accepted_is_refused_where_another_verifier_lists_the_issuer() {
    let tenants = AllTenants::new();
    let template = tenants.verifier(Tenants::that(|_| true));
    let (token, issuer) = (
        tenants.token("one").issue(),
        "https://login.example/one/v2.0",
    );
    for _ in 0..2 {
        assert_eq!(refusal(&template, &token).await, None);
    }
    let strict = TestTokens::new().verifier_builder().issuer(issuer);
    let strict = strict.audience(API).build().unwrap();
    let several = Verifier::by_issuer([template.clone(), strict]).unwrap();
    assert_eq!(refusal(&several, &token).await, Some(TokenError::Algorithm));
    assert_eq!(refusal(&template, &token).await, None);
}

/// Any change of a token is another token.
#[tokio::test]
async fn nothing_that_is_almost_a_remembered_token_is_accepted() {
    let tokens = TestTokens::new();
    let verifier = tokens
        .verifier_builder()
        .cache_tokens(CACHE)
        .build()
        .unwrap();
    let token = tokens.token().scopes(["me"]).issue();
    for _ in 0..2 {
        assert_eq!(refusal(&verifier, &token).await, None);
    }
    for place in 0..token.len() {
        let mut other = token.clone().into_bytes();
        other[place] = if other[place] == b'A' { b'B' } else { b'A' };
        let other = String::from_utf8(other).unwrap();
        assert!(refusal(&verifier, &other).await.is_some(), "{place}");
    }
    for other in [
        format!("{token}."),
        format!("{token}="),
        format!("A{token}"),
        token[1..].to_owned(),
        token[..token.len() - 1].to_owned(),
        token.to_uppercase(),
    ] {
        assert!(refusal(&verifier, &other).await.is_some(), "{other}");
    }
}
