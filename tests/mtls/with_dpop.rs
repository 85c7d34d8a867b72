//! Tokens that are bound to a certificate and to a key (RFC 9449).

use axum::Router;
use scopegate::dpop::{Dpop, DpopError};
use scopegate::mtls::Mtls;
use scopegate::testing::{TestDpopKey, TestTokens};
use scopegate::{DenialReason, Verifier};

use crate::mtls::service::{app, bearer, get_over, other, own, token, unbound, verdict};

fn verifier() -> Verifier {
    let dpop = Dpop::new("https://api.example.com").unwrap();
    TestTokens::new().verifier().with_dpop(dpop)
}

fn service() -> Router {
    app(verifier().with_mtls(Mtls::new()))
}

fn by_dpop(token: &str) -> [(&'static str, String); 2] {
    let proof = TestDpopKey::new().proof("GET", "https://api.example.com/items");
    [
        ("authorization", format!("DPoP {token}")),
        ("dpop", proof.access_token(token).sign()),
    ]
}

fn by_both() -> String {
    let token = token().bound_to(&TestDpopKey::new()).issue();
    let claims: serde_json::Value = claims(&token);
    assert_eq!(claims["cnf"].as_object().unwrap().len(), 2);
    token
}

fn claims(token: &str) -> serde_json::Value {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    let payload = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}

#[tokio::test]
async fn both_must_be_proven() {
    let (service, token) = (service(), by_both());
    for (certificate, expected) in [
        (Some(own()), (200, "")),
        (Some(other()), (401, "other_certificate")),
        (None, (401, "no_certificate")),
    ] {
        let answer = get_over(&service, "/items", certificate, &by_dpop(&token)).await;
        assert_eq!(verdict(&answer), expected);
        let answer = get_over(&service, "/items", certificate, &[bearer(&token)]).await;
        let expected = match expected {
            (200, _) => (401, "sender_constrained"),
            refused => refused,
        };
        assert_eq!(verdict(&answer), expected);
    }
    let only_dpop = app(verifier());
    let only_mtls = app(TestTokens::new().verifier().with_mtls(Mtls::new()));
    let answer = get_over(&only_dpop, "/items", Some(own()), &by_dpop(&token)).await;
    assert_eq!(verdict(&answer), (401, "sender_constrained"));
    let answer = get_over(&only_mtls, "/items", Some(own()), &[bearer(&token)]).await;
    assert_eq!(verdict(&answer), (401, "sender_constrained"));
}

#[tokio::test]
async fn a_proof_is_not_used_up_by_a_request_with_another_certificate() {
    let (service, token) = (service(), by_both());
    let headers = by_dpop(&token);
    for (certificate, expected) in [
        (Some(other()), (401, "other_certificate")),
        (None, (401, "no_certificate")),
        (Some(own()), (200, "")),
        (Some(own()), (401, "invalid_dpop_proof")),
    ] {
        let answer = get_over(&service, "/items", certificate, &headers).await;
        assert_eq!(verdict(&answer), expected);
    }
}

#[tokio::test]
async fn one_way_does_not_stand_in_for_the_other() {
    let service = service();
    let by_certificate = token().issue();
    let answer = get_over(&service, "/items", Some(own()), &[bearer(&by_certificate)]).await;
    assert_eq!(answer.status, 200);
    // RFC 9449 section 7.1: no token is sent with a proof that is not bound to a key.
    let answer = get_over(&service, "/items", Some(own()), &by_dpop(&by_certificate)).await;
    let reason = DenialReason::InvalidProof(DpopError::OtherKey);
    assert_eq!((answer.status, answer.reason()), (401, Some(reason)));
    let answer = get_over(&service, "/items", None, &by_dpop(&by_certificate)).await;
    assert_eq!(verdict(&answer), (401, "no_certificate"));

    let by_key = unbound().bound_to(&TestDpopKey::new()).issue();
    let answer = get_over(&service, "/items", None, &by_dpop(&by_key)).await;
    assert_eq!(answer.status, 200);
    let answer = get_over(&service, "/items", Some(own()), &[bearer(&by_key)]).await;
    assert_eq!(verdict(&answer), (401, "sender_constrained"));
    let required = app(verifier().with_mtls(Mtls::new().require_bound_tokens()));
    let answer = get_over(&required, "/items", Some(own()), &by_dpop(&by_key)).await;
    assert_eq!(verdict(&answer), (401, "unbound"));
}
