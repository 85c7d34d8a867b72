//! Several issuers side by side.

use scopegate::dpop::Dpop;
use scopegate::provider::Introspection;
use scopegate::testing::TestProvider;
use scopegate::{TokenError, Verifier};

use crate::remote::{API, ISSUER, issuer, refusal, token, verifier};

const OTHER: &str = "https://other.example";

#[tokio::test(start_paused = true)]
async fn each_token_is_verified_by_the_issuer_that_it_names_and_no_other() {
    let (one, other) = (issuer(), TestProvider::new(OTHER));
    let both = Verifier::by_issuer([verifier(&one), verifier(&other)]).unwrap();
    assert_eq!(both.issuers(), [ISSUER, OTHER]);
    for _ in 0..3 {
        assert_eq!(refusal(&both, &token(&one)).await, None);
        assert_eq!(refusal(&both, &token(&other)).await, None);
    }
    let forged = token(&other).issuer(ISSUER);
    assert_eq!(refusal(&both, &forged).await, Some(TokenError::UnknownKey));
    for (token, error) in [
        (
            token(&one).issuer("https://third.example"),
            TokenError::Issuer,
        ),
        (token(&one).without("iss"), TokenError::Issuer),
        (token(&one).claim("iss", 1), TokenError::InvalidClaim("iss")),
        (token(&one).algorithm("none"), TokenError::Algorithm),
        (token(&one).audience(OTHER), TokenError::Audience),
    ] {
        assert_eq!(refusal(&both, &token).await, Some(error));
    }
    assert_eq!(
        both.verify("opaque").await.err(),
        Some(TokenError::Malformed)
    );
    other.go_down();
    assert_eq!(refusal(&both, &token(&one)).await, None);
}

#[tokio::test(start_paused = true)]
async fn tokens_that_name_nobody_are_for_those_who_ask() {
    let (one, other) = (issuer(), TestProvider::new(OTHER));
    let asking = |issuer: &TestProvider| {
        let client = Introspection::client_secret_basic("api", "secret");
        let builder = issuer.verifier_builder().introspect(client).audience(API);
        builder.build().unwrap()
    };
    let all = [verifier(&one), asking(&one), asking(&other)];
    let all = Verifier::by_issuer(all).unwrap();
    assert_eq!(refusal(&all, &token(&one)).await, None);
    assert_eq!(one.introspections(), 0);
    let of_one = one.opaque(&token(&one));
    assert_eq!(all.verify(&of_one).await.err(), None);
    assert_eq!((one.introspections(), other.introspections()), (1, 0));
    let of_other = other.opaque(&token(&other));
    assert_eq!(all.verify(&of_other).await.err(), None);
    assert_eq!(
        all.verify("unknown").await.err(),
        Some(TokenError::Inactive)
    );
    one.go_down();
    assert_eq!(all.verify(&of_other).await.err(), None);
    assert_eq!(
        all.verify("another").await.err(),
        Some(TokenError::Unavailable)
    );
}

#[tokio::test]
async fn a_choice_has_to_be_possible() {
    let problems = |verifiers: Vec<Verifier>| {
        let problems = Verifier::by_issuer(verifiers).unwrap_err();
        problems.problems().collect::<Vec<_>>()
    };
    assert!(problems(vec![])[0].contains("no verifier"));
    let nobody = Verifier::hs256([7; 32]).unwrap();
    let twice = || verifier(&issuer());
    let dpop = Dpop::new(API).unwrap();
    let proving = problems(vec![twice().with_dpop(dpop)]);
    assert!(proving[0].contains("verifier 1 checks DPoP proofs"));
    let problems = problems(vec![twice(), nobody, twice()]);
    assert!(problems[0].contains("verifier 2 has no issuer"));
    assert!(problems[1].contains("two verifiers have the issuer `https://issuer.example`"));
}

#[tokio::test(start_paused = true)]
async fn issuers_that_are_asked_count_as_well_wherever_they_are_nested() {
    let (one, other) = (issuer(), TestProvider::new(OTHER));
    let client = Introspection::client_secret_basic("api", "secret");
    let asking = one.verifier_builder().introspect(client).audience(API);
    let inner = Verifier::by_issuer([asking.build().unwrap()]).unwrap();
    assert_eq!(inner.issuers(), [ISSUER]);
    let outer = Verifier::by_issuer([inner, verifier(&other)]).unwrap();
    assert_eq!(outer.issuers(), [OTHER, ISSUER]);
    let known = token(&one).issue();
    assert_eq!(outer.verify(&known).await.err(), Some(TokenError::Inactive));
    assert_eq!(one.introspections(), 1);
    assert_eq!(refusal(&outer, &token(&other)).await, None);
}
