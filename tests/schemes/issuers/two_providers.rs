//! Two providers that describe themselves, side by side.

use axum::Router;
use scopegate::dpop::Dpop;
use scopegate::provider::Introspection;
use scopegate::routing::get;
use scopegate::testing::{Coverage, Overrides, TestDpopKey, TestProvider, TestTokens};
use scopegate::{AccessToken, SecureRouter, SecurityScheme, Verifier, dependency, level, security};
use scopegate_tests::client;

use super::{CUSTOMERS, STAFF, answer, builder, status, token, verifier};

#[derive(SecurityScheme)]
#[openid_connect(
    url = "https://staff.example/.well-known/openid-configuration",
    scopes("admin" = "Anything.")
)]
struct Staff;

#[derive(SecurityScheme)]
#[openid_connect(
    url = "https://customers.example/.well-known/openid-configuration",
    scopes("admin" = "Own account.")
)]
struct Customers;

#[security(scopes = ["admin"], depends = Staff)]
async fn internal(_: AccessToken) -> &'static str {
    "internal"
}

#[security(scopes = ["admin"], depends = Customers)]
async fn account(_: AccessToken) -> &'static str {
    "account"
}

#[security(scopes = ["admin"], depends = any(Customers, Staff))]
async fn either(_: AccessToken) -> &'static str {
    "either"
}

#[security(optional, scopes = ["admin"], depends = Staff)]
async fn visitor(token: Option<AccessToken>) -> &'static str {
    token.map_or("nobody", |_| "somebody")
}

fn staff_issuer() -> &'static str {
    STAFF
}

/// What the compiler cannot know: else it refuses what asks for tokens of both.
#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), scopes("admin" = "Anything."), issuer = staff_issuer())]
struct ConfiguredStaff;

#[dependency(depends = ConfiguredStaff)]
fn staff_member(_: AccessToken) {}

/// A token cannot be of both: what the first scheme made of it is not what the second makes.
#[security]
async fn both(
    #[security(scopes = ["admin"], depends = Customers)] _: AccessToken,
    #[security(depends = staff_member)] (): (),
) {
}

fn routes() -> SecureRouter<Verifier> {
    SecureRouter::new()
        .route("/internal", get(internal))
        .route("/account", get(account))
        .route("/either", get(either))
        .route("/visitor", get(visitor))
}

const ADMIN: &[&str] = &["admin"];

