use scopegate::{Algorithm, TokenIssuer, Verifier, VerifierBuilder};

const P256: &str = include_str!("../../runtime/src/token/testdata/p256.private.pem");
const ED25519: &str = include_str!("../../runtime/src/token/testdata/ed25519.private.pem");

fn verifier(issuer: &TokenIssuer) -> VerifierBuilder {
    let jwks = issuer.jwks();
    jwks.keys()
        .fold(Verifier::builder(), |builder, key| builder.jwk(&key))
}

mod publish {
    example!("issuing_routes");

    pub(super) fn published() -> (TokenIssuer, Router) {
        let issuer = issuer(super::P256).unwrap();
        let routes = routes(&issuer);
        (issuer, routes)
    }
}

#[tokio::test]
async fn other_services_verify_the_tokens_with_the_published_key() {
    let (issuer, router) = publish::published();
    let (status, _, body) = crate::get(&router, "/jwks.json", "").await;
    assert_eq!(status, 200);
    assert!(
        body.contains("2026-11") && !body.contains("\"d\""),
        "{body}"
    );
    let verifier = verifier(&issuer)
        .issuer("https://issuer.example")
        .audience("https://api.example")
        .build()
        .unwrap();
    let token = issuer.issue("johndoe", ["items:read"]).unwrap();
    let verified = verifier.verify(&token).now().unwrap();
    assert!(verified.scopes().contains("items:read"));
}

mod replace {
    use scopegate::{TokenIssuer, VerifierError};

    example!("issuing_deployments");

    pub(super) fn all(old: TokenIssuer, new: TokenIssuer) -> [TokenIssuer; 3] {
        deployments(old, new).unwrap()
    }
}

#[test]
fn no_token_is_refused_while_a_key_is_replaced() {
    let old = TokenIssuer::key_pair(Algorithm::ES256, "2026-05", P256).unwrap();
    let new = TokenIssuer::key_pair(Algorithm::EdDSA, "2026-11", ED25519).unwrap();
    let [first, second, third] = replace::all(old, new);
    let tokens = [&first, &second].map(|issuer| issuer.issue("a", ["items"]).unwrap());
    for issuer in [&first, &second] {
        let verifier = verifier(issuer).build().unwrap();
        for token in &tokens {
            assert!(verifier.verify(token).now().is_ok());
        }
    }
    let verifier = verifier(&third).build().unwrap();
    assert!(verifier.verify(&tokens[0]).now().is_err());
    assert!(verifier.verify(&tokens[1]).now().is_ok());
}
