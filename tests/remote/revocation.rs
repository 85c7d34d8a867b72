//! Tokens that were taken back.

use std::time::{Duration, SystemTime};

use scopegate::revocation::{Revocation, RevocationClaims, RevocationUnknown, RevokedTokens};
use scopegate::{TokenError, Verifier};

use crate::remote::{API, issuer, refusal, token};

#[tokio::test(start_paused = true)]
async fn a_revoked_token_is_refused_whoever_verified_it() {
    let issuer = issuer();
    let revoked = RevokedTokens::new();
    let builder = issuer.verifier_builder().audience(API);
    let verifier = builder.revocation(revoked.clone()).build().unwrap();
    let chosen = Verifier::by_issuer([verifier.clone()]).unwrap();
    let named = token(&issuer).claim("jti", "name");
    assert_eq!(refusal(&verifier, &named).await, None);
    let later = SystemTime::now() + Duration::from_secs(600);
    revoked.revoke("name", later).unwrap();
    for verifier in [&verifier, &chosen] {
        assert_eq!(refusal(verifier, &named).await, Some(TokenError::Revoked));
        let other = token(&issuer).claim("jti", "other");
        assert_eq!(refusal(verifier, &other).await, None);
    }
    revoked.revoke_all_of("johndoe", later).unwrap();
    assert_eq!(
        refusal(&verifier, &token(&issuer)).await,
        Some(TokenError::Revoked)
    );
    let alice = token(&issuer).subject("alice");
    assert_eq!(refusal(&verifier, &alice).await, None);
}

#[tokio::test(start_paused = true)]
async fn only_good_tokens_are_asked_about_and_doubt_is_no_acceptance() {
    struct Broken;

    impl Revocation for Broken {
        async fn is_revoked(&self, token: RevocationClaims<'_>) -> Result<bool, RevocationUnknown> {
            assert_eq!((token.sub, token.jti), (Some("johndoe"), Some("name")));
            Err(RevocationUnknown::new(std::io::Error::other(
                "no connection",
            )))
        }
    }

    let issuer = issuer();
    let builder = issuer.verifier_builder().audience(API);
    let verifier = builder.revocation(Broken).build().unwrap();
    let named = token(&issuer).claim("jti", "name");
    assert_eq!(
        refusal(&verifier, &named).await,
        Some(TokenError::Unavailable)
    );
    let expired = named.expired().claim("sub", "somebody else");
    assert_eq!(
        refusal(&verifier, &expired).await,
        Some(TokenError::Expired)
    );
}
