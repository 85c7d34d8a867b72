//! What middleware learns of who calls.

use axum::Router;
use axum::routing::get as axum_get;
use scopegate::caller::{Callers, IdentifyCallers};
use scopegate::{AccessToken, Denial, SecurityScheme, security};
use scopegate_tests::client::{Answer, get_by};
use scopegate_tests::{App, token_of};

use crate::http::token::with_claims;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("me" = "You.", "items" = "Items.", "more" = "More."))]
struct People;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), header = "X-Machine")]
struct Machines;

#[security(scopes = ["me", "items"], depends = People, may_require = ["more"])]
async fn person(token: AccessToken) -> Result<(), Denial> {
    if token.claims().sub.as_deref() == Some("alice") {
        token.require("more")?;
    }
    Ok(())
}

#[security]
async fn both(
    #[security(depends = People)] _person: AccessToken,
    #[security(depends = Machines)] _machine: AccessToken,
) {
}

#[security(public)]
async fn public() {}

fn app() -> Router {
    Router::new()
        .route("/person", axum_get(person))
        .route("/both", axum_get(both))
        .route("/public", axum_get(public))
        .with_state(App::default())
        .layer(IdentifyCallers)
}

async fn call(path: &str, token: &str) -> Answer {
    get_by(app(), path, &[&format!("Bearer {token}")]).await
}

/// The scheme, the subject, the client and the issuer of each caller.
fn callers(answer: &Answer) -> Vec<(&str, &str, &str, &str)> {
    let callers = answer.extensions.get::<Callers>();
    let shown = |name: Option<&'_ str>| name.map_or("-", |name| Box::leak(name.into()));
    let callers = callers.into_iter().flatten();
    callers
        .map(|caller| {
            let names = [caller.subject(), caller.client(), caller.issuer()];
            let [subject, client, issuer] = names.map(shown);
            (caller.scheme(), subject, client, issuer)
        })
        .collect()
}

#[tokio::test]
async fn a_valid_token_names_its_caller_even_if_a_scope_is_missing() {
    for (scopes, status) in [(&["me", "items"][..], 200), (&["me"], 403)] {
        let answer = call("/person", &token_of("johndoe", scopes)).await;
        assert_eq!(answer.status, status);
        assert_eq!(callers(&answer), [("People", "johndoe", "-", "-")]);
    }
    let claims = r#""sub":"j","azp":"app","iss":"https://i.example","scope":"me items""#;
    let answer = call("/person", &with_claims(claims)).await;
    assert_eq!(
        callers(&answer),
        [("People", "j", "app", "https://i.example")]
    );
}

#[tokio::test]
async fn nobody_is_named_without_a_valid_token() {
    for (path, token) in [
        ("/person", "x.y.z"),
        ("/person", ""),
        ("/public", "x"),
        ("/none", "x"),
    ] {
        assert_eq!(callers(&call(path, token).await), [], "{path} {token}");
    }
    let answer = call("/public", &token_of("johndoe", &[])).await;
    assert_eq!(callers(&answer), [], "a public route verifies no token");
}

#[tokio::test]
async fn each_scheme_has_its_caller() {
    let headers = [
        (
            "authorization",
            format!("Bearer {}", token_of("johndoe", &[])),
        ),
        ("x-machine", token_of("robot", &[])),
    ];
    let answer = scopegate_tests::client::get(app(), "/both", &headers).await;
    assert_eq!(answer.status, 200);
    let expected = [
        ("People", "johndoe", "-", "-"),
        ("Machines", "robot", "-", "-"),
    ];
    assert_eq!(callers(&answer), expected);
    let shown = format!("{:?}", answer.extensions.get::<Callers>());
    assert!(!shown.contains("johndoe"), "{shown}");
}

#[tokio::test]
async fn a_denial_has_the_missing_scopes() {
    for (user, scopes, missing) in [
        ("johndoe", &["me"][..], &["items"][..]),
        ("johndoe", &["x"], &["me", "items"]),
        ("alice", &["me", "items"], &["more"]),
    ] {
        let answer = call("/person", &token_of(user, scopes)).await;
        let found: Vec<_> = answer.denial().unwrap().missing().collect();
        assert_eq!((answer.status, &*found), (403, missing));
    }
}
