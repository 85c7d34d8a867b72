//! Schemes with a verifier of their own.

use axum::Router;
use axum::extract::FromRef;
use scopegate::routing::get;
use scopegate::{
    AccessToken, SecureRouter, SecurityScheme, TokenIssuer, Verifier, VerifierFor, security,
};

use super::{CUSTOMERS, STAFF, status, token, verifier};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("use" = "Use it."))]
struct Access;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("use" = "Use it."), verifier = Refresh)]
struct Refresh;

/// Has the verifier of another scheme, which it shares.
#[derive(SecurityScheme)]
#[openid_connect(url = "/.well-known/openid-configuration", scopes("use" = "Use it."), verifier = Refresh)]
struct Sibling;

#[security(scopes = ["use"], depends = Access)]
async fn access(_: AccessToken) {}

#[security(scopes = ["use"], depends = Refresh)]
async fn refresh(_: AccessToken) {}

#[security(scopes = ["use"], depends = Sibling)]
async fn sibling(_: AccessToken) {}

#[derive(Clone, FromRef)]
struct App {
    access: Verifier,
    refresh: VerifierFor<Refresh>,
}

fn routes() -> SecureRouter<App> {
    SecureRouter::new()
        .route("/access", get(access))
        .route("/refresh", get(refresh))
        .route("/sibling", get(sibling))
}

#[tokio::test]
async fn each_scheme_has_the_tokens_of_its_verifier() {
    let state = App {
        access: Verifier::hs256([1; 32]).unwrap(),
        refresh: Verifier::hs256([2; 32]).unwrap().into(),
    };
    let plain = Router::new()
        .route("/access", axum::routing::get(access))
        .route("/refresh", axum::routing::get(refresh))
        .route("/sibling", axum::routing::get(sibling));
    for app in [
        plain.with_state(state.clone()),
        routes().with_state(state.clone()).into_router(),
        routes().into_router().with_state(state),
    ] {
        for (secret, of_access, of_refresh) in [([1; 32], 200, 401), ([2; 32], 401, 200)] {
            let issuer = TokenIssuer::hs256(secret).unwrap();
            let token = issuer.issue("johndoe", ["use"]).unwrap();
            assert_eq!(status(&app, "/access", &token).await, of_access);
            assert_eq!(status(&app, "/refresh", &token).await, of_refresh);
            assert_eq!(status(&app, "/sibling", &token).await, of_refresh);
        }
    }
}

/// It has said whose tokens it means: those of its verifier.
#[tokio::test]
async fn a_verifier_of_its_own_may_be_for_several_issuers() {
    let state = App {
        access: Verifier::hs256([1; 32]).unwrap(),
        refresh: verifier(&[STAFF, CUSTOMERS]).into(),
    };
    let app = routes().with_state(state).into_router();
    for issuer in [STAFF, CUSTOMERS] {
        let token = token(issuer, &["use"]);
        assert_eq!(status(&app, "/refresh", &token).await, 200);
        assert_eq!(status(&app, "/access", &token).await, 401);
    }
}
