//! Schemes over a verifier whose tenants a predicate allows, and such a verifier beside others.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering;

use axum::Router;
use scopegate::metrics::{Event, Metrics};
use scopegate::provider::Tenants;
use scopegate::revocation::RevokedTokens;
use scopegate::routing::get;
use scopegate::testing::{TestProvider, TestToken};
use scopegate::{
    AccessToken, SecureRouter, SecurityScheme, TokenError, Verifier, VerifierBuilder, security,
};
use scopegate_tests::client;

use crate::remote::tenants::{AllTenants, COMMON, TEMPLATE};
use crate::remote::{API, refusal};

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "t"), scopes("use" = "Use it."))]
struct One;

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "t"), scopes("use" = "Use it."))]
struct Other;

#[derive(SecurityScheme)]
#[oauth2(
    client_credentials(token_url = "t"),
    scopes("use" = "Use it."),
    issuer = "https://login.example/{tenantid}/v2.0"
)]
struct Customers;

#[derive(SecurityScheme)]
#[oauth2(
    client_credentials(token_url = "t"),
    scopes("use" = "Use it."),
    issuer = "https://login.example/two/v2.0"
)]
struct Two;

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "t"), scopes("use" = "Use it."), issuer = "https://staff.example")]
struct Staff;

#[derive(SecurityScheme)]
#[openid_connect(
    url = "https://login.example/common/v2.0/.well-known/openid-configuration",
    scopes("use" = "Use it.")
)]
struct Common;

#[security(scopes = ["use"], depends = One)]
async fn one(_: AccessToken) {}

#[security(scopes = ["use"], depends = Other)]
async fn other(_: AccessToken) {}

#[security(scopes = ["use"], depends = Customers)]
async fn customers(_: AccessToken) {}

#[security(scopes = ["use"], depends = Two)]
async fn two(_: AccessToken) {}

#[security(scopes = ["use"], depends = Staff)]
async fn staff(_: AccessToken) {}

#[security(scopes = ["use"], depends = Common)]
async fn common(_: AccessToken) {}

/// Counts nothing: it is there to be wrapped around the verifier.
struct Nothing;

impl Metrics for Nothing {
    fn record(&self, _: Event) {}
}

fn allowed() -> Tenants {
    Tenants::that(|tenant| ["one", "two"].contains(&tenant))
}

fn builder(provider: &AllTenants) -> VerifierBuilder {
    let builder = Verifier::builder().discover_tenants(COMMON, TEMPLATE, allowed());
    let builder = builder.audience(API).any_token_type();
    builder.http_client(provider.clone())
}

/// By itself, and with all that may be around it.
fn verifiers(provider: &AllTenants) -> [Verifier; 4] {
    let build = |builder: VerifierBuilder| builder.build().unwrap();
    let revoked = RevokedTokens::new();
    [
        build(builder(provider)),
        build(builder(provider).metrics(Nothing)),
        build(builder(provider).revocation(revoked)),
        Verifier::by_issuer([build(builder(provider))]).unwrap(),
    ]
}

fn verifier_of_staff(staff: &TestProvider) -> Verifier {
    staff.verifier_builder().audience(API).build().unwrap()
}

#[track_caller]
fn refused_at_start<T>(build: impl FnOnce() -> T) -> String {
    let caught = catch_unwind(AssertUnwindSafe(build));
    let panic = caught.err().expect("it is refused");
    *panic.downcast().expect("the message is a `String`")
}

async fn status(app: &Router, path: &str, token: &TestToken) -> u16 {
    let token = token.clone().scopes(["use"]).claim("jti", "1").issue();
    client::get_as(app, path, Some(&token)).await.status
}

