//! The small service that most of these tests call.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use scopegate::{AccessToken, Denial, SecurityScheme, dependency, security};
use scopegate_tests::{App, Journal};

/// The scheme of these tests.
#[derive(SecurityScheme)]
#[oauth2(
    password(token_url = "token"),
    scopes(
        "me" = "Read your profile.",
        "items" = "Read items.",
        "admin" = "Everything else.",
    ),
    realm = "the tests",
)]
pub(crate) struct OAuth2;

pub(crate) struct User {
    pub(crate) name: String,
}

/// `johndoe` and the disabled `alice` exist.
#[dependency(depends = OAuth2)]
pub(crate) async fn current_user(
    token: AccessToken,
    State(journal): State<Journal>,
) -> Result<User, Denial> {
    journal.note("current_user");
    match token.claims().sub.as_deref() {
        Some(name @ ("johndoe" | "alice")) => Ok(User { name: name.into() }),
        _ => Err(token.deny()),
    }
}

#[dependency(scopes = ["me"], depends = current_user)]
pub(crate) async fn active_user(
    user: User,
    State(journal): State<Journal>,
) -> Result<User, (StatusCode, &'static str)> {
    journal.note("active_user");
    if user.name == "alice" {
        return Err((StatusCode::BAD_REQUEST, "inactive"));
    }
    Ok(user)
}

#[security(depends = current_user)]
async fn status(_: User) -> &'static str {
    "ok"
}

#[security(depends = active_user)]
async fn me(user: User) -> String {
    user.name
}

#[security(scopes = ["items"], depends = active_user)]
async fn items(user: User) -> String {
    format!("items of {}", user.name)
}

/// The token without a user.
#[security(scopes = ["admin"], depends = OAuth2)]
async fn admin(_: AccessToken) -> &'static str {
    "admin"
}

/// Whoever has no credentials may look as well.
#[security(optional, depends = current_user)]
async fn front(user: Option<User>) -> String {
    user.map_or("nobody".to_owned(), |user| user.name)
}

#[security(public)]
async fn health() -> &'static str {
    "healthy"
}

pub(crate) fn router(app: App) -> Router {
    Router::new()
        .route("/status", get(status))
        .route("/me", get(me))
        .route("/items", get(items))
        .route("/admin", get(admin))
        .route("/front", get(front))
        .route("/health", get(health))
        .with_state(app)
}

pub(crate) fn service() -> Router {
    router(App::default())
}

/// The protected routes, each with the scopes that it requires.
pub(crate) const PROTECTED: [(&str, &str); 4] = [
    ("/status", ""),
    ("/me", "me"),
    ("/items", "items me"),
    ("/admin", "admin"),
];
