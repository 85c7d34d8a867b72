//! What becomes of bound tokens.

use scopegate::Verifier;
use scopegate::mtls::{ClientCertificate, Mtls};
use scopegate::provider::Introspection;
use scopegate::testing::{TestProvider, TestTokens};
use serde_json::{Value, json};

use crate::mtls::service::{app, bearer, get_over, other, own, service, token, unbound, verdict};

#[tokio::test]
async fn the_holder_of_the_certificate_may_use_the_token() {
    let service = service();
    let headers = [bearer(&token().issue())];
    for path in ["/items", "/front"] {
        let answer = get_over(&service, path, Some(own()), &headers).await;
        assert_eq!((answer.status, answer.body.as_str()), (200, "johndoe"));
    }
    let cookie = [("cookie", format!("session={}", token().issue()))];
    let answer = get_over(&service, "/cookie", Some(own()), &cookie).await;
    assert_eq!(answer.status, 200);
    let answer = get_over(&service, "/cookie", Some(other()), &cookie).await;
    assert_eq!(verdict(&answer), (401, "other_certificate"));
}

/// RFC 8705 section 3: 401, `invalid_token`.
#[tokio::test]
async fn everyone_else_is_refused() {
    let service = service();
    let headers = [bearer(&token().issue())];
    for (certificate, reason) in [
        (None, "no_certificate"),
        (Some(other()), "other_certificate"),
    ] {
        for path in ["/items", "/front"] {
            let answer = get_over(&service, path, certificate, &headers).await;
            assert_eq!(verdict(&answer), (401, reason));
            assert!(answer.challenges()[0].contains(r#"error="invalid_token""#));
        }
    }
    let answer = get_over(&service, "/items", Some(own()), &[]).await;
    assert_eq!(verdict(&answer), (401, "missing_credentials"));
    let expired = [bearer(&token().expired().issue())];
    let answer = get_over(&service, "/items", Some(own()), &expired).await;
    assert_eq!(verdict(&answer), (401, "expired"));
    let bare = [bearer(&token().scopes(["other"]).issue())];
    let answer = get_over(&service, "/items", Some(own()), &bare).await;
    assert_eq!(verdict(&answer), (403, "insufficient_scope"));
}

#[tokio::test]
async fn a_cached_token_is_compared_with_the_certificate_of_each_request() {
    let verifier = TestTokens::new().verifier_builder().cache_tokens(1 << 20);
    let verifier = verifier.build().unwrap().with_mtls(Mtls::new());
    let service = app(verifier);
    let headers = [bearer(&token().issue())];
    for _ in 0..3 {
        for (certificate, status) in [(Some(own()), 200), (Some(other()), 401), (None, 401)] {
            let answer = get_over(&service, "/items", certificate, &headers).await;
            assert_eq!(answer.status, status);
        }
    }
}

#[tokio::test]
async fn what_cannot_be_proven_is_refused_with_any_certificate() {
    let thumbprint = own().thumbprint();
    for cnf in [
        json!({}),
        json!([]),
        json!([{ "x5t#S256": thumbprint }]),
        json!(thumbprint),
        json!(1),
        json!(false),
        json!({ "x5t#S256": null }),
        json!({ "x5t#S256": 1 }),
        json!({ "x5t#S256": [thumbprint] }),
        json!({ "x5t#S256": "" }),
        json!({ "x5t#S256": format!("{thumbprint}=") }),
        json!({ "x5t#S256": format!("{thumbprint}A") }),
        json!({ "x5t#S256": non_canonical(&thumbprint) }),
        json!({ "x5t": thumbprint }),
        json!({ "x5t#s256": thumbprint }),
        json!({ "x5t#S256": thumbprint, "kid": "a" }),
        json!({ "x5t#S256": thumbprint, "jwk": null }),
        json!({ "jkt": thumbprint }),
    ] {
        let headers = [bearer(&unbound().claim("cnf", cnf.clone()).issue())];
        for certificate in [None, Some(own()), Some(other())] {
            let answer = get_over(&service(), "/items", certificate, &headers).await;
            assert_eq!(verdict(&answer), (401, "sender_constrained"), "{cnf}");
        }
    }
}

/// Another text that lenient decoders take for the same hash.
fn non_canonical(thumbprint: &str) -> String {
    let (start, last) = thumbprint.split_at(thumbprint.len() - 1);
    let next = char::from(last.as_bytes()[0] + 1);
    format!("{start}{next}")
}

#[test]
fn the_thumbprint_is_that_of_the_whole_certificate_in_base64url() {
    // SHA-256 of the empty string, from FIPS 180-4's examples.
    let empty = ClientCertificate::from_der(b"");
    assert_eq!(
        empty.thumbprint(),
        "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"
    );
    assert_ne!(own(), other());
    assert!(!format!("{empty:?}").contains("47DEQ"));
}

#[tokio::test]
async fn tokens_that_are_not_bound_are_accepted_unless_bound_ones_are_required() {
    let headers = [bearer(&unbound().issue())];
    let null = [bearer(&unbound().claim("cnf", Value::Null).issue())];
    let required = Mtls::new().require_bound_tokens();
    let required = app(TestTokens::new().verifier().with_mtls(required));
    for certificate in [None, Some(own())] {
        for headers in [&headers, &null] {
            let answer = get_over(&service(), "/items", certificate, headers).await;
            assert_eq!(answer.status, 200);
            let answer = get_over(&required, "/items", certificate, headers).await;
            assert_eq!(verdict(&answer), (401, "unbound"));
        }
    }
    let headers = [bearer(&token().issue())];
    let answer = get_over(&required, "/items", Some(own()), &headers).await;
    assert_eq!(answer.status, 200);
    let answer = get_over(&required, "/front", None, &[]).await;
    assert_eq!((answer.status, answer.body.as_str()), (200, "nobody"));
}

#[tokio::test]
async fn without_the_setting_no_certificate_counts() {
    let service = app(TestTokens::new().verifier());
    let headers = [bearer(&token().issue())];
    for certificate in [None, Some(own())] {
        let answer = get_over(&service, "/items", certificate, &headers).await;
        assert_eq!(verdict(&answer), (401, "sender_constrained"));
    }
}

/// RFC 8705 section 3.2.
#[tokio::test(start_paused = true)]
async fn an_opaque_token_is_bound_by_the_response_of_the_provider() {
    const API: &str = "https://api.example.com";
    let issuer = TestProvider::new("https://issuer.example");
    let verifier = issuer
        .verifier_builder()
        .introspect(Introspection::client_secret_basic("api", "secret"))
        .audience(API)
        .build()
        .unwrap();
    let token = issuer.token().audience(API).scopes(["items"]);
    let token = issuer.opaque(&token.bound_to_certificate(&own()));
    let headers = [bearer(&token)];
    let unchecked = app(Verifier::clone(&verifier));
    let service = app(verifier.with_mtls(Mtls::new()));
    for (certificate, expected) in [
        (Some(own()), (200, "")),
        (Some(other()), (401, "other_certificate")),
        (None, (401, "no_certificate")),
    ] {
        let answer = get_over(&service, "/items", certificate, &headers).await;
        assert_eq!(verdict(&answer), expected);
        let answer = get_over(&unchecked, "/items", certificate, &headers).await;
        assert_eq!(verdict(&answer), (401, "sender_constrained"));
    }
}
