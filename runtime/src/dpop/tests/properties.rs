//! For any input: no panic, and nothing is accepted that was not signed.

use proptest::prelude::*;

use super::*;

fn passes(proof: &str) -> bool {
    verdict(&dpop(), proof).is_ok()
}

/// JSON-like text, so that more than the first byte is read.
fn json() -> impl Strategy<Value = String> {
    let name = "(typ|alg|jwk|crit|jti|htm|htu|iat|ath|nonce|exp|\\\\u0061lg|x)";
    let value = "(null|-?[0-9]{1,25}(e-?[0-9]{1,4})?|\"(ES256|GET|[a-zA-Z0-9/:.% \\\\]{0,9})\"|\\[\\]|\\{\"kty\":\"(EC|RSA|OKP)\",\"[crvxyned]{1,3}\":\"[A-Za-z0-9_-]{0,5}\"\\}|\\[)";
    prop::collection::vec((name, value), 0..8).prop_map(|members| {
        let members = members
            .iter()
            .map(|(name, value)| format!(r#""{name}":{value}"#));
        format!("{{{}}}", members.collect::<Vec<_>>().join(","))
    })
}

proptest! {
    #[test]
    fn any_text_is_refused(text in any::<String>(), like in "[a-zA-Z0-9._=-]{0,80}") {
        prop_assert!(!passes(&text));
        prop_assert!(!passes(&like));
        prop_assert!(thumbprint(&text).is_err());
    }

    #[test]
    fn any_three_parts_are_refused(
        header in prop_oneof![json(), Just(header("", ""))],
        payload in prop_oneof![json(), Just(claims("", ""))],
        signature in prop::collection::vec(any::<u8>(), 0..80),
    ) {
        let parts = [encode(header), encode(payload), encode(signature)];
        prop_assert!(!passes(&parts.join(".")));
    }

    #[test]
    fn any_signed_parts_are_read_without_a_panic(header in json(), payload in json(), raw in any::<Vec<u8>>()) {
        prop_assert!(!passes(&with_header(&header)));
        prop_assert!(!passes(&with_claims(&payload)));
        prop_assert!(!passes(&with_header(&raw)));
        prop_assert!(!passes(&with_claims(&raw)));
        let _ = thumbprint(&header);
    }

    #[test]
    fn a_changed_proof_is_refused(at in any::<prop::sample::Index>(), with in any::<char>()) {
        let mut changed: Vec<char> = honest().chars().collect();
        let at = at.index(changed.len());
        prop_assume!(changed[at] != with);
        changed[at] = with;
        prop_assert!(!passes(&changed.into_iter().collect::<String>()));
    }

    #[test]
    fn a_cut_proof_is_refused(at in any::<prop::sample::Index>()) {
        let proof = honest();
        prop_assert!(!passes(&proof[..at.index(proof.len())]));
    }
}
