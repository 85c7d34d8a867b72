//! `Coverage` with credentials of other kinds than tokens: each goes to those who look at it, and to nobody else.

use std::sync::{Arc, Mutex};

use axum::extract::Request;
use axum::http::HeaderMap;
use scopegate::routing::get;
use scopegate::testing::{Attempt, Coverage, TestTokens};
use scopegate::{
    AccessToken, ApiKey, BasicCredentials, BearerToken, Denial, SecureRouter, SecurityScheme,
    Verifier, dependency, security,
};

use crate::testing::service::OAuth2;

const BASIC: &str = "Basic am9objpkb2U=";

macro_rules! schemes {
    ($($(#[$kind:meta])+ $scheme:ident $check:ident $handler:ident $credentials:ident $is_good:expr;)*) => {$(
        #[derive(SecurityScheme)]
        $(#[$kind])+
        struct $scheme;

        #[dependency(depends = $scheme)]
        fn $check(given: $credentials) -> Result<(), Denial> {
            let is_good: fn(&$credentials) -> bool = $is_good;
            if is_good(&given) { Ok(()) } else { Err(given.deny()) }
        }

        #[security(depends = $check)]
        async fn $handler((): ()) {}
    )*};
}

schemes! {
    #[api_key(header = "X-API-Key")] Key key by_key ApiKey |key| key.matches("k");
    #[api_key(cookie = "session")] Session session by_session ApiKey |key| key.matches("s");
    #[api_key(cookie = "admin")] Admin admin by_admin ApiKey |key| key.matches("a");
    #[api_key(query = "key")] Query query by_query ApiKey |key| key.matches("q");
    #[http_basic] Login login by_login BasicCredentials |given| given.matches("john", "doe");
    #[http_bearer] Opaque opaque by_opaque BearerToken |token| token.matches("opaque");
}

#[security(scopes = ["a"], depends = OAuth2)]
async fn by_token(_token: AccessToken) {}

#[security]
async fn by_both(
    #[security(scopes = ["a", "b"], depends = OAuth2)] _token: AccessToken,
    #[security(depends = key)] (): (),
) {
}

#[dependency(scopes = ["a"], depends = OAuth2)]
fn person(_token: AccessToken) {}

#[security(depends = any(person, login))]
async fn by_either((): ()) {}

fn routes() -> SecureRouter<Verifier> {
    SecureRouter::new()
        .route("/key", get(by_key))
        .route("/session", get(by_session))
        .route("/admin", get(by_admin))
        .route("/query", get(by_query))
        .route("/login", get(by_login))
        .route("/opaque", get(by_opaque))
        .route("/token", get(by_token))
        .route("/both", get(by_both))
        .route("/either", get(by_either))
}

fn app() -> SecureRouter {
    routes().with_state(TestTokens::new().verifier())
}

fn coverage() -> Coverage<impl AsyncFn(&str, &[&str]) -> String> {
    Coverage::new(|scopes| TestTokens::new().token().scopes(scopes).issue())
}

#[tokio::test]
async fn a_route_whose_credentials_no_header_has_is_partial() {
    let all = [
        "GET /admin",
        "GET /both",
        "GET /either",
        "GET /key",
        "GET /login",
        "GET /opaque",
        "GET /query",
        "GET /session",
    ];
    for (name, value, covered) in [
        ("x-tenant", "1", &[][..]),
        ("X-API-Key", "k", &["/key", "/both"]),
        ("cookie", "theme=dark; session=s", &["/session"]),
        ("Cookie", "admin=a; session=s", &["/session", "/admin"]),
        ("key", "q", &[]),
        ("authorization", BASIC, &["/login", "/either"]),
        ("authorization", "Bearer opaque", &["/opaque"]),
    ] {
        let report = coverage().header(name, value).check(app()).await.unwrap();
        let is_covered = |route: &str| covered.iter().any(|path| route.ends_with(path));
        let partial: Vec<_> = all.into_iter().filter(|it| !is_covered(it)).collect();
        assert_eq!(report.partial, partial, "{name}: {value}");
        assert_eq!(report.protected.len(), 9);
    }
}

#[tokio::test]
async fn a_header_goes_only_to_those_who_look_at_it() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    let record = axum::middleware::map_request(move |request: Request| {
        let path = request.uri().path().to_owned();
        log.lock().unwrap().push((path, request.headers().clone()));
        async { request }
    });
    let report = coverage()
        .header("X-Api-Key", "k")
        .header("cookie", "session=s")
        .header("cookie", "admin=a")
        .header("Authorization", BASIC)
        .header("authorization", "Bearer opaque")
        .check(
            routes()
                .layer(record)
                .with_state(TestTokens::new().verifier()),
        )
        .await
        .unwrap();
    assert_eq!(report.partial, ["GET /query"]);

    let sent = |path: &str| -> Vec<String> {
        let seen = seen.lock().unwrap();
        let requests = seen.iter().filter(|(at, _)| at == path);
        requests.map(|(_, headers)| shown(headers)).collect()
    };
    assert_eq!(sent("/key"), ["", "x-api-key: k"]);
    assert_eq!(sent("/session"), ["", "cookie: session=s"]);
    assert_eq!(sent("/admin"), ["", "cookie: admin=a"]);
    assert_eq!(sent("/query"), [""]);
    assert_eq!(sent("/login"), ["", "authorization: Basic"]);
    assert_eq!(sent("/opaque"), ["", "authorization: Bearer opaque"]);
    let token = "authorization: Bearer";
    assert_eq!(sent("/token"), ["", token, token]);
    let both = "authorization: Bearer, x-api-key: k";
    assert_eq!(sent("/both"), ["", both, both, both, token, both]);
    assert_eq!(sent("/either"), ["", token, token, "authorization: Basic"]);
}

/// Without what is different each time, and without the password.
fn shown(headers: &HeaderMap) -> String {
    let mut headers: Vec<_> = headers
        .iter()
        .map(|(name, value)| {
            let value = value.to_str().unwrap();
            let is_secret = value.contains("ey") || value == BASIC;
            let value = if is_secret {
                value.split(' ').next().unwrap()
            } else {
                value
            };
            format!("{name}: {value}")
        })
        .collect();
    headers.sort();
    headers.join(", ")
}

#[tokio::test]
async fn credentials_that_are_no_good_fail() {
    let app = || {
        let routes = SecureRouter::new().route("/login", get(by_login));
        routes.with_state(TestTokens::new().verifier())
    };
    let bad = coverage().header("authorization", "Basic am9objp4");
    let error = bad.check(app()).await.unwrap_err();
    assert_eq!(error.failures[0].attempt, Attempt::HeadersOnly);
    assert!(
        error.to_string().contains(
            "with nothing but the headers of the test, which are enough: refused with 401"
        ),
        "{error}"
    );
}

#[tokio::test]
async fn a_token_is_asked_for_only_where_a_scheme_takes_one() {
    for header in [
        None,
        Some(("x-api-key", "k")),
        Some(("authorization", BASIC)),
    ] {
        let schemes = Mutex::new(Vec::new());
        let mut coverage = Coverage::by_scheme(|scheme, scopes| {
            schemes.lock().unwrap().push(scheme.to_owned());
            TestTokens::new().token().scopes(scopes).issue()
        });
        if let Some((name, value)) = header {
            coverage = coverage.header(name, value);
        }
        coverage.check(app()).await.unwrap();
        let schemes = schemes.lock().unwrap();
        assert!(
            !schemes.is_empty() && schemes.iter().all(|it| it == "OAuth2"),
            "{schemes:?}"
        );
    }
}

#[test]
#[should_panic(expected = "the name of a header")]
fn what_cannot_be_the_name_of_a_header_panics() {
    let _ = coverage().header("x api key", "k");
}

#[test]
#[should_panic(expected = "a header of visible ASCII")]
fn what_cannot_be_the_value_of_a_header_panics() {
    let _ = coverage().header("X-API-Key", "k\n");
}
