//! Claims in the shapes that providers give them, and what a rule makes of them.

use std::time::{Duration, SystemTime};

use scopegate::testing::TestTokens;
use scopegate::{TokenError, VerifierBuilder};
use serde_json::{Value, json};

use crate::log::Log;
use crate::remote::{API, issuer, refusal, token, verifier};

/// What is asked of a builder.
type Asked = fn(VerifierBuilder) -> VerifierBuilder;

#[tokio::test(start_paused = true)]
async fn roles_may_be_names_of_an_object_or_a_text_with_commas_if_it_is_said() {
    let issuer = issuer();
    let granted = async |asked: Asked, roles: Value| {
        let builder = asked(issuer.verifier_builder().audience(API));
        let token = issuer.token().audience(API).claim("roles", roles).issue();
        let token = builder.build().unwrap().verify(&token).await?;
        Ok::<_, TokenError>(token.scopes().iter().collect::<Vec<_>>().join(" "))
    };
    let (spaces, commas, keys): (Asked, Asked, Asked) = (
        |builder: VerifierBuilder| builder.scopes_at("roles"),
        |builder: VerifierBuilder| builder.scopes_at_commas("roles"),
        |builder: VerifierBuilder| builder.scopes_at_keys("roles"),
    );
    for (asked, roles, expected) in [
        (commas, json!("reader,admin"), Ok("reader admin")),
        (commas, json!("reader, admin ,"), Ok("reader admin")),
        (commas, json!("reader admin"), Ok("")),
        (commas, json!(["reader", "admin"]), Ok("reader admin")),
        (commas, json!(["reader,admin"]), Ok("reader,admin")),
        (commas, json!(null), Ok("")),
        (spaces, json!("reader,admin"), Ok("reader,admin")),
        (
            keys,
            json!({ "admin": { "2301": "acme.example" }, "reader": {} }),
            Ok("admin reader"),
        ),
        (
            keys,
            json!({ "admin": false, "reader": true, "a": null, "b": 0, "c": "", "d e": true }),
            Ok("reader"),
        ),
        (keys, json!({}), Ok("")),
        (keys, json!(null), Ok("")),
    ] {
        let granted = granted(asked, roles.clone()).await;
        assert_eq!(granted.as_deref(), expected.as_deref(), "{roles}");
    }
    let wrong = Err(TokenError::InvalidClaim("scope"));
    for (asked, roles) in [
        (keys, json!("admin")),
        (keys, json!(["admin"])),
        (keys, json!(1)),
        (commas, json!({ "admin": true })),
        (spaces, json!({ "admin": true })),
    ] {
        assert_eq!(granted(asked, roles.clone()).await, wrong, "{roles}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_claim_with_roles_that_no_token_has_is_logged_once_by_its_name() {
    let (log, _recording) = Log::start();
    let issuer = issuer();
    let builder = issuer.verifier_builder().audience(API);
    let verifier = builder.scopes_at("/realm_acess/roles").scopes_at("groups");
    let verifier = verifier.build().unwrap();
    let with = token(&issuer).claim("groups", "staff");
    let without = token(&issuer);
    for token in [&with, &without, &with, &without] {
        assert_eq!(refusal(&verifier, token).await, None);
    }
    let log = log.text();
    let lines: Vec<_> = log.lines().filter(|line| line.contains("WARN")).collect();
    assert_eq!(lines.len(), 1, "{log}");
    assert!(lines[0].contains("claim=/realm_acess/roles"), "{log}");
}

#[tokio::test(start_paused = true)]
async fn a_claim_stands_in_for_a_missing_audience_and_never_for_another_one() {
    let issuer = issuer();
    let builder = || issuer.verifier_builder();
    let stand_in = || {
        let one = builder().audience_stand_in("client_id", "shop");
        one.audience_stand_in("/client_id", "office")
    };
    let token = || issuer.token().without("aud").claim("client_id", "shop");
    let verifier = stand_in().build().unwrap();
    for good in [
        token(),
        token().claim("client_id", "office"),
        token().claim("aud", Value::Null),
    ] {
        assert_eq!(refusal(&verifier, &good).await, None);
    }
    let named = stand_in().audience(API).build().unwrap();
    assert_eq!(refusal(&named, &token()).await, None);
    let ours = token().audience(API).claim("client_id", "other");
    assert_eq!(refusal(&named, &ours).await, None);
    for (verifier, bad) in [
        (&verifier, token().claim("client_id", "other")),
        (&verifier, token().claim("client_id", "Shop")),
        (&verifier, token().audience(API)),
        (&verifier, token().audience("shop")),
        (&verifier, token().claim("aud", json!([]))),
        (&verifier, token().claim("aud", "")),
        (&named, token().claim("client_id", "other")),
        (&named, token().audience("https://other.example")),
    ] {
        let refused = refusal(verifier, &bad).await;
        assert_eq!(refused, Some(TokenError::Audience));
    }
    let by_list = builder()
        .audience_stand_in("groups", "shop")
        .build()
        .unwrap();
    for groups in [json!(["shop"]), json!({ "shop": true }), json!(null)] {
        let refused = refusal(&by_list, &token().claim("groups", groups)).await;
        assert_eq!(refused, Some(TokenError::Audience));
    }
}

/// FAPI 2.0 Security Profile section 5.3.2.1.
#[tokio::test(start_paused = true)]
async fn a_provider_may_be_some_seconds_ahead_and_no_more() {
    let issuer = issuer();
    let verifier = verifier(&issuer);
    let now = SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs();
    let begins = |at: u64| token(&issuer).claim("nbf", at);
    for ahead in [0, 1, 10] {
        assert_eq!(refusal(&verifier, &begins(now + ahead)).await, None);
    }
    let early = refusal(&verifier, &begins(now + 60)).await;
    assert_eq!(early, Some(TokenError::NotYetValid));
    let ends = |at: u64| token(&issuer).claim("exp", at);
    assert_eq!(refusal(&verifier, &ends(now - 5)).await, None);
    let late = refusal(&verifier, &ends(now - 60)).await;
    assert_eq!(late, Some(TokenError::Expired));
    let strict = issuer
        .verifier_builder()
        .audience(API)
        .leeway(Duration::ZERO);
    let strict = strict.build().unwrap();
    let early = refusal(&strict, &begins(now + 5)).await;
    assert_eq!(early, Some(TokenError::NotYetValid));
    let own = TestTokens::new();
    let early = own.token().claim("nbf", now + 5);
    let early = refusal(&own.verifier(), &early).await;
    assert_eq!(early, Some(TokenError::NotYetValid));
}

#[tokio::test(start_paused = true)]
async fn what_an_id_token_has_counts_no_more_once_a_rule_tells_it_from_an_access_token() {
    let issuer = issuer();
    let builder = || issuer.verifier_builder().audience(API).any_token_type();
    let plain = builder().build().unwrap();
    let by_name = builder().require("/typ", "Bearer").build().unwrap();
    let by_presence = builder().only_access_tokens_have("uid").build().unwrap();
    let by_tenant = builder().require("tid", "a").build().unwrap();
    // The type of ID tokens as well.
    let typed = issuer.verifier_builder().audience(API).token_type("JWT");
    let typed = typed.build().unwrap();
    for claim in ["nonce", "at_hash", "c_hash"] {
        let with = || token(&issuer).token_type("JWT").claim(claim, "x");
        for (verifier, token, expected) in [
            (&plain, with(), Some(TokenError::Type)),
            (&typed, with(), Some(TokenError::Type)),
            (&typed, with().claim("typ", "Bearer"), None),
            (&plain, with().claim("typ", "Bearer"), None),
            (&by_name, with().claim("typ", "Bearer"), None),
            (&by_name, with().claim("typ", "ID"), Some(TokenError::Type)),
            (&by_name, with(), Some(TokenError::Type)),
            (&by_presence, with().claim("uid", "x"), None),
            (
                &by_presence,
                with().claim("uid", Value::Null),
                Some(TokenError::Type),
            ),
            (&by_tenant, with().claim("tid", "a"), Some(TokenError::Type)),
        ] {
            assert_eq!(refusal(verifier, &token).await, expected, "{claim}");
        }
    }
    for (claim, other) in [
        ("typ", "ID"),
        ("typ", "Refresh"),
        ("token_use", "id"),
        ("token_use", "refresh_token"),
        ("token_type", "refresh"),
    ] {
        let other = token(&issuer).token_type("JWT").claim(claim, other);
        assert_eq!(refusal(&plain, &other).await, Some(TokenError::Type));
    }
    let missing = token(&issuer).token_type("JWT");
    assert_eq!(
        refusal(&by_presence, &missing).await,
        Some(TokenError::Claims)
    );
}
