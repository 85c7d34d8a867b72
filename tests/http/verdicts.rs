//! What becomes of a token (RFC 6750 section 3.1), with the bytes of every answer.

use axum::http::header::{CONTENT_TYPE, WWW_AUTHENTICATE};
use scopegate::{DenialReason, TokenError};
use scopegate_tests::{App, SECRET};

use crate::http::app::{PROTECTED, service};
use crate::http::client::{Answer, get, get_with};
use crate::http::token::{claims, forge, now, token, with_claims};

#[track_caller]
fn assert_bytes(answer: &Answer, status: u16, challenge: &str, body: &str) {
    let found = (answer.status, answer.header(WWW_AUTHENTICATE));
    assert_eq!(found, (status, Some(challenge)));
    assert_eq!(answer.body, body);
    assert_eq!(answer.header(CONTENT_TYPE), Some("application/json"));
}

#[tokio::test]
async fn every_refusal_has_its_bytes() {
    let answer = get(service(), "/items", &[]).await;
    assert_bytes(
        &answer,
        401,
        r#"Bearer realm="the tests", scope="items me""#,
        r#"{"error":"unauthorized","error_description":"An access token is required"}"#,
    );
    let answer = get_with(service(), "/items", "x").await;
    assert_bytes(
        &answer,
        401,
        r#"Bearer realm="the tests", error="invalid_token", scope="items me""#,
        r#"{"error":"invalid_token","error_description":"The access token is malformed"}"#,
    );
    let answer = get_with(service(), "/items", &token("nobody", "items me")).await;
    assert_bytes(
        &answer,
        401,
        r#"Bearer realm="the tests", error="invalid_token", scope="items me""#,
        r#"{"error":"invalid_token","error_description":"The access token is not accepted"}"#,
    );
    let answer = get_with(service(), "/items", &token("johndoe", "me")).await;
    assert_bytes(
        &answer,
        403,
        r#"Bearer realm="the tests", error="insufficient_scope", scope="items me""#,
        r#"{"error":"insufficient_scope","error_description":"The access token lacks a required scope"}"#,
    );
    let answer = get(service(), "/items", &[b"Bearer x", b"Bearer x"]).await;
    assert_bytes(
        &answer,
        400,
        r#"Bearer error="invalid_request""#,
        r#"{"error":"invalid_request","error_description":"Send exactly one access token, in one Authorization header"}"#,
    );
}

#[tokio::test]
async fn an_unusable_token_is_an_invalid_token() {
    let user = r#""sub":"johndoe","scope":"me items admin""#;
    let hs256 = r#"{"alg":"HS256"}"#;
    let good = with_claims(user);
    let (signed, _) = good.rsplit_once('.').unwrap();
    let member = |member: &str| with_claims(&format!("{user},{member}"));
    for (token, error) in [
        ("a.b".into(), TokenError::Malformed),
        ("a".repeat(16 * 1024 + 1), TokenError::TooLarge),
        (format!("{signed}."), TokenError::Signature),
        (forge("{}", claims(user)), TokenError::Algorithm),
        (
            forge(r#"{"alg":"none"}"#, claims(user)),
            TokenError::Algorithm,
        ),
        (
            forge(r#"{"alg":"RS256"}"#, claims(user)),
            TokenError::Algorithm,
        ),
        (
            forge(r#"{"alg":"HS256","crit":["x"]}"#, claims(user)),
            TokenError::Critical,
        ),
        (
            forge(hs256, format!("{{{user}}}")),
            TokenError::MissingExpiry,
        ),
        (
            forge(hs256, format!(r#"{{{user},"exp":{}}}"#, now())),
            TokenError::Expired,
        ),
        (
            forge(hs256, format!(r#"{{{user},"exp":"x"}}"#)),
            TokenError::InvalidClaim("exp"),
        ),
        (
            forge(hs256, format!(r#"{{{user},"exp":1e400}}"#)),
            TokenError::InvalidClaim("exp"),
        ),
        (forge(hs256, "[1]"), TokenError::Malformed),
        (
            member(&format!(r#""nbf":{}"#, now() + 60)),
            TokenError::NotYetValid,
        ),
        (member(r#""aud":"other""#), TokenError::Audience),
        (member(r#""cnf":{}"#), TokenError::SenderConstrained),
        (
            member(r#""scopes":{"me":true}"#),
            TokenError::InvalidClaim("scopes"),
        ),
        (
            member(r#""scopes":["me",1]"#),
            TokenError::InvalidClaim("scopes"),
        ),
        (member(r#""scp":0"#), TokenError::InvalidClaim("scp")),
        (
            with_claims(r#""sub":"johndoe","scope":["me",null]"#),
            TokenError::InvalidClaim("scope"),
        ),
        (with_claims(r#""sub":1"#), TokenError::InvalidClaim("sub")),
    ] {
        for (path, scope) in PROTECTED {
            let answer = get_with(service(), path, &token).await;
            assert_eq!(answer.status, 401, "{error:?}");
            assert_eq!(answer.reason(), Some(DenialReason::InvalidToken(error)));
            assert_eq!(answer.param("realm"), Some("the tests"));
            assert_eq!(answer.param("error"), Some("invalid_token"));
            assert_eq!(answer.param("scope").unwrap_or_default(), scope);
            let description = error.description();
            assert_eq!(
                answer.body,
                format!(r#"{{"error":"invalid_token","error_description":"{description}"}}"#),
            );
        }
    }
}

#[tokio::test]
async fn a_key_that_differs_by_a_byte_is_another_key() {
    let verifier = scopegate::Verifier::hs256(format!("{SECRET}.")).unwrap();
    let router = crate::http::app::router(App::with(verifier));
    let answer = get_with(router, "/me", &token("johndoe", "me")).await;
    let signature = DenialReason::InvalidToken(TokenError::Signature);
    assert_eq!(answer.reason(), Some(signature));
}

#[tokio::test]
async fn missing_scopes_are_named_in_merged_order() {
    for (path, required, granted) in [
        ("/me", "me", ""),
        ("/me", "me", "ME items admin"),
        ("/me", "me", "m e"),
        ("/items", "items me", "me"),
        ("/items", "items me", "items"),
        ("/items", "items me", "itemsme"),
        ("/admin", "admin", "me items"),
    ] {
        let answer = get_with(service(), path, &token("johndoe", granted)).await;
        assert_eq!(answer.status, 403, "{path} with {granted:?}");
        assert_eq!(answer.reason(), Some(DenialReason::InsufficientScope));
        assert_eq!(answer.param("error"), Some("insufficient_scope"));
        assert_eq!(answer.param("scope"), Some(required));
    }
}

#[tokio::test]
async fn scopes_in_any_order_and_more_than_needed_are_enough() {
    for (path, granted, body) in [
        ("/status", "", "ok"),
        ("/me", "me", "johndoe"),
        ("/items", "me items", "items of johndoe"),
        ("/items", "items me", "items of johndoe"),
        ("/items", "admin items  me other", "items of johndoe"),
        ("/admin", "admin", "admin"),
    ] {
        let answer = get_with(service(), path, &token("johndoe", granted)).await;
        assert_eq!((answer.status, answer.body.as_str()), (200, body), "{path}");
        assert_eq!(answer.reason(), None);
    }
}
