//! Verifiers as parts of other verifiers.

use std::sync::Arc;
use std::time::SystemTime;

use super::{SECRET, TokenError, Verifier, now};
use crate::issuer::TokenIssuer;
use crate::token::{Verification, VerifyToken};

/// Refuses, for one subject, what another verifier accepts.
#[derive(Debug)]
struct Except<V>(V, &'static str);

impl<V: VerifyToken> VerifyToken for Except<V> {
    fn verify<'v>(&'v self, token: &'v str, at: SystemTime) -> Verification<'v> {
        let verification = self.0.verify(token, at);
        Verification::pending(async move {
            let token = verification.await?;
            let claims: crate::Claims = token.claims()?;
            if claims.sub.as_deref() == Some(self.1) {
                return Err(TokenError::Inactive);
            }
            Ok(token)
        })
    }

    fn issuers(&self) -> &[String] {
        self.0.issuers()
    }
}

#[tokio::test]
async fn a_verifier_is_a_part_of_another_behind_any_pointer() {
    const ISSUER: &str = "https://issuer.example";
    let verifier = Verifier::builder().hs256(SECRET).issuer(ISSUER).build();
    let verifier = verifier.unwrap();
    let shared: Arc<dyn VerifyToken> = Arc::new(verifier.clone());
    let issuer = TokenIssuer::hs256(SECRET).unwrap().issuer(ISSUER);
    for verifier in [
        Verifier::new(Except(verifier, "mallory")),
        Verifier::new(Except(shared, "mallory")),
        Verifier::new(Arc::new(Except(
            Verifier::hs256(SECRET).unwrap(),
            "mallory",
        ))),
    ] {
        let (good, bad) = (
            issuer.issue("johndoe", ["me"]),
            issuer.issue("mallory", ["me"]),
        );
        assert!(verifier.verify(&good.unwrap()).await.is_ok());
        assert_eq!(
            verifier.verify(&bad.unwrap()).await.err(),
            Some(TokenError::Inactive)
        );
        assert_eq!(
            verifier.verify_at("a.b.c", now()).await.err(),
            Some(TokenError::Malformed)
        );
    }
}

/// Verifies opaque tokens of an issuer.
#[derive(Debug)]
struct Opaque([String; 1]);

impl VerifyToken for Opaque {
    fn verify<'v>(&'v self, _: &'v str, _: SystemTime) -> Verification<'v> {
        Verification::ready(Err(TokenError::Inactive))
    }

    fn issuers(&self) -> &[String] {
        &self.0
    }

    fn takes_opaque_tokens(&self) -> bool {
        true
    }
}

#[test]
fn verifiers_of_jwts_and_of_opaque_tokens_of_one_issuer_are_one_authority() {
    let jwts = |issuer: &str| {
        let verifier = Verifier::builder().hs256(SECRET).issuer(issuer).build();
        verifier.unwrap()
    };
    let opaque = |issuer: &str| Verifier::new(Opaque([issuer.to_owned()]));
    let is_one = |verifiers| {
        let verifier = Verifier::by_issuer(verifiers).unwrap();
        verifier.is_one_authority()
    };
    assert!(is_one(vec![jwts("a"), opaque("a")]));
    assert!(is_one(vec![jwts("a")]));
    assert!(!is_one(vec![jwts("a"), opaque("b")]));
    assert!(!is_one(vec![jwts("a"), jwts("b"), opaque("a")]));
}

#[test]
fn scopes_can_be_iterated_over_and_each_is_there_once() {
    let issuer = TokenIssuer::hs256(SECRET).unwrap();
    let token = issuer.issue("johndoe", ["me", "items", "me"]).unwrap();
    let token = Verifier::hs256(SECRET)
        .unwrap()
        .verify(&token)
        .now()
        .unwrap();
    let mut found = Vec::new();
    for scope in token.scopes() {
        found.push(scope);
    }
    assert_eq!(found, ["me", "items"]);
    assert_eq!(format!("{:?}", token.scopes().iter()), "Scopes { .. }");
}
