//! An application with one of everything.

use axum::extract::Path;
use scopegate::routing::{any, get, post, put};
use scopegate::{AccessToken, SecureRouter, SecurityScheme, Verifier, dependency, security};
use scopegate_tests::client;

/// Log in with a username and a password.
#[derive(SecurityScheme)]
#[oauth2(
    password(token_url = "token"),
    scopes(
        "me" = "Read your profile.",
        "items" = "Read items.",
        "items:write" = "Change items.",
        "members:permissions:write" = "Change what members may do.",
        "admin" = "Do anything.",
    )
)]
pub(crate) struct People;

/// Tokens of other services.
#[derive(SecurityScheme)]
#[oauth2(
    client_credentials(token_url = "token"),
    scopes(
        "jobs:run" = "Run jobs.",
        "jobs:purge" = "Throw jobs away.",
    )
)]
pub(crate) struct Machines;

#[dependency(scopes = ["me"], depends = People)]
pub(crate) async fn current_user(token: AccessToken) -> String {
    token.claims().sub.as_deref().unwrap_or_default().to_owned()
}

#[dependency(scopes = ["items"], depends = current_user)]
fn reader(user: String) -> String {
    user
}

#[security(public)]
pub(crate) async fn health() -> &'static str {
    "ok"
}

#[security(depends = reader)]
pub(crate) async fn list_items(user: String) -> String {
    format!("items of {user}")
}

#[security(scopes = ["items:write"], depends = reader)]
pub(crate) async fn create_item(_user: String, body: String) -> String {
    body
}

#[security(depends = reader)]
pub(crate) async fn item(_user: String, Path(id): Path<u32>) -> String {
    format!("item {id}")
}

#[security(depends = Machines)]
pub(crate) async fn job_status(_token: AccessToken) -> &'static str {
    "idle"
}

#[security(scopes = ["jobs:run"], depends = Machines)]
pub(crate) async fn run_job(_token: AccessToken, Path(job): Path<String>) -> String {
    job
}

#[security(scopes = ["members:permissions:write"], depends = current_user)]
pub(crate) async fn set_permission(_user: String) {}

#[security(public)]
pub(crate) async fn nothing_here() -> (http::StatusCode, &'static str) {
    (http::StatusCode::NOT_FOUND, "nothing here")
}

/// Nested, merged, by several methods and on several paths.
pub(crate) fn routes() -> SecureRouter<Verifier> {
    let jobs = SecureRouter::new()
        .route("/", get(job_status))
        .route("/{*job}", post(run_job));
    let items = SecureRouter::new()
        .route("/items", get(list_items).post(create_item))
        .route("/items/{id}", any(item))
        .route("/archive/{id}", get(item));
    let files = axum::Router::new().route("/logo.svg", axum::routing::get(async || "<svg/>"));
    SecureRouter::new()
        .route("/health", get(health))
        .route(
            "/organisations/{organisation}/members/{member}/permissions",
            put(set_permission),
        )
        .merge(items)
        .nest("/jobs", jobs)
        .unprotected("/static", files)
        .fallback(nothing_here)
}

/// What a client sees of a response.
pub(crate) async fn answer(
    app: &axum::Router,
    method: &str,
    path: &str,
    token: Option<&str>,
) -> String {
    let authorization = token.map(|token| ("authorization", format!("Bearer {token}")));
    let method = method.parse().unwrap();
    let request = client::request(method, path, authorization.as_slice());
    let answer = client::send(app, request).await;
    let mut headers: Vec<_> = answer
        .headers
        .iter()
        .map(|(name, value)| format!("{name}: {value:?}"))
        .collect();
    headers.sort();
    format!("{} {headers:?} {:?}", answer.status, answer.body)
}
