//! What becomes of bound tokens.

use std::time::{Duration, SystemTime};

use scopegate::DenialReason;
use scopegate::dpop::DpopError;
use scopegate::testing::{TestDpopKey, TestTokens};
use scopegate_tests::client::Answer;

use crate::dpop::service::{ITEMS, Service, proof, token};

fn by_dpop(service: &Service, token: &str, proofs: &[String]) -> Answer {
    let proofs: Vec<_> = proofs.iter().map(|proof| ("dpop", proof.clone())).collect();
    service.send(
        &[
            &[("authorization", format!("DPoP {token}"))],
            proofs.as_slice(),
        ]
        .concat(),
    )
}

fn nonce_of(answer: &Answer) -> Option<&str> {
    answer.header("dpop-nonce")
}

/// A challenge that says how proofs may be signed.
fn with_algorithms(challenge: &str) -> String {
    let (_, algorithms) = MISSING[1].split_once(' ').unwrap();
    format!("{challenge}, {algorithms}")
}

const MISSING: [&str; 2] = [
    r#"Bearer realm="r", scope="items""#,
    r#"DPoP algs="ES256 ES384 EdDSA PS256 PS384 PS512 RS256 RS384 RS512""#,
];

#[test]
fn whoever_proves_to_have_the_key_may_use_the_token() {
    let service = Service::new();
    let token = token().issue();
    for _ in 0..3 {
        let answer = by_dpop(&service, &token, &[proof(&token).sign()]);
        assert_eq!((answer.status, answer.body.as_str()), (200, "johndoe"));
    }
    for name in ["dpop", "DPOP", "dPoP"] {
        let answer = service.send(&[
            ("authorization", format!("{name} {token}")),
            ("dpop", proof(&token).sign()),
        ]);
        assert_eq!(answer.status, 200);
    }
}

