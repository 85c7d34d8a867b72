//! Tokens of one's own that end before they expire.

use std::thread::sleep;
use std::time::{Duration, SystemTime};

use scopegate::revocation::RevokedTokens;
use scopegate::{Claims, TokenError, TokenIssuer, Verifier};
use scopegate_tests::SECRET;

fn service() -> (TokenIssuer, RevokedTokens, Verifier) {
    let revoked = RevokedTokens::new();
    let builder = Verifier::builder().hs256(SECRET);
    let verifier = builder.revocation(revoked.clone()).build().unwrap();
    (TokenIssuer::hs256(SECRET).unwrap(), revoked, verifier)
}

fn later() -> SystemTime {
    SystemTime::now() + Duration::from_secs(3600)
}

async fn refusal(verifier: &Verifier, token: &str) -> Option<TokenError> {
    verifier.verify(token).await.err()
}

#[tokio::test]
async fn a_token_is_revoked_by_the_name_that_the_issuer_gave_it() {
    let (issuer, revoked, verifier) = service();
    let issue = || issuer.issue("johndoe", ["me"]).unwrap();
    let (one, other) = (issue(), issue());
    let claims: Claims = verifier.verify(&one).await.unwrap().claims().unwrap();
    revoked.revoke(&claims.jti.unwrap(), later()).unwrap();
    assert_eq!(refusal(&verifier, &one).await, Some(TokenError::Revoked));
    assert_eq!(refusal(&verifier, &other).await, None);
}

#[tokio::test]
async fn whoever_logs_in_a_second_after_logging_out_everywhere_is_not_refused() {
    let (issuer, revoked, verifier) = service();
    let before = issuer.issue("johndoe", ["me"]).unwrap();
    let somebody_else = issuer.issue("alice", ["me"]).unwrap();
    revoked.revoke_all_of("johndoe", later()).unwrap();
    assert_eq!(refusal(&verifier, &before).await, Some(TokenError::Revoked));
    sleep(Duration::from_secs(1));
    let after = issuer.issue("johndoe", ["me"]).unwrap();
    assert_eq!(refusal(&verifier, &after).await, None);
    assert_eq!(refusal(&verifier, &before).await, Some(TokenError::Revoked));
    assert_eq!(refusal(&verifier, &somebody_else).await, None);
}

/// For a service that revokes all tokens where a password is changed, and issues a new one in the same request.
#[tokio::test]
async fn with_milliseconds_a_token_is_good_that_is_issued_at_once_afterwards() {
    let (issuer, revoked, verifier) = service();
    let issuer = issuer.milliseconds();
    for _ in 0..20 {
        let before = issuer.issue("johndoe", ["me"]).unwrap();
        sleep(Duration::from_millis(1));
        revoked.revoke_all_of("johndoe", later()).unwrap();
        sleep(Duration::from_millis(1));
        let after = issuer.issue("johndoe", ["me"]).unwrap();
        assert_eq!(refusal(&verifier, &before).await, Some(TokenError::Revoked));
        // A moment that has no fraction by chance is taken for a whole second.
        let claims: serde_json::Value = verifier_of_all()
            .verify(&after)
            .now()
            .unwrap()
            .claims()
            .unwrap();
        if claims["iat"].as_f64().unwrap().fract() > 0.0 {
            assert_eq!(refusal(&verifier, &after).await, None);
        }
    }
}

fn verifier_of_all() -> Verifier {
    Verifier::hs256(SECRET).unwrap()
}