#[tokio::test]
async fn two_schemes_that_name_nobody_are_refused_at_start() {
    let provider = AllTenants::new();
    for verifier in verifiers(&provider) {
        let routes = SecureRouter::new()
            .route("/one", get(one))
            .route("/other", get(other));
        let message = refused_at_start(|| routes.with_state::<()>(verifier));
        assert!(
            message.starts_with(&format!(
                "several security schemes share a verifier that accepts tokens of several issuers (`{TEMPLATE}`), and \
                 no issuer is named by `One` (in"
            )),
            "{message}"
        );
        assert!(
            message.contains(&format!("write `issuer = \"{TEMPLATE}\"`")),
            "{message}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn the_only_scheme_means_all_tenants_that_are_allowed() {
    let provider = AllTenants::new();
    for verifier in verifiers(&provider) {
        let ours = || SecureRouter::new().route("/one", get(one));
        let plain = Router::new().route("/one", axum::routing::get(one));
        for app in [
            ours().with_state(verifier.clone()).into_router(),
            ours().into_router().with_state(verifier.clone()),
            plain.with_state(verifier.clone()),
        ] {
            for (tenant, expected) in [("one", 200), ("two", 200), ("three", 401)] {
                let token = provider.token(tenant);
                assert_eq!(status(&app, "/one", &token).await, expected, "{tenant}");
            }
        }
    }
}

/// A scheme may name one tenant, or the template for all of them.
#[tokio::test(start_paused = true)]
async fn schemes_that_name_their_issuers_mean_these() {
    let provider = AllTenants::new();
    for verifier in verifiers(&provider) {
        let app = SecureRouter::new()
            .route("/customers", get(customers))
            .route("/two", get(two))
            .with_state(verifier)
            .into_router();
        for (path, tenant, expected) in [
            ("/customers", "one", 200),
            ("/customers", "two", 200),
            ("/customers", "three", 401),
            ("/two", "one", 401),
            ("/two", "two", 200),
        ] {
            let token = provider.token(tenant);
            let case = format!("{path} {tenant}");
            assert_eq!(status(&app, path, &token).await, expected, "{case}");
        }
    }
}

#[tokio::test]
async fn a_scheme_that_means_none_of_the_tenants_is_refused_at_start() {
    let provider = AllTenants::new();
    for verifier in verifiers(&provider) {
        let staff = SecureRouter::new().route("/staff", get(staff));
        let message = refused_at_start(|| staff.with_state::<()>(verifier.clone()));
        let expected = format!("its verifier only accepts those of `{TEMPLATE}`");
        assert!(message.contains(&expected), "{message}");
        // The address of the metadata is not what tokens say. Alone, it is only for documentation.
        let common = || SecureRouter::new().route("/common", get(common));
        let both = common().route("/customers", get(customers));
        let message = refused_at_start(|| both.with_state::<()>(verifier.clone()));
        assert!(message.contains("`Common` expects tokens of"), "{message}");
        drop(common().with_state::<()>(verifier));
    }
}

#[tokio::test(start_paused = true)]
async fn tenants_are_a_part_of_a_verifier_for_several_issuers() {
    let (provider, staff_issuer) = (
        AllTenants::new(),
        TestProvider::new("https://staff.example"),
    );
    for tenants in verifiers(&provider) {
        let both = Verifier::by_issuer([verifier_of_staff(&staff_issuer), tenants]).unwrap();
        let of_staff = staff_issuer.token().audience(API).claim("jti", "1");
        for (token, expected) in [
            (of_staff.clone(), None),
            (provider.token("one").claim("jti", "1"), None),
            (provider.token("three"), Some(TokenError::Issuer)),
            // Each by the keys of its own issuer.
            (
                of_staff
                    .clone()
                    .issuer("https://login.example/one/v2.0")
                    .without_header("kid"),
                Some(TokenError::Signature),
            ),
        ] {
            assert_eq!(refusal(&both, &token).await, expected);
        }
        let app = SecureRouter::new()
            .route("/customers", get(customers))
            .route("/staff", get(staff))
            .with_state(both.clone())
            .into_router();
        for (path, token, expected) in [
            ("/customers", provider.token("one"), 200),
            ("/staff", provider.token("one"), 401),
            ("/customers", of_staff.clone(), 401),
            ("/staff", of_staff, 200),
        ] {
            assert_eq!(status(&app, path, &token).await, expected, "{path}");
        }
        let unclear = SecureRouter::new()
            .route("/one", get(one))
            .route("/staff", get(staff));
        let message = refused_at_start(|| unclear.with_state::<()>(both.clone()));
        let all = format!("(`https://staff.example`, `{TEMPLATE}`)");
        assert!(message.contains(&all), "{message}");
        // A router of axum does not know what else there is.
        let plain = Router::new().route("/one", axum::routing::get(one));
        let plain = plain.with_state(both);
        assert_eq!(status(&plain, "/one", &provider.token("one")).await, 401);
    }
}

#[tokio::test(start_paused = true)]
async fn strangers_cost_no_fetch_beside_others_either() {
    let (provider, staff) = (
        AllTenants::new(),
        TestProvider::new("https://staff.example"),
    );
    let tenants = provider.verifier(allowed());
    let both = Verifier::by_issuer([verifier_of_staff(&staff), tenants]).unwrap();
    assert_eq!(refusal(&both, &provider.token("one")).await, None);
    let before = provider.fetches.load(Ordering::Relaxed);
    for number in 0..1000 {
        let stranger = provider.token(&format!("stranger-{number}"));
        let refused = refusal(&both, &stranger).await;
        assert_eq!(refused, Some(TokenError::Issuer));
    }
    assert_eq!(provider.fetches.load(Ordering::Relaxed), before);
}

/// A name is more than a form, so a tenant may have rules of its own.
#[tokio::test(start_paused = true)]
async fn a_tenant_that_another_verifier_names_is_for_that_one() {
    let provider = AllTenants::new();
    let strict = Verifier::builder()
        .discover_tenants(COMMON, TEMPLATE, Tenants::only(["one"]))
        .audience("https://strict.example")
        .any_token_type()
        .http_client(provider.clone())
        .build()
        .unwrap();
    let tenants = provider.verifier(allowed());
    for parts in [[strict.clone(), tenants.clone()], [tenants, strict]] {
        let both = Verifier::by_issuer(parts).unwrap();
        assert_eq!(refusal(&both, &provider.token("two")).await, None);
        let refused = refusal(&both, &provider.token("one")).await;
        assert_eq!(refused, Some(TokenError::Audience));
    }
}

#[tokio::test]
async fn two_templates_for_one_issuer_are_ambiguous() {
    let provider = AllTenants::new();
    let of = |template: &str| {
        let builder = Verifier::builder().discover_tenants(COMMON, template, allowed());
        let builder = builder.audience(API).any_token_type();
        builder.http_client(provider.clone()).build().unwrap()
    };
    for other in [
        TEMPLATE,
        "https://login.example/{t}/v2.0",
        "https://login.example/{t}",
        "https://{t}/v2.0",
    ] {
        let error = Verifier::by_issuer([of(TEMPLATE), of(other)]).unwrap_err();
        let problems: Vec<_> = error.problems().collect();
        assert_eq!(
            problems,
            [format!("two verifiers have the issuer `{other}`")]
        );
    }
    let distinct = [of(TEMPLATE), of("https://login.example/{t}/v1.0")];
    assert!(Verifier::by_issuer(distinct).is_ok());
}
