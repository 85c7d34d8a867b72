//! A service whose functions require scopes of some requests.

use std::convert::Infallible;

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use scopegate::profile::FastApi;
use scopegate::routing::get;
use scopegate::{
    AccessToken, ApiKey, BasicCredentials, Denial, Reject, SecureRouter, SecurityScheme,
    dependency, security,
};
use scopegate_tests::App;

/// With all kinds of scopes.
#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), scopes(
    "items" = "Read items.",
    "archive" = "Read what is archived.",
    "admin" = "Everything.", implies("archive"),
    "tenant:{id}" = "Act for a tenant.",
    "{org}/{repo}:write" = "Change a repository.",
))]
pub(crate) struct OAuth2;

#[dependency(scopes = ["items"], depends = OAuth2, may_require = ["archive"])]
pub(super) fn item(token: AccessToken, Path(id): Path<u32>) -> Result<u32, Denial> {
    if id < 1000 {
        token.require("archive")?;
    }
    Ok(id)
}

#[security(depends = item)]
async fn read_item(id: u32) -> String {
    id.to_string()
}

/// The handler decides itself, in a macro.
#[security(depends = OAuth2, may_require = ["tenant:{id}"])]
async fn tenant(token: AccessToken, Path(id): Path<String>) -> Result<String, Denial> {
    tokio::select! {
        () = std::future::ready(()) => token.require("tenant:{id}")?,
    }
    // The future is `Send`, although the values of templates need not be.
    match token.require("tenant:{id}") {
        Ok(()) => std::future::ready(()).await,
        Err(denial) => return Err(denial),
    }
    Ok(id)
}

#[dependency(depends = OAuth2, may_require = ["{org}/{repo}:write"])]
async fn repository(
    token: AccessToken,
    Path((org, repo)): Path<(String, String)>,
) -> Result<(), Denial> {
    token.require("{org}/{repo}:write")
}

#[security(depends = repository)]
async fn write_repository((): ()) {}

#[security(depends = OAuth2)]
async fn forbidden(token: AccessToken) -> Denial {
    token.forbid()
}

/// Calls a function that it does not depend on.
#[security(depends = OAuth2)]
async fn stray(token: AccessToken, path: Path<u32>) -> Result<String, Denial> {
    let id = item(token, path)?;
    Ok(id.to_string())
}

/// A body of its own.
enum Teapot {}

impl Reject for Teapot {
    fn reject(denial: &Denial) -> Response {
        let scope = denial.required_by_function().unwrap_or("-");
        let body = format!("{} {scope}", denial.reason().as_str());
        (denial.status(), body).into_response()
    }
}

#[security(scopes = ["items"], depends = OAuth2, may_require = ["archive"], rejection = Teapot)]
async fn with_rejection(token: AccessToken) -> Result<Infallible, Denial> {
    token.require("archive")?;
    Err(token.forbid())
}

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("me" = "You."), profile = fastapi)]
struct LikeFastApi;

#[security(depends = LikeFastApi, may_require = ["me"])]
async fn like_fastapi(token: AccessToken) -> Result<Infallible, Denial> {
    token.require("me")?;
    Err(token.forbid())
}

/// Keys whose scopes are in their text.
#[derive(SecurityScheme)]
#[api_key(header = "X-Key", scopes("read" = "Read.", "write" = "Write."))]
struct Key;

#[dependency(depends = Key, checks_scopes, may_require = ["write"])]
fn key(
    key: ApiKey,
    scopes: scopegate::SecurityScopes,
    Path(action): Path<String>,
) -> Result<(), Denial> {
    let is_granted = |scope: &str| key.as_str().split('+').any(|granted| granted == scope);
    if key.matches("unknown") {
        return Err(key.deny());
    }
    if key.matches("banned") {
        return Err(key.forbid());
    }
    if !scopes.are_granted_by(is_granted) {
        return Err(key.insufficient_scope());
    }
    if action == "write" {
        key.require("write", is_granted)?;
    }
    Ok(())
}

#[security(scopes = ["read"], depends = key)]
async fn by_key((): ()) {}

#[derive(SecurityScheme)]
#[http_basic(scopes("read" = "Read."), rejection = FastApi)]
struct Basic;

#[dependency(depends = Basic, may_require = ["read"])]
async fn user(user: BasicCredentials) -> Result<(), Denial> {
    user.require("read", |_| user.username() == "reader")?;
    Err(user.forbid())
}

#[security(depends = user)]
async fn by_password((): ()) {}

pub(crate) fn routes() -> SecureRouter<App> {
    SecureRouter::new()
        .route("/items/{id}", get(read_item))
        .route("/tenants/{id}", get(tenant))
        .route("/repositories/{org}/{repo}", get(write_repository))
        .route("/forbidden", get(forbidden))
        .route("/stray/{id}", get(stray))
        .route("/rejection", get(with_rejection))
        .route("/fastapi", get(like_fastapi))
        .route("/keys/{action}", get(by_key))
        .route("/basic", get(by_password))
}
