//! The security schemes of a document.

use scopegate::{AccessToken, SecureRouter, SecurityScheme, Verifier, routes, security};
use serde_json::{Value, json};

use crate::openapi::document;

/// Every flow.
#[derive(SecurityScheme)]
#[oauth2(
    password(token_url = "token", refresh_url = "refresh"),
    authorization_code(
        authorization_url = "https://issuer.example/authorize",
        token_url = "https://issuer.example/token",
        refresh_url = "https://issuer.example/refresh",
    ),
    client_credentials(token_url = "machines", refresh_url = "machines/refresh"),
    implicit(authorization_url = "authorize", refresh_url = "implicit/refresh"),
    scopes("a" = "A.", "b:c" = "B, and \"C\"."),
)]
struct Everything;

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"))]
struct Machines;

#[utoipa::path(get, path = "/everything")]
#[security(scopes = ["b:c"], depends = Everything)]
async fn everything(_: AccessToken) {}

#[utoipa::path(get, path = "/machines")]
#[security(depends = Machines)]
async fn machines(_: AccessToken) {}

fn schemes(router: &SecureRouter<Verifier>) -> Value {
    document(router)["components"]["securitySchemes"].clone()
}

#[test]
fn all_flows_are_documented_with_their_urls() {
    let schemes = schemes(&SecureRouter::new().routes(routes!(everything)));
    let scopes = json!({ "a": "A.", "b:c": "B, and \"C\"." });
    let expected = json!({
        "Everything": {
            "type": "oauth2",
            "description": "Every flow.",
            "flows": {
                "password": { "tokenUrl": "token", "refreshUrl": "refresh", "scopes": scopes },
                "authorizationCode": {
                    "authorizationUrl": "https://issuer.example/authorize",
                    "tokenUrl": "https://issuer.example/token",
                    "refreshUrl": "https://issuer.example/refresh",
                    "scopes": scopes,
                },
                "clientCredentials": {
                    "tokenUrl": "machines",
                    "refreshUrl": "machines/refresh",
                    "scopes": scopes,
                },
                "implicit": {
                    "authorizationUrl": "authorize",
                    "refreshUrl": "implicit/refresh",
                    "scopes": scopes,
                },
            },
        },
    });
    assert_eq!(schemes, expected);
}

#[test]
fn without_scopes_and_refresh_url_there_is_only_what_openapi_demands() {
    let schemes = schemes(&SecureRouter::new().routes(routes!(machines)));
    let flow = json!({ "clientCredentials": { "tokenUrl": "token", "scopes": {} } });
    let expected = json!({ "Machines": { "type": "oauth2", "flows": flow } });
    assert_eq!(schemes, expected);
}

#[test]
fn a_scheme_that_no_operation_uses_is_left_out_unless_asked_for() {
    let router = SecureRouter::new().routes(routes!(machines));
    assert!(schemes(&router).get("Everything").is_none());
    let router = router.with_security_scheme::<Everything>();
    assert!(schemes(&router).get("Everything").is_some());
    let twice = router
        .routes(routes!(everything))
        .with_security_scheme::<Everything>();
    assert_eq!(schemes(&twice).as_object().unwrap().len(), 2);
}

mod other {
    use scopegate::{AccessToken, SecurityScheme, security};

    #[derive(SecurityScheme)]
    #[oauth2(password(token_url = "other"))]
    pub(super) struct Machines;

    #[utoipa::path(get, path = "/other")]
    #[security(depends = Machines)]
    pub(super) async fn machines(_: AccessToken) {}
}

fn one() -> SecureRouter<Verifier> {
    SecureRouter::new().routes(routes!(machines))
}

fn other() -> SecureRouter<Verifier> {
    SecureRouter::new().routes(routes!(other::machines))
}

#[test]
#[should_panic(
    expected = "two security schemes are called `Machines`: one in `plans::openapi::schemes`, \
                           one in `plans::openapi::schemes::other`; rename one of them"
)]
fn two_schemes_of_one_name_are_refused() {
    let _ = one().routes(routes!(other::machines));
}

#[test]
#[should_panic(expected = "two security schemes are called `Machines`")]
fn two_schemes_of_one_name_are_refused_in_a_merge() {
    let _ = one().merge(other());
}

#[test]
#[should_panic(expected = "two security schemes are called `Machines`")]
fn two_schemes_of_one_name_are_refused_below_a_prefix() {
    let _ = one().nest("/nested", other());
}

#[test]
#[should_panic(expected = "two security schemes are called `Machines`")]
fn two_schemes_of_one_name_are_refused_where_one_is_only_asked_for() {
    let _ = one().with_security_scheme::<other::Machines>();
}
