//! Tokens that are bound to a key: what is remembered of them is no proof.

use scopegate::Verifier;
use scopegate::dpop::Dpop;
use scopegate::testing::{TestDpopKey, TestTokens};

use super::CACHE;
use crate::dpop::service::{ITEMS, Service, proof, token};

#[test]
fn each_request_needs_a_proof_of_its_own() {
    let verifier: Verifier = TestTokens::new()
        .verifier_builder()
        .cache_tokens(CACHE)
        .build()
        .unwrap();
    let dpop = Dpop::new("https://api.example.com").unwrap();
    let service = Service::of(verifier.clone().with_dpop(dpop));
    let (token, used) = (token().issue(), std::cell::RefCell::new(String::new()));
    let send = |scheme: &str, proof: Option<String>| {
        let mut headers = vec![("authorization", format!("{scheme} {token}"))];
        headers.extend(proof.map(|proof| ("dpop", proof)));
        service.send(&headers).status
    };
    for _ in 0..3 {
        *used.borrow_mut() = proof(&token).sign();
        assert_eq!(send("DPoP", Some(used.borrow().clone())), 200);
        assert_eq!(send("DPoP", Some(used.borrow().clone())), 401, "a replay");
        assert_eq!(send("DPoP", None), 401);
        assert_eq!(send("Bearer", None), 401);
        assert_eq!(send("Bearer", Some(proof(&token).sign())), 401);
        let stolen = TestDpopKey::other()
            .proof("GET", ITEMS)
            .access_token(&token);
        assert_eq!(send("DPoP", Some(stolen.sign())), 401);
        // The same verifier without proofs of possession.
        assert!(verifier.verify(&token).now().is_err());
    }
}
