//! A service with a scheme of each kind.

use scopegate::routing::get;
use scopegate::{
    AccessToken, ApiKey, BasicCredentials, BearerToken, Denial, SecureRouter, SecurityScheme,
    dependency, security,
};
use scopegate_tests::{client, verifier};

/// A token that we look up.
#[derive(SecurityScheme)]
#[http_bearer(bearer_format = "opaque", realm = "r")]
pub(crate) struct Opaque;

#[derive(SecurityScheme)]
#[http_basic]
pub(crate) struct Login;

#[derive(SecurityScheme)]
#[http_basic(realm = "simple", profile = fastapi)]
pub(crate) struct LoginLikeFastApi;

#[derive(SecurityScheme)]
#[api_key(header = "X-API-Key", realm = "r")]
pub(crate) struct HeaderKey;

#[derive(SecurityScheme)]
#[api_key(query = "api_key", profile = fastapi)]
pub(crate) struct QueryKey;

/// Who is logged in.
#[derive(SecurityScheme)]
#[api_key(cookie = "session")]
pub(crate) struct Session;

#[derive(SecurityScheme)]
#[openid_connect(
    url = "https://issuer.example/.well-known/openid-configuration",
    scopes(
        "items:read" = "Read items.",
        "items:write" = "Change items.", implies("items:read"),
        "admin" = "Everything.", implies("items:write", "users"),
        "users" = "Read users.",
    ),
    realm = "r"
)]
pub(crate) struct Provider;

#[dependency(depends = Opaque)]
fn opaque(token: BearerToken) -> Result<String, Denial> {
    checked(token.matches("opaque-token"), "opaque", || token.deny())
}

#[dependency(depends = Login)]
fn login(given: BasicCredentials) -> Result<String, Denial> {
    checked(given.matches("user", "pass:word"), given.username(), || {
        given.deny()
    })
}

#[dependency(depends = LoginLikeFastApi)]
fn login_like_fastapi(given: BasicCredentials) -> Result<String, Denial> {
    checked(given.matches("user", "pass"), given.username(), || {
        given.deny()
    })
}

#[dependency(depends = HeaderKey)]
fn header_key(key: ApiKey) -> Result<String, Denial> {
    checked(key.matches("k1"), "k1", || key.deny())
}

#[dependency(depends = QueryKey)]
fn query_key(key: ApiKey) -> Result<String, Denial> {
    checked(key.matches("k2"), "k2", || key.deny())
}

#[dependency(depends = Session)]
fn session(key: ApiKey) -> Result<String, Denial> {
    checked(key.matches("k3"), "k3", || key.deny())
}

fn checked(is_right: bool, name: &str, deny: impl FnOnce() -> Denial) -> Result<String, Denial> {
    if is_right {
        Ok(name.to_owned())
    } else {
        Err(deny())
    }
}

macro_rules! handlers {
    ($($name:ident $depends:path;)*) => {$(
        #[security(depends = $depends)]
        async fn $name(who: String) -> String {
            who
        }
    )*};
}

handlers! {
    by_opaque opaque;
    by_login login;
    by_login_like_fastapi login_like_fastapi;
    by_header header_key;
    by_query query_key;
    by_session session;
}

#[security(depends = any(header_key, session))]
async fn either(who: String) -> String {
    who
}

#[security]
async fn both(
    #[security(depends = header_key)] key: String,
    #[security(scopes = ["users"], depends = Provider)] token: AccessToken,
) -> String {
    format!("{key} {}", token.scopes().len())
}

#[security(optional, depends = session)]
async fn visitor(who: Option<String>) -> String {
    who.unwrap_or_default()
}

#[security(scopes = ["items:read"], depends = Provider)]
async fn read(token: AccessToken) -> String {
    token.scopes().iter().collect::<Vec<_>>().join(" ")
}

#[security(scopes = ["items:write"], depends = Provider)]
async fn write(_token: AccessToken) {}

pub(crate) fn router() -> SecureRouter {
    SecureRouter::new()
        .route("/opaque", get(by_opaque))
        .route("/login", get(by_login))
        .route("/login-like-fastapi", get(by_login_like_fastapi))
        .route("/header", get(by_header))
        .route("/query", get(by_query))
        .route("/session", get(by_session))
        .route("/either", get(either))
        .route("/both", get(both))
        .route("/visitor", get(visitor))
        .route("/read", get(read))
        .route("/write", get(write))
        .with_state(verifier())
}

/// A GET with these headers: the status, the challenges joined by ` | `, and the body.
pub(crate) async fn send(target: &str, headers: &[(&str, &str)]) -> (u16, String, String) {
    let answer = client::get(router(), target, headers).await;
    assert!(answer.status < 500, "{target} {headers:?}");
    answer.summary()
}
