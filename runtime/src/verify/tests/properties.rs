//! For any input: no panic, and nothing is accepted that was not signed.

use std::sync::LazyLock;

use proptest::prelude::*;

use serde_json::{Value, json};

use super::{HS256, SECRET, TokenError, Verifier, hs256, now, sign_parts, valid};
use crate::crypto::Algorithm;
use crate::token::compact::encode;

const P256: &str = include_str!("../../token/testdata/p256.public.pem");

static VERIFIERS: LazyLock<[Verifier; 2]> = LazyLock::new(|| {
    [
        Verifier::hs256(SECRET).unwrap(),
        Verifier::builder()
            .public_key_pem(Algorithm::ES256, P256)
            .build()
            .unwrap(),
    ]
});

fn passes(token: &str) -> bool {
    VERIFIERS
        .iter()
        .any(|verifier| verifier.verify_at(token, now()).now().is_ok())
}

/// JSON-like text, so that more than the first byte is read.
fn json() -> impl Strategy<Value = String> {
    let name = "(alg|exp|aud|iss|scope|scopes|crit|\\\\u0061lg|x)";
    let value = "(null|true|-?[0-9]{1,25}(\\.[0-9]{1,3})?(e-?[0-9]{1,4})?|\"[a-zA-Z0-9 \\\\]{0,6}\"|\\[\"me\"\\]|\\{\\}|\\[)";
    prop::collection::vec((name, value), 0..6).prop_map(|members| {
        let members = members
            .iter()
            .map(|(name, value)| format!(r#""{name}":{value}"#));
        format!("{{{}}}", members.collect::<Vec<_>>().join(","))
    })
}

/// Texts that are scopes, and texts that almost are.
fn texts() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec("[a-c:\"\\\\é\n,]{1,3}", 0..40)
}

/// The scopes that an otherwise valid token grants.
fn granted(members: &Value) -> Vec<String> {
    let mut payload = members.clone();
    payload["exp"] = (u64::from(u32::MAX)).into();
    let token = hs256(HS256, payload.to_string());
    let token = VERIFIERS[0].verify_at(&token, now()).now().unwrap();
    token.scopes().iter().map(str::to_owned).collect()
}

/// A JSON value that has `null` at any depth.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[a-z \"\\\\é]{0,5}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 20, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map("[a-z]{1,3}", inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn scopes_are_the_same_as_a_list_and_as_a_string_in_any_claim(texts in texts()) {
        // List entries without spaces, since a space separates the scopes of a string.
        let list = json!(texts);
        let string = json!(texts.join(" "));
        let expected = granted(&json!({ "scope": string }));
        for claim in ["scope", "scopes", "scp"] {
            for form in [&list, &string] {
                prop_assert_eq!(&granted(&json!({ claim: form })), &expected);
            }
        }
        for (form, builder) in [
            (&list, Verifier::builder().scopes_at("own")),
            (&string, Verifier::builder().scopes_at("/own")),
        ] {
            let verifier = builder.hs256(SECRET).build().unwrap();
            let token = hs256(HS256, valid(&format!(r#","own":{form}"#)));
            let token = verifier.verify_at(&token, now()).now().unwrap();
            prop_assert_eq!(&token.scopes().iter().collect::<Vec<_>>(), &expected);
        }
    }

    #[test]
    fn a_list_never_grants_what_is_none_of_its_entries(texts in prop::collection::vec("[a-c ,]{0,4}", 0..10)) {
        for scope in granted(&json!({ "scope": texts })) {
            prop_assert!(texts.contains(&scope), "{scope:?} of {texts:?}");
        }
    }

    #[test]
    fn claims_that_are_null_change_nothing(
        claims in prop::collection::hash_map(
            "(sub|iss|aud|nbf|iat|jti|client_id|scope|scopes|scp|cnf|nonce|typ|token_use|[a-z]{2,4})",
            value(),
            0..8,
        ),
        nulls in prop::collection::vec(
            "(sub|iss|aud|nbf|iat|jti|client_id|scope|scopes|scp|cnf|nonce|typ|token_use|[a-z]{2,4})",
            0..6,
        ),
    ) {
        let mut with: serde_json::Map<_, _> = claims.into_iter().collect();
        with.insert("exp".to_owned(), (u64::from(u32::MAX)).into());
        for name in nulls {
            with.entry(name).or_insert(Value::Null);
        }
        let mut without = with.clone();
        without.retain(|_, value| !value.is_null());
        let seen = |claims: serde_json::Map<String, Value>| {
            let token = hs256(HS256, Value::Object(claims).to_string());
            let token = VERIFIERS[0].verify_at(&token, now()).now()?;
            let scopes: Vec<_> = token.scopes().iter().map(str::to_owned).collect();
            Ok::<_, TokenError>((scopes, token.claims::<Value>()?))
        };
        prop_assert_eq!(seen(with), seen(without));
    }

    #[test]
    fn any_text_is_refused(text in any::<String>()) {
        prop_assert!(!passes(&text));
    }

    #[test]
    fn any_three_parts_are_refused(
        header in prop_oneof![json(), Just(HS256.to_owned()), Just(r#"{"alg":"ES256"}"#.to_owned())],
        payload in json(),
        signature in prop::collection::vec(any::<u8>(), 0..80),
    ) {
        let token = format!("{}.{}.{}", encode(header), encode(payload), encode(signature));
        prop_assert!(!passes(&token));
    }

    #[test]
    fn a_changed_token_is_refused(at in any::<prop::sample::Index>(), with in any::<char>()) {
        let token = hs256(HS256, valid(r#","scope":"me""#));
        let mut changed: Vec<char> = token.chars().collect();
        let at = at.index(changed.len());
        prop_assume!(changed[at] != with);
        changed[at] = with;
        prop_assert!(!passes(&changed.into_iter().collect::<String>()));
    }

    #[test]
    fn a_cut_token_is_refused(at in any::<prop::sample::Index>()) {
        let token = hs256(HS256, valid(""));
        prop_assert!(!passes(&token[..at.index(token.len())]));
    }

    #[test]
    fn any_signed_payload_is_read_without_panic(payload in json(), raw in any::<Vec<u8>>()) {
        passes(&hs256(HS256, payload));
        passes(&hs256(HS256, &raw));
        passes(&hs256(raw, valid("")));
    }

    #[test]
    fn any_signed_text_is_read_without_panic(text in "[a-zA-Z0-9._=-]{0,80}") {
        passes(&sign_parts(&text));
    }

    #[test]
    fn any_key_is_read_without_panic(json in json(), bytes in any::<Vec<u8>>()) {
        for algorithm in [Algorithm::RS256, Algorithm::ES256, Algorithm::ES384, Algorithm::EdDSA] {
            let builder = Verifier::builder().jwk_with(algorithm, &json).public_key_pem(algorithm, &bytes);
            prop_assert!(builder.build().is_err());
        }
    }
}
