//! Credentials of every kind through a router: nobody gets in, and nothing breaks. The first character says where they are.

#![no_main]

use std::sync::LazyLock;

use axum::Router;
use axum::body::Body;
use axum::extract::FromRef;
use axum::http::{HeaderName, HeaderValue, Request, header};
use axum::routing::get;
use libfuzzer_sys::fuzz_target;
use scopegate::{
    AccessToken, ApiKey, BasicCredentials, Denial, SecurityScheme, Verifier, dependency, security,
};
use scopegate_fuzz::{SECRET, block_on};
use tower::ServiceExt;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("me" = "Read your profile."))]
struct OAuth2;

#[derive(SecurityScheme)]
#[http_basic]
struct Login;

#[derive(SecurityScheme)]
#[api_key(header = "X-API-Key")]
struct HeaderKey;

#[derive(SecurityScheme)]
#[api_key(query = "api_key")]
struct QueryKey;

#[derive(SecurityScheme)]
#[api_key(cookie = "session")]
struct Session;

fn secret() -> &'static str {
    str::from_utf8(SECRET).expect("text")
}

#[dependency(depends = Login)]
fn login(given: BasicCredentials) -> Result<(), Denial> {
    let right = given.matches("user", secret());
    right.then_some(()).ok_or_else(|| given.deny())
}

macro_rules! keys {
    ($($name:ident $scheme:ident $handler:ident;)*) => {$(
        #[dependency(depends = $scheme)]
        fn $name(key: ApiKey) -> Result<(), Denial> {
            key.matches(secret()).then_some(()).ok_or_else(|| key.deny())
        }

        #[security(depends = $name)]
        async fn $handler((): ()) {}
    )*};
}

keys! {
    header_key HeaderKey by_header;
    query_key QueryKey by_query;
    session Session by_cookie;
}

#[security(depends = login)]
async fn by_login((): ()) {}

#[security(scopes = ["me"], depends = OAuth2)]
async fn by_token(_: AccessToken) {}

#[security(depends = any(header_key, session))]
async fn by_either((): ()) {}

#[derive(Clone, FromRef)]
struct App {
    verifier: Verifier,
}

static ROUTER: LazyLock<Router> = LazyLock::new(|| {
    Router::new()
        .route("/token", get(by_token))
        .route("/login", get(by_login))
        .route("/header", get(by_header))
        .route("/query", get(by_query))
        .route("/cookie", get(by_cookie))
        .route("/either", get(by_either))
        .with_state(App {
            verifier: Verifier::hs256(SECRET).expect("a secret"),
        })
});

/// A request for each way to send credentials; `None` where HTTP itself forbids the bytes.
fn request(kind: u8, value: &[u8]) -> Option<Request<Body>> {
    const API_KEY: HeaderName = HeaderName::from_static("x-api-key");
    let places = [
        ("/token", header::AUTHORIZATION),
        ("/login", header::AUTHORIZATION),
        ("/header", API_KEY),
        ("/cookie", header::COOKIE),
        ("/either", API_KEY),
        ("/either", header::COOKIE),
    ];
    if kind == b'q' {
        let query = str::from_utf8(value).ok()?;
        return Request::get(format!("/query?{query}"))
            .body(Body::empty())
            .ok();
    }
    let (path, name) = &places[usize::from(kind.wrapping_sub(b'0')) % places.len()];
    let mut request = Request::get(*path);
    for value in value.split(|byte| *byte == b'\n') {
        request = request.header(name, HeaderValue::from_bytes(value).ok()?);
    }
    request.body(Body::empty()).ok()
}

fuzz_target!(|data: &[u8]| {
    let Some((kind, value)) = data.split_first() else {
        return;
    };
    let Some(request) = request(*kind, value) else {
        return;
    };
    let response = block_on(ROUTER.clone().oneshot(request)).expect("an answer");
    let status = response.status().as_u16();
    assert!(matches!(status, 400 | 401 | 403), "{status}");
    let challenges = response.headers().get_all(header::WWW_AUTHENTICATE).iter();
    for challenge in challenges {
        assert!(challenge.to_str().is_ok_and(str::is_ascii), "{challenge:?}");
    }
});
