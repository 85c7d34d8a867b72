//! Who is refused, and how.

use std::time::{Duration, SystemTime};

use scopegate::testing::{TestToken, TestTokens};
use scopegate::{DenialReason, ProtectedResource, SecureRouter, Verifier};
use scopegate_tests::client::{Answer, get_as};
use scopegate_tests::{App, SECRET};
use serde_json::{Value, json};

use super::service::routes;

pub(super) fn app() -> SecureRouter {
    routes().with_state(App::default())
}

pub(super) fn token(scopes: &[&str]) -> TestToken {
    TestTokens::with_secret(SECRET).token().scopes(scopes)
}

pub(super) async fn call(path: &str, token: &TestToken) -> Answer {
    get_as(app(), path, Some(&token.issue())).await
}

pub(super) fn minutes(minutes: u64) -> Duration {
    Duration::from_secs(60 * minutes)
}

async fn reason(path: &str, token: &TestToken) -> (u16, Option<DenialReason>) {
    let answer = call(path, token).await;
    (answer.status, answer.reason())
}

const REFUSED: (u16, Option<DenialReason>) =
    (401, Some(DenialReason::InsufficientUserAuthentication));

#[tokio::test]
async fn a_token_needs_one_of_the_values_of_acr() {
    for (acr, expected) in [
        (json!("phr"), (200, None)),
        (json!("phrh"), REFUSED),
        (json!("PHR"), REFUSED),
        (json!("phr "), REFUSED),
        (json!("phr phrh"), REFUSED),
        (json!(""), REFUSED),
        (Value::Null, REFUSED),
        (
            json!(["phr"]),
            (
                401,
                Some(DenialReason::InvalidToken(
                    scopegate::TokenError::InvalidClaim("acr"),
                )),
            ),
        ),
    ] {
        let token = token(&["pay"]).claim("acr", acr.clone());
        assert_eq!(reason("/acr", &token).await, expected, "{acr}");
    }
    assert_eq!(reason("/acr", &token(&["pay"])).await, REFUSED);
}

#[tokio::test]
async fn a_user_must_have_been_authenticated_recently() {
    for (ago, expected) in [
        (0, (200, None)),
        (14, (200, None)),
        (16, REFUSED),
        (60 * 24 * 365 * 40, REFUSED),
    ] {
        let token = token(&[]).authenticated(minutes(ago));
        assert_eq!(reason("/age", &token).await, expected, "{ago}");
    }
    assert_eq!(reason("/age", &token(&[])).await, REFUSED);
    let wrong = Some(DenialReason::InvalidToken(
        scopegate::TokenError::InvalidClaim("auth_time"),
    ));
    for time in [json!("1700000000"), json!(true), json!([1]), json!(-1)] {
        let token = token(&[]).claim("auth_time", time);
        assert_eq!(reason("/age", &token).await, (401, wrong));
    }
}

#[tokio::test]
async fn only_the_leeway_of_the_verifier_makes_an_authentication_older_or_one_to_come() {
    let now = SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs();
    let lenient = Verifier::builder().hs256(SECRET).leeway(minutes(2)).build();
    let lenient = || routes().with_state(App::with(lenient.clone().unwrap()));
    for (time, strict, with_leeway) in [
        (now + 60, 401, 200),
        (now + 180, 401, 401),
        (now - 16 * 60, 401, 200),
        (now - 18 * 60, 401, 401),
    ] {
        let token = token(&[]).claim("auth_time", time);
        assert_eq!(call("/age", &token).await.status, strict);
        let answer = get_as(lenient(), "/age", Some(&token.issue())).await;
        assert_eq!(answer.status, with_leeway);
    }
}

#[tokio::test]
async fn what_no_route_requires_is_not_even_read() {
    let token = token(&["read"]).claim("acr", 7).claim("auth_time", "never");
    assert_eq!(call("/read", &token).await.status, 200);
}

