//! What is no access token of the provider for this service.

use scopegate::testing::TestProvider;
use scopegate::{TokenError, VerifierBuilder};
use serde_json::Value;

use crate::remote::{API, ISSUER, issuer, refusal, token, verifier};

#[tokio::test(start_paused = true)]
async fn issuer_audience_and_type_are_compared() {
    let issuer = issuer();
    let verifier = verifier(&issuer);
    let good = || token(&issuer);
    assert_eq!(refusal(&verifier, &good()).await, None);
    assert_eq!(
        refusal(&verifier, &good().token_type("application/at+jwt")).await,
        None
    );
    for (token, error) in [
        (good().issuer("https://other.example"), TokenError::Issuer),
        (good().issuer(&format!("{ISSUER}/")), TokenError::Issuer),
        (good().without("iss"), TokenError::Issuer),
        (
            good().audience("https://other.example"),
            TokenError::Audience,
        ),
        (good().without("aud"), TokenError::Audience),
        (good().token_type("JWT"), TokenError::Type),
        (good().without_header("typ"), TokenError::Type),
        (good().without("exp"), TokenError::MissingExpiry),
    ] {
        assert_eq!(refusal(&verifier, &token).await, Some(error));
    }
}

/// RFC 9068 section 2.2.
#[tokio::test(start_paused = true)]
async fn an_access_token_has_all_claims_unless_only_its_type_is_asked_for() {
    let issuer = issuer();
    let strict = verifier(&issuer);
    let builder = issuer.verifier_builder().audience(API);
    let lenient = builder.token_type("at+jwt").build().unwrap();
    for claim in ["sub", "client_id", "iat", "jti"] {
        let token = token(&issuer).without(claim);
        assert_eq!(
            refusal(&strict, &token).await,
            Some(TokenError::MissingClaim(claim)),
            "{claim}"
        );
        assert_eq!(refusal(&lenient, &token).await, None, "{claim}");
        let wrong = token.claim(claim, serde_json::json!([]));
        let invalid = Some(TokenError::InvalidClaim(claim));
        assert_eq!(refusal(&lenient, &wrong).await, invalid);
    }
    let id_token = token(&issuer).token_type("JWT");
    assert_eq!(refusal(&lenient, &id_token).await, Some(TokenError::Type));
}

#[tokio::test(start_paused = true)]
async fn an_id_token_is_no_access_token_even_where_any_type_is_accepted() {
    let issuer = issuer();
    let any = issuer.verifier_builder().audience(API).any_token_type();
    let any = any.build().unwrap();
    let untyped = || token(&issuer).token_type("JWT");
    assert_eq!(refusal(&any, &untyped()).await, None);
    for claim in ["nonce", "at_hash", "c_hash"] {
        let id_token = untyped().claim(claim, "x");
        assert_eq!(
            refusal(&any, &id_token).await,
            Some(TokenError::Type),
            "{claim}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_provider_cannot_speak_for_another() {
    let (ours, theirs) = (issuer(), TestProvider::new("https://theirs.example"));
    let verifier = verifier(&ours);
    let forged = token(&theirs).issuer(ISSUER);
    assert_eq!(
        refusal(&verifier, &forged).await,
        Some(TokenError::UnknownKey)
    );
    let without_kid = forged.without_header("kid");
    assert_eq!(
        refusal(&verifier, &without_kid).await,
        Some(TokenError::Signature)
    );
}

#[tokio::test(start_paused = true)]
async fn metadata_of_another_issuer_is_not_believed() {
    let theirs = TestProvider::new("https://theirs.example");
    let verifier = scopegate::Verifier::builder()
        .discover(ISSUER)
        .http_client(theirs.clone())
        .audience(API)
        .build()
        .unwrap();
    let token = token(&theirs).issuer(ISSUER);
    assert_eq!(
        refusal(&verifier, &token).await,
        Some(TokenError::Unavailable)
    );
    assert_eq!(theirs.fetches_of_keys(), 0);
}

#[tokio::test(start_paused = true)]
async fn claims_of_large_providers_grant_scopes_where_they_are_asked_for() {
    let issuer = issuer();
    let builder = || issuer.verifier_builder().audience(API);
    let granted = async |builder: VerifierBuilder, name: &str, value: Value| {
        let token = issuer.token().audience(API).claim(name, value).issue();
        let token = builder.build().unwrap().verify(&token).await?;
        Ok::<_, TokenError>(token.scopes().iter().map(str::to_owned).collect::<Vec<_>>())
    };
    let json = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let both = Ok(vec!["items:read".to_owned(), "admin".to_owned()]);
    for (pointer, name, value) in [
        ("", "scope", r#""items:read admin""#),
        ("", "scp", r#"["items:read","admin"]"#),
        ("", "scp", r#""items:read admin""#),
        ("/permissions", "permissions", r#"["items:read","admin"]"#),
        ("/roles", "roles", r#"["items:read","admin"]"#),
        (
            "/realm_access/roles",
            "realm_access",
            r#"{"roles":["items:read","admin"]}"#,
        ),
        (
            "/https:~1~1acme.example~1roles",
            "https://acme.example/roles",
            r#""items:read admin""#,
        ),
        ("roles", "roles", r#"["items:read","admin"]"#),
        (
            "https://acme.example/roles",
            "https://acme.example/roles",
            r#"["items:read","admin"]"#,
        ),
    ] {
        if pointer.is_empty() {
            assert_eq!(granted(builder(), name, json(value)).await, both, "{name}");
            continue;
        }
        assert_eq!(
            granted(builder(), name, json(value)).await,
            Ok(vec![]),
            "{name}"
        );
        let asking = builder().scopes_at(pointer);
        assert_eq!(granted(asking, name, json(value)).await, both, "{name}");
    }
    let absent = granted(builder().scopes_at("/roles"), "roles", json("null")).await;
    assert_eq!(absent, Ok(vec![]));
    for wrong in ["1", "{}", "[1]", "[null]", r#"[["admin"]]"#] {
        let refused = granted(builder().scopes_at("/roles"), "roles", json(wrong)).await;
        assert_eq!(refused, Err(TokenError::InvalidClaim("scope")), "{wrong}");
    }
}

#[tokio::test(start_paused = true)]
async fn claims_that_are_required_have_exactly_their_value() {
    let issuer = issuer();
    let verifier = issuer
        .verifier_builder()
        .audience(API)
        .require("/typ", "Bearer");
    let verifier = verifier.build().unwrap();
    let bearer = token(&issuer).claim("typ", "Bearer");
    assert_eq!(refusal(&verifier, &bearer).await, None);
    for other in ["ID", "bearer", ""] {
        let token = token(&issuer).claim("typ", other);
        assert_eq!(refusal(&verifier, &token).await, Some(TokenError::Claims));
    }
    assert_eq!(
        refusal(&verifier, &token(&issuer)).await,
        Some(TokenError::Claims)
    );
}
