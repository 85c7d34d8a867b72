//! Schemes that name their issuers.

use axum::Router;
use scopegate::routing::get;
use scopegate::testing::{Overrides, TestTokens};
use scopegate::{AccessToken, SecureRouter, SecurityScheme, TokenIssuer, Verifier, security};

use super::{CUSTOMERS, STAFF, status, token, verifier};

const API: &str = "https://api.example";

/// Tokens of our own.
#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("admin" = "A."), issuer = API)]
struct Own;

#[derive(SecurityScheme)]
#[oauth2(
    client_credentials(token_url = "https://staff.example/token"),
    scopes("admin" = "A."),
    issuers = ["https://staff.example", customers()]
)]
struct Partner;

/// As configuration says.
fn customers() -> &'static str {
    CUSTOMERS
}

#[security(scopes = ["admin"], depends = Own)]
async fn own(_: AccessToken) {}

#[security(scopes = ["admin"], depends = Partner)]
async fn partner(_: AccessToken) {}

fn own_verifier() -> Verifier {
    let builder = Verifier::builder().hs256([7; 32]).issuer(API);
    builder.build().unwrap()
}

fn apps() -> [Router; 3] {
    let verifiers =
        || Verifier::by_issuer([own_verifier(), verifier(&[STAFF, CUSTOMERS])]).unwrap();
    let routes = SecureRouter::new()
        .route("/own", get(own))
        .route("/partner", get(partner));
    let plain = Router::new()
        .route("/own", axum::routing::get(own))
        .route("/partner", axum::routing::get(partner));
    [
        routes.clone().with_state(verifiers()).into_router(),
        routes.into_router().with_state(verifiers()),
        plain.with_state(verifiers()),
    ]
}

#[tokio::test]
async fn tokens_of_our_own_are_none_of_a_partner() {
    let issuer = TokenIssuer::hs256([7; 32]).unwrap().issuer(API);
    let ours = issuer.issue("johndoe", ["admin"]).unwrap();
    for app in apps() {
        assert_eq!(status(&app, "/own", &ours).await, 200);
        assert_eq!(status(&app, "/partner", &ours).await, 401);
        for issuer in [STAFF, CUSTOMERS] {
            let theirs = token(issuer, &["admin"]);
            assert_eq!(status(&app, "/own", &theirs).await, 401);
            assert_eq!(status(&app, "/partner", &theirs).await, 200);
        }
    }
}

/// The verifier compares nothing, and the scheme does.
#[tokio::test]
async fn a_scheme_that_names_its_issuer_takes_no_token_of_nobody() {
    let app = SecureRouter::new()
        .route("/own", get(own))
        .with_state(TestTokens::new().verifier())
        .into_router();
    let token = TestTokens::new().token().scopes(["admin"]);
    for (token, expected) in [
        (token.clone(), 401),
        (token.clone().issuer("https://api.example/"), 401),
        (token.issuer(API), 200),
    ] {
        assert_eq!(status(&app, "/own", &token.issue()).await, expected);
    }
}

#[tokio::test]
async fn an_override_of_somebody_else_is_refused() {
    for (token, expected) in [
        (TestTokens::new().token(), 200),
        (TestTokens::new().token().issuer(API), 200),
        (TestTokens::new().token().issuer(STAFF), 401),
    ] {
        let token = token.scopes(["admin"]).verified();
        let routes = SecureRouter::new().route("/own", get(own));
        let app = Overrides::new().value::<Own>(token).apply(routes);
        let app = app.with_state(own_verifier()).into_router();
        assert_eq!(status(&app, "/own", "whatever").await, expected);
    }
}

#[test]
fn what_it_names_can_be_read() {
    assert!(Own::SCHEME.issuers().eq([API]));
    assert!(Partner::SCHEME.issuers().eq([STAFF, CUSTOMERS]));
}