#[tokio::test]
async fn the_challenge_says_what_the_next_token_needs() {
    let answer = call("/acr", &token(&["pay"])).await;
    assert_eq!(
        answer.summary(),
        (
            401,
            r#"Bearer realm="People", error="insufficient_user_authentication", scope="pay", acr_values="phr""#
                .to_owned(),
            r#"{"error":"insufficient_user_authentication","error_description":"The user must authenticate again, more recently or in another way"}"#
                .to_owned(),
        )
    );
    let challenge = call("/age", &token(&[])).await.joined_challenges();
    assert_eq!(
        challenge,
        r#"Bearer realm="People", error="insufficient_user_authentication", max_age="900""#
    );
    let challenge = call("/merged", &token(&[])).await.joined_challenges();
    assert_eq!(
        challenge,
        r#"Bearer realm="People", error="insufficient_user_authentication", scope="pay", acr_values="aal3 phr", max_age="3600""#
    );
}

#[tokio::test]
async fn every_challenge_of_a_route_says_it() {
    let parameters = r#"scope="pay", acr_values="phr""#;
    let nobody = get_as(app(), "/acr", None).await;
    assert_eq!(
        nobody.joined_challenges(),
        format!(r#"Bearer realm="People", {parameters}"#)
    );
    let expired = call("/acr", &token(&["pay"]).acr("phr").expired()).await;
    assert_eq!(
        expired.joined_challenges(),
        format!(r#"Bearer realm="People", error="invalid_token", {parameters}"#)
    );
    let without_scope = call("/acr", &token(&[]).acr("phr")).await;
    assert_eq!(without_scope.status, 403);
    assert_eq!(
        without_scope.joined_challenges(),
        format!(r#"Bearer realm="People", error="insufficient_scope", {parameters}"#)
    );
}

/// The user has to be asked anyway: the client can ask for the scopes on the same occasion.
#[tokio::test]
async fn who_lacks_both_is_told_both_with_the_step_up_first() {
    assert_eq!(reason("/acr", &token(&[])).await, REFUSED);
    let only_scope = reason("/acr", &token(&[]).acr("phr")).await;
    assert_eq!(only_scope, (403, Some(DenialReason::InsufficientScope)));
}

/// As of a missing scope: unknown users and invalid tokens learn nothing of it.
#[tokio::test]
async fn the_function_that_finds_the_user_refuses_first() {
    let unknown = token(&["pay"]).without("sub");
    let answer = reason("/acr", &unknown).await;
    assert_eq!(answer, (401, Some(DenialReason::Refused)));
    let forged = token(&["pay"]).foreign_key();
    let (status, reason) = reason("/acr", &forged).await;
    assert_eq!(status, 401);
    assert_ne!(reason, Some(DenialReason::InsufficientUserAuthentication));
}

#[tokio::test]
async fn the_challenge_links_to_the_metadata() {
    let resource = ProtectedResource::new("https://api.example").unwrap();
    let app = routes()
        .with_state(App::default())
        .protected_resource(resource);
    let answer = get_as(app, "/acr", Some(&token(&["pay"]).issue())).await;
    let challenge = answer.joined_challenges();
    assert!(challenge.contains(r#"acr_values="phr""#), "{challenge}");
    assert!(challenge.contains("resource_metadata="), "{challenge}");
}

#[tokio::test]
async fn a_custom_body_keeps_the_challenge() {
    let answer = call("/rejection", &token(&[])).await;
    assert_eq!(
        answer.summary(),
        (
            401,
            r#"Bearer realm="People", error="insufficient_user_authentication", acr_values="phr""#
                .to_owned(),
            r#"insufficient_user_authentication ["phr"] None"#.to_owned(),
        )
    );
}

#[tokio::test]
async fn the_profile_of_fastapi_has_the_code_in_this_refusal_only() {
    let answer = call("/fastapi", &token(&["me"]).acr("phr")).await;
    assert_eq!(
        answer.summary(),
        (
            401,
            r#"Bearer error="insufficient_user_authentication", scope="me", acr_values="phr", max_age="90""#
                .to_owned(),
            r#"{"detail":"Authenticate again"}"#.to_owned(),
        )
    );
    let fresh = token(&[]).acr("phr").authenticated(minutes(0));
    let answer = call("/fastapi", &fresh).await;
    assert_eq!(answer.joined_challenges(), r#"Bearer scope="me""#);
    let enough = token(&["me"]).acr("phr").authenticated(minutes(1));
    assert_eq!(call("/fastapi", &enough).await.body, "phr");
}