#[test]
fn a_bound_token_is_worth_nothing_without_a_good_proof() {
    let service = Service::new();
    let token = token().issue();
    let good = || proof(&token);
    let used = good().sign();
    let hour_ago = SystemTime::now() - Duration::from_secs(3600);
    assert_eq!(
        by_dpop(&service, &token, std::slice::from_ref(&used)).status,
        200
    );
    for (proofs, error) in [
        (vec![], DpopError::Missing),
        (vec![good().sign(), good().sign()], DpopError::Repeated),
        (vec![used], DpopError::Replayed),
        (vec!["garbage".to_owned()], DpopError::Malformed),
        (vec![good().unsigned().sign()], DpopError::Algorithm),
        (vec![good().claim("htm", "POST").sign()], DpopError::Method),
        (
            vec![good().claim("htu", "https://api.example.com/other").sign()],
            DpopError::Address,
        ),
        (vec![good().issued_at(hour_ago).sign()], DpopError::Expired),
        (
            vec![good().access_token("another").sign()],
            DpopError::OtherToken,
        ),
    ] {
        let answer = by_dpop(&service, &token, &proofs);
        let challenge =
            with_algorithms(r#"DPoP realm="r", error="invalid_dpop_proof", scope="items""#);
        assert_eq!(answer.status, 401, "{error:?}");
        assert_eq!(answer.challenges(), [challenge], "{error:?}");
        assert_eq!(answer.reason(), Some(DenialReason::InvalidProof(error)));
        assert!(answer.body.contains(r#""error":"invalid_dpop_proof""#));
        assert!(answer.body.contains(error.description()));
    }
    let thief = TestDpopKey::other()
        .proof("GET", ITEMS)
        .access_token(&token);
    let answer = by_dpop(&service, &token, &[thief.sign()]);
    let reason = DenialReason::InvalidProof(DpopError::OtherKey);
    assert_eq!((answer.status, answer.reason()), (401, Some(reason)));
    assert_eq!(
        answer.challenges(),
        [with_algorithms(
            r#"DPoP realm="r", error="invalid_token", scope="items""#
        )]
    );
}

#[test]
fn a_bound_token_is_no_bearer_token_and_the_other_way_round() {
    let service = Service::new();
    let token = token().issue();
    let bearer = |token: &str| ("authorization", format!("Bearer {token}"));
    for headers in [
        vec![bearer(&token)],
        vec![bearer(&token), ("dpop", proof(&token).sign())],
    ] {
        let answer = service.send(&headers);
        assert_eq!(
            (answer.status, answer.reason().unwrap().as_str()),
            (401, "sender_constrained")
        );
        assert_eq!(
            answer.challenges(),
            [
                r#"Bearer realm="r", error="invalid_token", scope="items""#,
                MISSING[1]
            ]
        );
    }
    let unbound = TestTokens::new().token().scopes(["items"]).issue();
    let answer = by_dpop(&service, &unbound, &[proof(&unbound).sign()]);
    assert_eq!(
        answer.reason(),
        Some(DenialReason::InvalidProof(DpopError::OtherKey))
    );
    assert_eq!(service.send(&[bearer(&unbound)]).status, 200);
}

#[test]
fn another_way_of_being_bound_is_not_proven_by_this_one() {
    let service = Service::new();
    let thumbprint = TestDpopKey::new().thumbprint();
    for cnf in [
        serde_json::json!({ "x5t#S256": thumbprint }),
        serde_json::json!({ "jkt": thumbprint, "x5t#S256": thumbprint }),
        serde_json::json!({ "jwk": {} }),
        serde_json::json!({}),
        serde_json::json!("jkt"),
        serde_json::json!({ "jkt": "short" }),
    ] {
        let token = token().claim("cnf", cnf.clone()).issue();
        let answer = by_dpop(&service, &token, &[proof(&token).sign()]);
        assert_eq!(
            (answer.status, answer.reason().unwrap().as_str()),
            (401, "sender_constrained"),
            "{cnf}"
        );
    }
}

#[test]
fn challenges_say_how_to_come_back() {
    let service = Service::new();
    let answer = service.send(&[]);
    assert_eq!(
        (answer.status, answer.challenges()),
        (401, MISSING.to_vec())
    );
    let bare = token().scopes(["other"]).issue();
    let answer = by_dpop(&service, &bare, &[proof(&bare).sign()]);
    assert_eq!(answer.status, 403);
    assert_eq!(
        answer.challenges(),
        [with_algorithms(
            r#"DPoP realm="r", error="insufficient_scope", scope="items""#
        )]
    );
    let expired = token().expired().issue();
    let answer = by_dpop(&service, &expired, &[proof(&expired).sign()]);
    assert_eq!(
        answer.challenges(),
        [with_algorithms(
            r#"DPoP realm="r", error="invalid_token", scope="items""#
        )]
    );
}

#[test]
fn a_nonce_is_given_and_asked_for() {
    let service = Service::with_nonces();
    let token = token().issue();
    let answer = by_dpop(&service, &token, &[proof(&token).sign()]);
    assert_eq!(
        answer.challenges(),
        [with_algorithms(
            r#"DPoP realm="r", error="use_dpop_nonce", scope="items""#
        )]
    );
    let nonce = nonce_of(&answer).unwrap();
    let answer = by_dpop(&service, &token, &[proof(&token).nonce(nonce).sign()]);
    assert_eq!(answer.status, 200);
    let answer = by_dpop(&service, &token, &[proof(&token).nonce("invented").sign()]);
    assert_eq!(answer.status, 401);
}

#[test]
fn a_nonce_is_given_where_another_alternative_is_refused_as_well() {
    let service = Service::with_nonces();
    let token = token().issue();
    let proof = || {
        let key = TestDpopKey::new();
        let proof = key.proof("GET", "https://api.example.com/either");
        proof.access_token(&token)
    };
    let send = |proof: String| {
        service.send_to(
            "/either",
            &[
                ("x-api-key", "another".to_owned()),
                ("authorization", format!("DPoP {token}")),
                ("dpop", proof),
            ],
        )
    };
    let answer = send(proof().sign());
    let challenge = with_algorithms(r#"DPoP realm="r", error="use_dpop_nonce""#);
    assert!(answer.challenges().contains(&challenge.as_str()));
    let answer = send(proof().nonce(nonce_of(&answer).unwrap()).sign());
    assert_eq!((answer.status, answer.body.as_str()), (200, "johndoe"));
}

#[test]
fn a_service_without_dpop_takes_no_bound_token_at_all() {
    let service = Service::without_dpop();
    let token = token().issue();
    let answer = by_dpop(&service, &token, &[proof(&token).sign()]);
    assert_eq!(
        (answer.status, answer.reason()),
        (401, Some(DenialReason::MissingCredentials))
    );
    assert_eq!(answer.challenges(), [MISSING[0]]);
    let answer = service.send(&[("authorization", format!("Bearer {token}"))]);
    assert_eq!(
        (answer.status, answer.reason().unwrap().as_str()),
        (401, "sender_constrained")
    );
}

#[test]
fn a_proof_counts_once_for_a_request_with_two_schemes() {
    let service = Service::new();
    let token = token().issue();
    let url = "https://api.example.com/both";
    let proof = TestDpopKey::new()
        .proof("GET", url)
        .access_token(&token)
        .sign();
    let headers = [("authorization", format!("DPoP {token}")), ("dpop", proof)];
    assert_eq!(service.send_to("/both", &headers).status, 200);
    assert_eq!(service.send_to("/both", &headers).status, 401);
}

#[test]
fn optional_credentials_by_dpop_are_credentials() {
    let service = Service::new();
    let token = token().issue();
    let url = "https://api.example.com/front";
    let proof = TestDpopKey::new()
        .proof("GET", url)
        .access_token(&token)
        .sign();
    let headers = [("authorization", format!("DPoP {token}")), ("dpop", proof)];
    assert_eq!(service.send_to("/front", &[]).body, "nobody");
    assert_eq!(service.send_to("/front", &headers).body, "johndoe");
    assert_eq!(service.send_to("/front", &headers).status, 401);
}

/// What a service of this verifier that takes proofs of other callers must not change for them.
#[test]
fn without_dpop_its_scheme_is_like_any_other_one() {
    let service = Service::without_dpop();
    for authorization in ["DPoP abc", "DPoP", "dpop a b", "Other abc"] {
        let headers = [("authorization", authorization.to_owned())];
        let answer = service.send_to("/front", &headers);
        assert_eq!((answer.status, answer.body.as_str()), (200, "nobody"));
        let answer = service.send(&headers);
        assert_eq!(answer.reason(), Some(DenialReason::MissingCredentials));
    }
    let answer = Service::new().send_to("/front", &[("authorization", "DPoP abc".to_owned())]);
    assert_eq!(answer.status, 401);
}

/// RFC 9449 section 8.2.
#[test]
fn every_answer_to_a_good_proof_renews_the_nonce() {
    let service = Service::with_nonces();
    let token = token().issue();
    let answer = by_dpop(&service, &token, &[proof(&token).sign()]);
    let nonce = nonce_of(&answer).unwrap();
    let renewed = by_dpop(&service, &token, &[proof(&token).nonce(nonce).sign()]);
    assert_eq!((renewed.status, nonce_of(&renewed)), (200, Some(nonce)));
    let bare = self::token().scopes(["other"]).issue();
    let refused = by_dpop(&service, &bare, &[proof(&bare).nonce(nonce).sign()]);
    assert_eq!((refused.status, nonce_of(&refused)), (403, Some(nonce)));
    let free = TestTokens::new().token().scopes(["items"]).issue();
    let answer = service.send(&[("authorization", format!("Bearer {free}"))]);
    assert_eq!((answer.status, nonce_of(&answer)), (200, None));
    // Where none is required, there is none.
    let answer = by_dpop(&Service::new(), &token, &[proof(&token).sign()]);
    assert_eq!((answer.status, nonce_of(&answer)), (200, None));
}

/// Whatever a realm and a scope are called.
#[test]
fn no_word_in_a_challenge_is_taken_for_another_part() {
    let service = Service::new();
    let token = token().scopes(["invalid_token", "scope=algs="]).issue();
    let url = "https://api.example.com/odd";
    let realm = "invalid_token, error=insufficient_scope, algs=, scope=";
    let send = |headers: &[(&str, String)]| service.send_to("/odd", headers);
    let by_dpop = |token: &str, proof: String| {
        send(&[("authorization", format!("DPoP {token}")), ("dpop", proof)])
    };
    let proof = || TestDpopKey::new().proof("GET", url).access_token(&token);
    assert_eq!(by_dpop(&token, proof().sign()).status, 200);
    let answer = by_dpop(&token, proof().claim("htm", "PUT").sign());
    let challenge = |error: &str| {
        with_algorithms(&format!(
            r#"DPoP realm="{realm}", error="{error}", scope="invalid_token scope=algs=""#
        ))
    };
    assert_eq!(answer.challenges(), [challenge("invalid_dpop_proof")]);
    assert!(answer.body.contains(r#""error":"invalid_dpop_proof""#));
    let bare = self::token().issue();
    let proof = TestDpopKey::new().proof("GET", url).access_token(&bare);
    let answer = by_dpop(&bare, proof.sign());
    assert_eq!(answer.challenges(), [challenge("insufficient_scope")]);
}
