//! Routers of which it is not clear whose tokens they mean.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use scopegate::metrics::{Event, Metrics};
use scopegate::routing::get;
use scopegate::testing::TestTokens;
use scopegate::{AccessToken, SecureRouter, SecurityScheme, Verifier, dependency, level, security};

use super::{CUSTOMERS, STAFF, builder, status, token, verifier};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("use" = "Use it."))]
struct One;

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), scopes("use" = "Use it."))]
struct Other;

#[derive(SecurityScheme)]
#[openid_connect(
    url = "https://staff.example/.well-known/openid-configuration",
    scopes("use" = "Use it.")
)]
struct Staff;

#[dependency(depends = One)]
fn one_user(_: AccessToken) {}

#[security(scopes = ["use"], depends = one_user)]
async fn one((): ()) {}

#[security(scopes = ["use"], depends = Other)]
async fn other(_: AccessToken) {}

#[security(scopes = ["use"], depends = any(One, Other))]
async fn either(_: AccessToken) {}

#[security(scopes = ["use"], depends = Staff)]
async fn staff(_: AccessToken) {}

fn both() -> Verifier {
    verifier(&[STAFF, CUSTOMERS])
}

#[track_caller]
fn refusal<T>(build: impl FnOnce() -> T) -> String {
    let caught = catch_unwind(AssertUnwindSafe(build));
    let panic = caught.err().expect("it is refused");
    *panic.downcast().expect("the message is a `String`")
}

const UNCLEAR: &str = "several security schemes share a verifier that accepts tokens of several issuers \
    (`https://staff.example`, `https://customers.example`), and no issuer is named by";

#[test]
fn the_error_names_the_schemes_and_what_to_write() {
    let routes = || {
        SecureRouter::new()
            .route("/one", get(one))
            .route("/other", get(other))
    };
    let message = refusal(|| routes().with_state::<()>(both()));
    let module = module_path!();
    let expected = format!(
        "{UNCLEAR} `One` (in `{module}`) and `Other` (in `{module}`)\n\n\
         help: write `issuer = \"https://staff.example\"` or `issuers = [...]` in the attribute of each, or give a \
         scheme its own verifier: `verifier = One`"
    );
    assert_eq!(message, expected);
    // One issuer is no question.
    drop(
        routes()
            .with_state::<()>(builder(STAFF).build().unwrap())
            .into_router(),
    );
}

#[test]
fn it_does_not_matter_how_the_schemes_came_in() {
    let one = || SecureRouter::new().route("/one", get(one));
    let other = || SecureRouter::new().route("/other", get(other));
    let either = || SecureRouter::new().route("/either", get(either));
    let named = || SecureRouter::new().route("/staff", get(staff));
    let shared = both();
    let with =
        |router: SecureRouter<Verifier>| -> SecureRouter { router.with_state(shared.clone()) };
    let builds: [&dyn Fn() -> Router; 7] = [
        &|| with(one().merge(other())).into_router(),
        &|| with(one().nest("/other", other())).into_router(),
        &|| with(either()).into_router(),
        &|| with(one().merge(named())).into_router(),
        &|| with(one().requires(level!(depends = Other))).into_router(),
        &|| with(one().fallback(super::refused_at_start::other)).into_router(),
        &|| with(one()).merge(with(other())).into_router(),
    ];
    for (number, build) in builds.iter().enumerate() {
        let message = refusal(build);
        assert!(message.starts_with(UNCLEAR), "{number}: {message}");
        assert!(message.contains("`One`"), "{number}: {message}");
    }
}

#[test]
fn a_scheme_means_nobody_whom_its_verifier_never_accepts() {
    let routes = SecureRouter::new()
        .route("/one", get(one))
        .route("/staff", get(staff));
    let customers = builder(CUSTOMERS).build().unwrap();
    let message = refusal(|| routes.with_state::<()>(customers));
    assert!(
        message.starts_with(
            "the security scheme `Staff` expects tokens of `https://staff.example`, but its verifier only accepts those of \
             `https://customers.example`"
        ),
        "{message}"
    );
}

#[tokio::test]
async fn the_only_scheme_of_a_router_means_all_whom_the_verifier_does() {
    let routes = || SecureRouter::new().route("/one", get(one));
    for app in [
        routes().with_state(both()).into_router(),
        routes().into_router().with_state(both()),
    ] {
        for issuer in [STAFF, CUSTOMERS] {
            assert_eq!(status(&app, "/one", &token(issuer, &["use"])).await, 200);
        }
    }
}

/// There is no start at which it could be refused.
#[tokio::test]
async fn what_is_not_clear_is_refused_where_the_router_is_not_ours() {
    let plain = Router::new()
        .route("/one", axum::routing::get(one))
        .route("/other", axum::routing::get(other))
        .with_state(both());
    let late = SecureRouter::new()
        .route("/one", get(one))
        .route("/other", get(other))
        .into_router()
        .with_state(both());
    for app in [plain, late] {
        for issuer in [STAFF, CUSTOMERS] {
            for path in ["/one", "/other"] {
                assert_eq!(status(&app, path, &token(issuer, &["use"])).await, 401);
            }
        }
    }
}

/// All keys count for all issuers of such a verifier: they are names of one authority.
#[tokio::test]
async fn a_verifier_of_one_authority_may_have_several_names_where_the_router_is_not_ours() {
    let counted = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&counted);
    let builder = builder(STAFF).issuer(CUSTOMERS);
    let app = Router::new()
        .route("/one", axum::routing::get(one))
        .with_state(builder.metrics(Counting(count)).build().unwrap());
    for issuer in [STAFF, CUSTOMERS] {
        let token = super::tokens(STAFF).token().issuer(issuer);
        let token = token.scopes(["use"]).issue();
        assert_eq!(status(&app, "/one", &token).await, 200);
    }
    assert_eq!(counted.load(Ordering::Relaxed), 2);
}

/// A wrapper around a verifier.
struct Counting(Arc<AtomicUsize>);

impl Metrics for Counting {
    fn record(&self, event: Event) {
        if event == Event::Verified {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// Each part has one scheme, and they have one verifier.
#[tokio::test]
async fn parts_that_got_the_same_verifier_count_as_one_router() {
    let verifier = TestTokens::new().verifier();
    let one: SecureRouter = SecureRouter::new()
        .route("/one", get(one))
        .with_state(verifier.clone());
    let staff: SecureRouter = SecureRouter::new()
        .route("/staff", get(staff))
        .with_state(verifier);
    let token = TestTokens::new().token().scopes(["use"]).issue();
    let alone = staff.clone().into_router();
    assert_eq!(status(&alone, "/staff", &token).await, 200);
    let app = one.merge(staff).into_router();
    assert_eq!(status(&app, "/one", &token).await, 200);
    assert_eq!(status(&app, "/staff", &token).await, 401);
}
