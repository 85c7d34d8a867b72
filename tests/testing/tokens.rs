use scopegate::testing::{TestToken, TestTokens};

use crate::testing::service::{call, router};

async fn status(token: &TestToken) -> u16 {
    call(router(), "/me", Some(&token.issue())).await.0
}

#[tokio::test]
async fn good_tokens_are_accepted_and_bad_ones_are_not() {
    let good = || TestTokens::new().token().scopes(["a", "b"]);
    assert_eq!(status(&good()).await, 200);
    assert_eq!(status(&good().scopes(["a"])).await, 403);
    for (fault, token) in [
        ("expired", good().expired()),
        ("not yet valid", good().not_yet_valid()),
        ("no exp", good().without("exp")),
        ("no subject", good().without("sub")),
        ("foreign audience", good().audience("https://other.example")),
        ("wrong algorithm", good().algorithm("HS512")),
        ("RSA claimed", good().algorithm("RS256")),
        ("foreign key", good().foreign_key()),
        ("unsigned", good().unsigned()),
        ("exp of a wrong type", good().claim("exp", "tomorrow")),
    ] {
        assert_eq!(status(&token).await, 401, "{fault}");
    }
}

#[test]
fn a_verifier_may_ask_for_more() {
    let tokens = TestTokens::new();
    let verifier = tokens
        .verifier_builder()
        .issuer("https://issuer.example")
        .build()
        .unwrap();
    let token = tokens.token();
    assert!(
        verifier
            .verify(&token.clone().issuer("https://issuer.example").issue())
            .now()
            .is_ok()
    );
    assert!(
        verifier
            .verify(&token.clone().issuer("https://foreign.example").issue())
            .now()
            .is_err()
    );
    assert!(verifier.verify(&token.issue()).now().is_err());
}

#[test]
fn the_secret_may_be_the_application_s() {
    let secret = [9; 32];
    let token = TestTokens::with_secret(secret).token().scopes(["a"]);
    let verifier = scopegate::Verifier::hs256(secret).unwrap();
    assert!(verifier.verify(&token.issue()).now().is_ok());
    assert!(verifier.verify(&token.foreign_key().issue()).now().is_err());
    assert!(
        verifier
            .verify(&TestTokens::new().token().issue())
            .now()
            .is_err()
    );
}

#[test]
#[should_panic(expected = "security schemes only return valid ones")]
fn a_bad_token_is_no_value_of_a_scheme() {
    let _ = TestTokens::new().token().foreign_key().verified();
}
