//! Signatures that handlers have.

#![deny(warnings)]

use axum::extract::{FromRef, Path, Query, State, WebSocketUpgrade};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use scopegate::{AccessToken, Denial, SecurityScheme, Verifier, dependency, security};
use serde::Deserialize;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("items" = "Read items."))]
struct OAuth2PasswordBearer;

#[derive(Clone)]
struct User {
    name: String,
    _age: u8,
}

#[dependency(depends = OAuth2PasswordBearer)]
fn get_user(token: AccessToken) -> Result<User, Denial> {
    let name = token.claims().sub.clone().ok_or_else(|| token.deny())?;
    Ok(User { name, _age: 1 })
}

#[dependency]
fn numbers() -> (u8, [u8; 2]) {
    (1, [2, 3])
}

trait Repo: Clone + Send + Sync + 'static {
    fn count(&self) -> usize;
}

#[derive(Clone)]
struct InMemory;

impl Repo for InMemory {
    fn count(&self) -> usize {
        0
    }
}

#[derive(Clone, FromRef)]
struct App {
    repo: InMemory,
    verifier: Verifier,
}

#[derive(Deserialize)]
struct Page<T> {
    size: T,
}

#[security(depends = get_user)]
async fn generic<R: Repo>(_user: User, State(repo): State<R>) -> String {
    repo.count().to_string()
}

#[security(depends = get_user)]
async fn generic_where<R>(_user: User, State(repo): State<R>) -> String
where
    R: Repo,
{
    repo.count().to_string()
}

#[security(public)]
async fn generic_public<R: Repo>(State(repo): State<R>) -> String {
    repo.count().to_string()
}

#[security(depends = get_user)]
async fn generic_extractor(_user: User, Query(page): Query<Page<u32>>) -> String {
    page.size.to_string()
}

#[security(depends = get_user)]
async fn opaque(user: User) -> impl IntoResponse + use<> {
    (StatusCode::CREATED, user.name)
}

#[security(depends = get_user)]
async fn result(user: User) -> Result<Json<String>, Response> {
    Ok(Json(user.name))
}

#[security(depends = get_user)]
fn synchronous(user: User) -> String {
    user.name
}

#[security(depends = get_user)]
fn future(user: User) -> impl Future<Output = String> + Send {
    std::future::ready(user.name)
}

#[security(public)]
fn synchronous_public() -> &'static str {
    "ok"
}

#[security(depends = get_user)]
async fn body(user: User, Path(_id): Path<u32>, Json(body): Json<Vec<String>>) -> String {
    user.name + &body.concat()
}

#[security(depends = get_user)]
async fn socket(user: User, upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(async move |_socket| drop(user))
}

#[security(depends = get_user)]
async fn structure(User { name, .. }: User) -> String {
    name
}

#[security(depends = get_user)]
async fn mutable(mut user: User) -> String {
    user.name.push('!');
    user.name
}

#[security(depends = get_user)]
async fn ignored(_: User) {}

#[security(public, depends = numbers)]
async fn tuple((a, [b, c]): (u8, [u8; 2])) -> String {
    (a + b + c).to_string()
}

#[security(depends = get_user)]
async fn bound(user @ User { .. }: User) -> String {
    user.name
}

#[security(depends = get_user)]
async fn our_names(value_of_dependency: User, __at: State<App>, __parts: State<App>) -> String {
    let __state = (__at, __parts);
    value_of_dependency.name
}

#[security(depends = OAuth2PasswordBearer, scopes = ["items"],)]
async fn scheme(token: AccessToken,) -> String {
    token.as_str().to_owned()
}

fn main() {
    let _: Router<App> = Router::new()
        .route("/generic", get(generic::<InMemory>))
        .route("/generic/where", get(generic_where::<InMemory>))
        .route("/generic/public", get(generic_public::<InMemory>))
        .route("/generic/extractor", get(generic_extractor))
        .route("/opaque", get(opaque))
        .route("/result", get(result))
        .route("/synchronous", get(synchronous))
        .route("/synchronous/public", get(synchronous_public))
        .route("/future", get(future))
        .route("/body/{id}", post(body))
        .route("/socket", get(socket))
        .route("/structure", get(structure))
        .route("/mutable", get(mutable))
        .route("/ignored", get(ignored))
        .route("/tuple", get(tuple))
        .route("/bound", get(bound))
        .route("/names", get(our_names))
        .route("/scheme", get(scheme));
}
