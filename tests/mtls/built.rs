//! What is configured holds wherever the verifier is used.

use std::time::SystemTime;

use axum::Router;
use scopegate::mtls::Mtls;
use scopegate::routing::get;
use scopegate::testing::TestTokens;
use scopegate::token::{Verification, VerifyToken};
use scopegate::{
    AccessToken, ProtectedResource, SecureRouter, SecurityScheme, TokenError, Verifier, security,
};
use serde_json::Value;

use crate::mtls::service::{app, bearer, get_over, own, token, unbound, verdict};

/// A custom verifier around one of scopegate.
#[derive(Debug)]
struct Wrapped(Verifier);

impl VerifyToken for Wrapped {
    fn verify<'v>(&'v self, token: &'v str, at: SystemTime) -> Verification<'v> {
        VerifyToken::verify(&self.0, token, at)
    }
}

fn required() -> Mtls {
    Mtls::new().require_bound_tokens()
}

#[tokio::test]
async fn a_verifier_inside_of_a_custom_one_accepts_no_token_that_it_would_refuse() {
    let inner = TestTokens::new().verifier();
    for (mtls, of_unbound) in [(Mtls::new(), (200, "")), (required(), (401, "unbound"))] {
        let custom = Verifier::new(Wrapped(inner.clone().with_mtls(mtls.clone())));
        // Around it, too: only the outermost verifier sees requests.
        for custom in [custom.clone(), custom.with_mtls(mtls)] {
            let service = app(custom);
            let headers = [bearer(&unbound().issue())];
            let answer = get_over(&service, "/items", Some(own()), &headers).await;
            assert_eq!(verdict(&answer), of_unbound);
            let headers = [bearer(&token().issue())];
            let answer = get_over(&service, "/items", Some(own()), &headers).await;
            assert_eq!(verdict(&answer), (401, "sender_constrained"));
        }
    }
    let service = app(Verifier::new(Wrapped(inner)));
    let headers = [bearer(&unbound().issue())];
    assert_eq!(
        get_over(&service, "/items", None, &headers).await.status,
        200
    );
}

/// Without a request, nothing can be proven.
#[test]
fn a_token_that_is_verified_alone_is_not_accepted_by_its_binding() {
    let plain = TestTokens::new().verifier();
    let verdict = |verifier: &Verifier, token: &str| verifier.verify(token).now().err();
    for (verifier, of_unbound) in [
        (plain.clone(), None),
        (plain.clone().with_mtls(Mtls::new()), None),
        (plain.with_mtls(required()), Some(TokenError::Unbound)),
    ] {
        assert_eq!(verdict(&verifier, &unbound().issue()), of_unbound);
        let bound = verdict(&verifier, &token().issue());
        assert_eq!(bound, Some(TokenError::SenderConstrained));
    }
}

#[tokio::test]
async fn only_the_combined_verifier_of_several_issuers_checks_certificates() {
    const ISSUER: &str = "https://issuer.example";
    let one = || {
        let builder = TestTokens::new().verifier_builder().issuer(ISSUER);
        builder.build().unwrap()
    };
    for mtls in [Mtls::new(), required()] {
        let error = Verifier::by_issuer([one().with_mtls(mtls)]).unwrap_err();
        let problems: Vec<_> = error.problems().collect();
        assert_eq!(problems.len(), 1);
        assert!(problems[0].contains("call `with_mtls` on that one"));
    }
    let service = app(Verifier::by_issuer([one()]).unwrap().with_mtls(required()));
    for (token, certificate, expected) in [
        (token(), Some(own()), (200, "")),
        (token(), None, (401, "no_certificate")),
        (unbound(), Some(own()), (401, "unbound")),
    ] {
        let headers = [bearer(&token.issuer(ISSUER).issue())];
        let answer = get_over(&service, "/items", certificate, &headers).await;
        assert_eq!(verdict(&answer), expected);
    }
}

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), scopes("items" = "Items."))]
struct OAuth2;

#[security(scopes = ["items"], depends = OAuth2)]
async fn items(_: AccessToken) {}

#[security(public)]
async fn public() {}

/// RFC 9728 section 2: that bound tokens are supported, whether they are required or not.
#[tokio::test]
async fn the_metadata_of_the_resource_says_that_bound_tokens_are_accepted() {
    let plain = TestTokens::new().verifier();
    let router = || {
        let resource = ProtectedResource::new("https://api.example").unwrap();
        let router = SecureRouter::new().protected_resource(resource);
        router.route("/public", get(public))
    };
    let with_items = || router().route("/items", get(items));
    let mtls = plain.clone().with_mtls(Mtls::new());
    for (router, expected) in [
        (with_items().with_state(plain), Value::Null),
        (with_items().with_state(mtls.clone()), true.into()),
        // Nobody's tokens are accepted by these routes.
        (router().with_state(mtls), Value::Null),
    ] {
        let path = "/.well-known/oauth-protected-resource";
        let router: Router = router.into();
        let metadata = get_over(&router, path, None, &[]).await.json();
        assert_eq!(
            metadata["tls_client_certificate_bound_access_tokens"],
            expected
        );
    }
}
