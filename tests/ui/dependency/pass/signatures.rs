//! Signatures that dependencies have.

#![deny(warnings)]

use std::sync::Arc;

use axum::Router;
use axum::extract::{FromRef, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use axum::routing::get;
use scopegate::{AccessToken, Denial, SecurityScheme, SecurityScopes, Verifier, dependency, security};
use serde::Deserialize;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"))]
struct OAuth2PasswordBearer;

type ApiResult<T, E = StatusCode> = Result<T, E>;
type Single = Result<u32, StatusCode>;

#[derive(Clone, FromRef)]
struct App {
    names: Arc<[String]>,
    verifier: Verifier,
}

#[derive(Deserialize)]
struct Claims {
    sub: String,
}

#[derive(Deserialize, Clone, Copy)]
struct Page {
    skip: u32,
}

#[dependency]
fn nothing() {}

#[dependency]
fn fallible_nothing() -> Result<(), StatusCode> {
    Ok(())
}

#[dependency]
async fn asynchronous() -> u32 {
    1
}

#[dependency]
fn alias() -> ApiResult<u32> {
    Ok(1)
}

#[dependency]
async fn alias_without_arguments() -> Single {
    Ok(1)
}

#[dependency]
fn response() -> Result<u32, Response> {
    Ok(1)
}

#[dependency]
fn optional() -> Option<u32> {
    None
}

#[dependency]
fn boxed() -> Box<dyn Fn(u32) -> u32 + Send> {
    Box::new(|n| n + 1)
}

#[dependency]
fn reference() -> &'static str {
    "value"
}

#[dependency]
fn extractors(
    State(names): State<Arc<[String]>>,
    Path(id): Path<usize>,
    Query(page): Query<Page>,
    headers: HeaderMap,
    _uri: Uri,
) -> Result<String, StatusCode> {
    let _ = (headers, page.skip);
    names.get(id).cloned().ok_or(StatusCode::NOT_FOUND)
}

#[dependency(depends = OAuth2PasswordBearer)]
fn claims(token: AccessToken<Claims>) -> Result<String, Denial> {
    let sub = token.claims().sub.clone();
    if sub.is_empty() { Err(token.deny()) } else { Ok(sub) }
}

#[dependency(depends = claims)]
async fn scopes(_: String, mut scopes: SecurityScopes, state: State<App>) -> String {
    let State(App { names, .. }) = state;
    scopes = scopes.clone();
    names.join(scopes.scope_str())
}

/// A parameter may have any name.
#[dependency(depends = scopes)]
fn our_names(__at: String, __state: State<App>, __parts: HeaderMap, __value: Uri) -> String {
    let _ = (__state, __parts, __value);
    __at
}

#[dependency(depends = boxed)]
fn called(function: Box<dyn Fn(u32) -> u32 + Send>) -> u32 {
    function(1)
}

#[security(public, depends = nothing)]
async fn unit((): ()) {}

#[security(public, depends = fallible_nothing)]
async fn fallible_unit(_: ()) {}

#[security(public, depends = alias)]
async fn of_alias(_: u32) {}

#[security(public, depends = alias_without_arguments)]
async fn of_single(_: u32) {}

#[security(public, depends = response)]
async fn of_response(_: u32) {}

#[security(public, depends = optional)]
async fn of_optional(_: Option<u32>) {}

#[security(public, depends = reference)]
async fn of_reference(_: &'static str) {}

#[security(public, depends = extractors)]
async fn of_extractors(_: String) {}

#[security(depends = our_names)]
async fn of_names(_: String) {}

#[security(public, depends = called)]
async fn of_called(_: u32) {}

#[security(public, depends = asynchronous)]
async fn of_asynchronous(_: u32) {}

fn main() {
    // A dependency stays a plain function.
    let _ = (alias(), boxed()(1));
    let _: Router<App> = Router::new()
        .route("/unit", get(unit))
        .route("/fallible", get(fallible_unit))
        .route("/alias", get(of_alias))
        .route("/single", get(of_single))
        .route("/response", get(of_response))
        .route("/optional", get(of_optional))
        .route("/reference", get(of_reference))
        .route("/extractors/{id}", get(of_extractors))
        .route("/names", get(of_names))
        .route("/called", get(of_called))
        .route("/asynchronous", get(of_asynchronous));
}