#[tokio::test]
async fn a_token_of_one_is_no_token_of_the_other() {
    let app = routes()
        .route("/both", get(both))
        .with_state(verifier(&[STAFF, CUSTOMERS]))
        .into_router();
    let [staff, customer] = [STAFF, CUSTOMERS].map(|issuer| token(issuer, ADMIN));
    for (path, of_staff, of_customer) in [
        ("/internal", 200, 401),
        ("/account", 401, 200),
        ("/either", 200, 200),
        ("/visitor", 200, 401),
        ("/both", 401, 401),
    ] {
        assert_eq!(status(&app, path, &staff).await, of_staff, "{path}");
        assert_eq!(status(&app, path, &customer).await, of_customer, "{path}");
    }
    let (_, challenge) = answer(&app, "/internal", &customer).await;
    assert!(
        challenge.contains(r#"error="invalid_token""#),
        "{challenge}"
    );
    // The issuer is looked at before scopes are.
    let poor = token(CUSTOMERS, &[]);
    assert_eq!(status(&app, "/internal", &poor).await, 401);
    assert_eq!(status(&app, "/account", &poor).await, 403);
}

#[tokio::test]
async fn it_is_so_without_our_router_and_wherever_the_state_comes_in() {
    let both = || verifier(&[STAFF, CUSTOMERS]);
    let plain = Router::new()
        .route("/internal", axum::routing::get(internal))
        .route("/account", axum::routing::get(account));
    for app in [
        plain.with_state(both()),
        routes().into_router().with_state(both()),
    ] {
        let customer = token(CUSTOMERS, ADMIN);
        assert_eq!(status(&app, "/internal", &customer).await, 401);
        assert_eq!(status(&app, "/account", &customer).await, 200);
    }
}

#[tokio::test]
async fn a_level_means_the_same() {
    let app = SecureRouter::new()
        .route("/account", get(account))
        .requires(level!(scopes = ["admin"], depends = staff_member))
        .with_state(verifier(&[STAFF, CUSTOMERS]))
        .into_router();
    for issuer in [STAFF, CUSTOMERS] {
        assert_eq!(status(&app, "/account", &token(issuer, ADMIN)).await, 401);
    }
}

#[tokio::test]
async fn the_slash_at_the_end_of_an_issuer_does_not_matter() {
    let staff = "https://staff.example/";
    let app = routes()
        .with_state(verifier(&[staff, CUSTOMERS]))
        .into_router();
    assert_eq!(status(&app, "/internal", &token(staff, ADMIN)).await, 200);
    assert_eq!(
        status(&app, "/internal", &token(CUSTOMERS, ADMIN)).await,
        401
    );
}

#[tokio::test]
async fn tokens_that_a_provider_is_asked_about_are_of_that_provider() {
    let issuers = [TestProvider::new(STAFF), TestProvider::new(CUSTOMERS)];
    let asking = issuers.each_ref().map(|issuer| {
        let client = Introspection::client_secret_basic("api", "secret");
        let builder = issuer.verifier_builder().introspect(client);
        builder.audience("api").build().unwrap()
    });
    let app = routes()
        .with_state(Verifier::by_issuer(asking).unwrap())
        .into_router();
    for (issuer, internal, account) in [(&issuers[0], 200, 401), (&issuers[1], 401, 200)] {
        let good = issuer.token().audience("api").scopes(ADMIN);
        // RFC 7662 section 2.2: an answer need not say whose the token is.
        for token in [good.clone(), good.without("iss")] {
            let token = issuer.opaque(&token);
            assert_eq!(status(&app, "/internal", &token).await, internal);
            assert_eq!(status(&app, "/account", &token).await, account);
        }
    }
}

#[tokio::test]
async fn a_proof_of_possession_changes_nothing() {
    let dpop = Dpop::new("https://api.example").unwrap();
    let verifier = verifier(&[STAFF, CUSTOMERS]).with_dpop(dpop);
    let app = routes().with_state(verifier).into_router();
    let key = TestDpopKey::new();
    for (issuer, path, expected) in [
        (CUSTOMERS, "/internal", 401),
        (CUSTOMERS, "/account", 200),
        (STAFF, "/internal", 200),
    ] {
        let token = super::tokens(issuer).token().issuer(issuer).scopes(ADMIN);
        let token = token.bound_to(&key).issue();
        let proof = key.proof("GET", &format!("https://api.example{path}"));
        let proof = proof.access_token(&token).sign();
        let headers = [("authorization", format!("DPoP {token}")), ("dpop", proof)];
        let answer = client::get(&app, path, &headers).await;
        assert_eq!(answer.status, expected, "{issuer} {path}");
    }
}

#[tokio::test]
async fn a_route_may_be_the_only_one_of_its_verifier() {
    // What documentation says is not what tokens say, and nobody else is meant.
    let app = SecureRouter::new()
        .route("/internal", get(internal))
        .with_state(builder(CUSTOMERS).build().unwrap())
        .into_router();
    assert_eq!(
        status(&app, "/internal", &token(CUSTOMERS, ADMIN)).await,
        200
    );
    let app = Router::new()
        .route("/internal", axum::routing::get(internal))
        .with_state(TestTokens::new().verifier());
    let anonymous = TestTokens::new().token().scopes(ADMIN).issue();
    assert_eq!(status(&app, "/internal", &anonymous).await, 200);
}

#[tokio::test]
async fn a_verifier_that_compares_no_issuers_does_not_make_a_scheme_mean_everybody() {
    let app = routes()
        .with_state(TestTokens::new().verifier())
        .into_router();
    let anonymous = TestTokens::new().token().scopes(ADMIN);
    for (token, expected) in [
        (anonymous.clone(), 401),
        (anonymous.clone().issuer(CUSTOMERS), 401),
        (anonymous.issuer(STAFF), 200),
    ] {
        assert_eq!(status(&app, "/internal", &token.issue()).await, expected);
    }
}

#[tokio::test]
async fn an_override_stands_for_its_scheme() {
    let tokens = TestTokens::new();
    let staff = tokens.token().scopes(ADMIN).verified();
    let app = Overrides::new().value::<Staff>(staff).apply(routes());
    let app = app.with_state(verifier(&[STAFF, CUSTOMERS])).into_router();
    assert_eq!(status(&app, "/internal", "whatever").await, 200);
    assert_eq!(status(&app, "/account", "whatever").await, 401);
}

#[tokio::test]
async fn coverage_calls_each_scheme_with_its_own_tokens() {
    let issuer = |scheme: &str| match scheme {
        "Staff" => STAFF,
        "Customers" => CUSTOMERS,
        other => panic!("no scheme is called {other}"),
    };
    let routes = SecureRouter::new()
        .route("/internal", get(internal))
        .route("/account", get(account))
        .route("/either", get(either));
    let app = || routes.clone().with_state(verifier(&[STAFF, CUSTOMERS]));
    let coverage = Coverage::by_scheme(|scheme, scopes| token(issuer(scheme), scopes));
    let report = coverage.check(app()).await.unwrap();
    assert_eq!(report.protected.len(), 3);
    // Tokens of one issuer do not show that the other's are refused for their scopes.
    let coverage = Coverage::new(|scopes| token(STAFF, scopes));
    let failures = coverage.check(app()).await.unwrap_err().failures;
    assert!(failures.iter().any(|failure| failure.path == "/account"));
}
