//! Handlers that stand below levels.

use axum::Router;
use axum::extract::State;
use scopegate::{
    AccessToken, ApiKey, Denial, SecurityScheme, SecurityScopes, dependency, security,
};
use scopegate_tests::{Journal, bearer, client};

#[derive(SecurityScheme)]
#[oauth2(
    client_credentials(token_url = "token"),
    scopes("admin" = "Admin.", "staff" = "Staff.", "items" = "Items.", "me" = "Me."),
    realm = "r"
)]
pub(crate) struct OAuth2;

#[derive(SecurityScheme)]
#[api_key(header = "x-api-key", realm = "r")]
pub(crate) struct Key;

#[derive(Clone)]
pub(crate) struct User;

#[dependency(depends = OAuth2)]
pub(crate) fn user(
    _token: AccessToken,
    scopes: SecurityScopes,
    State(journal): State<Journal>,
) -> User {
    journal.note(format!("user[{}]", scopes.scope_str()));
    User
}

#[dependency(scopes = ["me"], depends = user)]
pub(crate) fn active_user(user: User) -> User {
    user
}

#[dependency(depends = Key)]
fn machine(key: ApiKey, State(journal): State<Journal>) -> Result<(), Denial> {
    journal.note("machine");
    if key.matches("k") {
        Ok(())
    } else {
        Err(key.deny())
    }
}

#[security(scopes = ["items"], depends = active_user)]
pub(crate) async fn items(_user: User) {}

#[security(optional, depends = user)]
pub(crate) async fn visitor(user: Option<User>) -> &'static str {
    if user.is_some() { "user" } else { "nobody" }
}

#[security(depends = machine)]
pub(crate) async fn by_machine((): ()) {}

#[security(scopes = any("items", "me"), depends = user)]
pub(crate) async fn either(_user: User) {}

#[security(public)]
pub(crate) async fn health() {}

/// A GET: the status, and the challenges joined by ` | `.
pub(crate) async fn send(
    router: &Router,
    path: &str,
    scopes: &[&str],
    key: Option<&str>,
) -> (u16, String) {
    let token = (!scopes.is_empty()).then(|| ("authorization", bearer(scopes)));
    let key = key.map(|key| ("x-api-key", key.to_owned()));
    let headers: Vec<_> = token.into_iter().chain(key).collect();
    let answer = client::get(router, path, &headers).await;
    (answer.status, answer.joined_challenges())
}
