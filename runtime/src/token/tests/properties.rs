//! Whatever arrives: no panic, and nothing passes that was not signed.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::{HS256, SECRET, Verifier, hs256, now, sign_parts, valid};
use crate::token::Algorithm;
use crate::token::compact::encode;

const P256: &str = include_str!("../testdata/p256.public.pem");

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

proptest! {
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
