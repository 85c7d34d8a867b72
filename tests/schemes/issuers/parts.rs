//! Parts of a router, each with a state and a verifier of its own: only schemes with the same verifier are compared.

use axum::Router;
use axum::extract::FromRef;
use scopegate::routing::get;
use scopegate::{AccessToken, SecureRouter, SecurityScheme, Verifier, level, security};
use scopegate_tests::client;

use super::{CUSTOMERS, STAFF, builder, status, token, verifier};

macro_rules! scheme {
    ($name:ident $handler:ident) => {
        #[derive(SecurityScheme)]
        #[oauth2(client_credentials(token_url = "token"), scopes("use" = "Use."))]
        struct $name;

        #[security(scopes = ["use"], depends = $name)]
        async fn $handler(_: AccessToken) {}
    };
}

scheme!(One one);
scheme!(Other other);

fn both() -> Verifier {
    verifier(&[STAFF, CUSTOMERS])
}

fn part<S: scopegate::bounds::RouterState>(verifier: Verifier) -> SecureRouter<S> {
    let other = SecureRouter::new().route("/other", get(other));
    other.with_state(verifier)
}

async fn assert_both(app: &Router, path: &str, expected: u16) {
    for issuer in [STAFF, CUSTOMERS] {
        let status = status(app, path, &token(issuer, &["use"])).await;
        assert_eq!(status, expected, "{path} {issuer}");
    }
}

#[tokio::test]
async fn a_part_with_a_verifier_of_its_own_is_not_compared_with_what_is_around_it() {
    let routes = || SecureRouter::new().route("/one", get(one));
    let apps = [
        routes()
            .nest("/part", part(both()))
            .with_state(both())
            .into_router(),
        routes()
            .unprotected("/part", Router::from(part(both())))
            .with_state(both())
            .into_router(),
    ];
    for app in apps {
        assert_both(&app, "/one", 200).await;
        assert_both(&app, "/part/other", 200).await;
    }
}

#[tokio::test]
async fn a_part_with_the_same_verifier_is_compared() {
    let shared = both();
    let app = SecureRouter::new()
        .route("/one", get(one))
        .unprotected("/part", Router::from(part(shared.clone())))
        .with_state(shared)
        .into_router();
    assert_both(&app, "/one", 200).await;
    assert_both(&app, "/part/other", 401).await;
}

#[tokio::test]
async fn a_level_around_a_router_is_compared_in_the_same_way() {
    let shared = both();
    let around = |verifier: Verifier| level!(scopes = ["use"], depends = One).into_layer(verifier);
    let inside = || Router::from(part::<()>(shared.clone()));
    assert_both(&inside().layer(around(both())), "/other", 200).await;
    assert_both(&inside().layer(around(shared.clone())), "/other", 401).await;
}

#[security(scopes = ["use"], depends = any(One, Other))]
async fn either(_: AccessToken) {}

/// A layer has seen one scheme, but a handler inside of it knows that it has two.
#[tokio::test]
async fn a_layer_does_not_make_a_scheme_the_only_one_of_a_handler() {
    let shared = both();
    let layer = level!(scopes = ["use"], depends = One).into_layer(shared.clone());
    let app = Router::new()
        .route("/either", axum::routing::get(either))
        .with_state(shared);
    for app in [app.clone(), app.layer(layer)] {
        for issuer in [STAFF, CUSTOMERS] {
            let token = token(issuer, &["use"]);
            let answer = client::get_as(&app, "/either", Some(&token)).await;
            assert_eq!(answer.status, 401, "{issuer}");
        }
    }
}

/// The same part with `#[security]` in a router of scopegate, and in one of axum.
fn both_kinds<S: scopegate::bounds::RouterState>(verifier: &Verifier) -> [Router<S>; 2] {
    let axum = Router::new().route("/other", axum::routing::get(other));
    [
        part(verifier.clone()).into_router(),
        axum.with_state(verifier.clone()),
    ]
}

/// One authority under two names: the part needs to know nothing of other schemes, and so nothing of other verifiers.
#[tokio::test]
async fn a_part_of_one_authority_is_not_compared_with_what_is_around_it() {
    let named_twice = builder(STAFF).issuer(CUSTOMERS).build().unwrap();
    let token = token(STAFF, &["use"]);
    for inside in both_kinds(&named_twice) {
        assert_eq!(status(&inside, "/other", &token).await, 200);
        let layer = level!(scopes = ["use"], depends = One).into_layer(both());
        assert_eq!(status(&inside.layer(layer), "/other", &token).await, 200);
    }
    for inside in both_kinds(&named_twice) {
        let app = SecureRouter::new()
            .route("/one", get(one))
            .unprotected("/part", inside)
            .with_state(both())
            .into_router();
        assert_eq!(status(&app, "/part/other", &token).await, 200);
    }
}

/// A state that makes a verifier each time cannot be told from others.
#[derive(Clone)]
struct Makes;

impl FromRef<Makes> for Verifier {
    fn from_ref(_: &Makes) -> Self {
        both()
    }
}

#[tokio::test]
async fn a_verifier_that_is_made_for_each_request_is_compared() {
    let inside = Router::new().route("/other", axum::routing::get(other));
    let app = SecureRouter::new()
        .route("/one", get(one))
        .unprotected("/part", inside.with_state(Makes))
        .with_state(Makes)
        .into_router();
    assert_both(&app, "/one", 200).await;
    assert_both(&app, "/part/other", 401).await;
}
