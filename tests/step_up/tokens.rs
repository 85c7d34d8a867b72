//! Tokens of other kinds: opaque ones, those that are bound to a key, and those of a custom verifier.

use std::time::SystemTime;

use scopegate::dpop::Dpop;
use scopegate::provider::Introspection;
use scopegate::testing::{TestDpopKey, TestProvider, TestTokens};
use scopegate::token::{Verification, VerifiedToken, VerifyToken};
use scopegate::{DenialReason, TokenIssuer, Verifier};
use scopegate_tests::client::{get, get_as};
use scopegate_tests::{App, SECRET};

use super::refused::minutes;
use super::service::routes;

/// RFC 9470 section 6.2.
#[tokio::test]
async fn an_answer_about_an_opaque_token_says_how_its_user_was_authenticated() {
    let issuer = TestProvider::new("https://issuer.example");
    let introspection = Introspection::client_secret_basic("api", "secret");
    let verifier = issuer
        .verifier_builder()
        .introspect(introspection.cache_for(minutes(5)))
        .audience("https://api.example")
        .build();
    let app = || routes().with_state(App::with(verifier.clone().unwrap()));
    let token = || {
        issuer
            .token()
            .audience("https://api.example")
            .scopes(["pay"])
    };
    for (token, path, status) in [
        (token().acr("phr"), "/acr", 200),
        (token().acr("pwd"), "/acr", 401),
        (token(), "/acr", 401),
        (token().authenticated(minutes(14)), "/age", 200),
        (token().authenticated(minutes(21)), "/age", 401),
        (token().claim("auth_time", "now"), "/age", 401),
    ] {
        let opaque = issuer.opaque(&token);
        for _ in 0..2 {
            let answer = get_as(app(), path, Some(&opaque)).await;
            assert_eq!(answer.status, status, "{path} {token:?}");
        }
    }
}

/// The verifier has the token in its cache. It has no decision in it.
#[tokio::test]
async fn a_remembered_token_grows_old() {
    let app = routes().with_state(App::default()).into_router();
    let now = SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs_f64();
    let token = TestTokens::with_secret(SECRET).token();
    let token = token.claim("auth_time", now - 899.0).issue();
    for _ in 0..2 {
        assert_eq!(get_as(&app, "/age", Some(&token)).await.status, 200);
    }
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    assert_eq!(get_as(&app, "/age", Some(&token)).await.status, 401);
}

#[tokio::test]
async fn a_token_that_is_bound_to_a_key_is_challenged_for_one() {
    let dpop = Dpop::new("https://api.example").unwrap();
    let verifier = TestTokens::with_secret(SECRET).verifier().with_dpop(dpop);
    let app = || routes().with_state(App::with(verifier.clone()));
    let key = TestDpopKey::new();
    let token = || {
        TestTokens::with_secret(SECRET)
            .token()
            .scopes(["pay"])
            .bound_to(&key)
    };
    for (token, status) in [(token(), 401), (token().acr("phr"), 200)] {
        let token = token.issue();
        let proof = key
            .proof("GET", "https://api.example/acr")
            .access_token(&token);
        let headers = [
            ("authorization", format!("DPoP {token}")),
            ("dpop", proof.sign()),
        ];
        let answer = get(app(), "/acr", &headers).await;
        assert_eq!(answer.status, status);
        if status == 401 {
            let challenge = answer.joined_challenges();
            let expected = r#"DPoP realm="People", error="insufficient_user_authentication", scope="pay", acr_values="phr", algs="#;
            assert!(challenge.starts_with(expected), "{challenge}");
        }
    }
}

/// Knows its tokens by heart.
#[derive(Debug)]
struct Table;

impl VerifyToken for Table {
    fn verify<'v>(&'v self, token: &'v str, _: SystemTime) -> Verification<'v> {
        let claims = match token {
            "good" => r#"{"sub":"johndoe","scope":"pay","acr":"phr"}"#,
            "escaped" => r#"{"sub":"johndoe","scope":"pay","\u0061cr":"p\u0068r"}"#,
            "null" => r#"{"sub":"johndoe","scope":"pay","acr":null}"#,
            "nested" => r#"{"sub":"johndoe","scope":"pay","user":{"acr":"phr"}}"#,
            _ => r#"{"sub":"johndoe","scope":"pay","acr":"phr","acr":"phr"}"#,
        };
        VerifiedToken::new(token, claims).into()
    }
}

#[tokio::test]
async fn the_claims_of_a_custom_verifier_are_read_as_strictly() {
    for (token, expected) in [
        ("good", Ok(())),
        ("escaped", Ok(())),
        ("null", Err("insufficient_user_authentication")),
        ("nested", Err("insufficient_user_authentication")),
        ("twice", Err("malformed")),
    ] {
        let app = routes().with_state(App::with(Verifier::new(Table)));
        let answer = get_as(app, "/acr", Some(token)).await;
        let refused = answer.reason().map(DenialReason::as_str);
        assert_eq!(refused.map_or(Ok(()), Err), expected, "{token}");
    }
}

/// Tokens of one's own service say nothing of it, unless it adds the claims.
#[tokio::test]
async fn a_token_of_an_issuer_that_says_nothing_is_not_enough() {
    let issuer = TokenIssuer::hs256(SECRET).unwrap();
    let token = issuer.issue("johndoe", ["pay"]).unwrap();
    for path in ["/acr", "/age"] {
        let app = routes().with_state(App::default());
        assert_eq!(get_as(app, path, Some(&token)).await.status, 401);
    }
}
