//! A service that lets users read as soon as they are logged in, and pay only after they were authenticated again.

use axum::response::{IntoResponse, Response};
use scopegate::routing::get;
use scopegate::{
    AccessToken, ApiKey, BearerToken, Denial, Reject, SecureRouter, SecurityScheme, SecurityScopes,
    dependency, level, security,
};
use scopegate_tests::App;

#[derive(SecurityScheme)]
#[oauth2(
    authorization_code(authorization_url = "authorize", token_url = "token"),
    scopes("read" = "Read.", "pay" = "Pay."),
)]
pub(crate) struct People;

/// Of clients, which no user is behind.
#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), header = "X-Machine")]
struct Machines;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("me" = "You."), profile = fastapi)]
struct LikeFastApi;

#[derive(SecurityScheme)]
#[api_key(header = "X-Key")]
struct Key;

#[derive(SecurityScheme)]
#[http_bearer(header = "X-Opaque")]
struct Opaque;

#[dependency(depends = People)]
pub(super) fn user(token: AccessToken) -> Result<String, Denial> {
    token.claims().sub.clone().ok_or_else(|| token.deny())
}

#[dependency(acr = ["phr", "phrh", "aal3"], max_age = 1h, depends = user)]
fn careful_user(name: String) -> String {
    name
}

#[security(scopes = ["read"], depends = user)]
async fn read(name: String) -> String {
    name
}

#[security(scopes = ["pay"], acr = "phr", depends = user)]
async fn by_acr(name: String) -> String {
    name
}

#[security(max_age = 15min, depends = user)]
async fn by_age(name: String) -> String {
    name
}

/// The lists are merged, and so are the ages.
#[security(scopes = ["pay"], acr = ["aal3", "phr", "mfa"], max_age = 2h, depends = careful_user)]
async fn merged(name: String) -> String {
    name
}

#[security(acr = "phr", optional, depends = user)]
async fn optional(name: Option<String>) -> String {
    name.unwrap_or_else(|| "anybody".to_owned())
}

#[dependency(max_age = 5min, depends = user)]
fn recent_user(name: String) -> String {
    format!("{name}, recently")
}

#[dependency(scopes = ["pay"], depends = user)]
fn payer(name: String) -> String {
    format!("{name}, who pays")
}

/// One of them is enough.
#[security(depends = any(recent_user, payer))]
async fn either(name: String) -> String {
    name
}

/// Of one token, both are required.
#[security]
async fn both(
    #[security(acr = ["phr", "mfa"], depends = user)] a: String,
    #[security(acr = ["phr", "phrh"], max_age = 5min, depends = user)] b: String,
) -> String {
    format!("{a} {b}")
}

#[dependency(depends = Key)]
fn key(key: ApiKey) -> Result<(), Denial> {
    if key.matches("key") {
        Ok(())
    } else {
        Err(key.deny())
    }
}

#[dependency]
fn with_key(
    #[security(depends = user)] name: String,
    #[security(depends = key)] (): (),
    #[security(depends = opaque)] (): (),
) -> String {
    name
}

#[dependency(depends = Opaque)]
fn opaque(token: BearerToken) -> Result<(), Denial> {
    if token.matches("opaque") {
        Ok(())
    } else {
        Err(token.deny())
    }
}

/// Only the token says how the user was authenticated.
#[security(acr = "phr", depends = with_key)]
async fn beside_key(name: String) -> String {
    name
}

#[dependency]
fn with_machine(
    #[security(depends = user)] name: String,
    #[security(depends = Machines)] _machine: AccessToken,
) -> String {
    name
}

/// The token of a client cannot be stepped up.
#[security(acr = "phr", depends = with_machine)]
async fn beside_machine(name: String) -> String {
    name
}

#[security(scopes = ["me"], acr = "phr", max_age = 90s, depends = LikeFastApi)]
async fn like_fastapi(token: AccessToken) -> String {
    token.acr().unwrap_or_default()
}

enum Teapot {}

impl Reject for Teapot {
    fn reject(denial: &Denial) -> Response {
        let (acr, max_age) = (denial.acr_values(), denial.max_age());
        let body = format!("{} {acr:?} {max_age:?}", denial.reason().as_str());
        (denial.status(), body).into_response()
    }
}

#[security(acr = "phr", depends = user, rejection = Teapot)]
async fn with_rejection(name: String) -> String {
    name
}

#[dependency(depends = user)]
fn scopes(name: String, scopes: SecurityScopes) -> String {
    format!("{name} {}", scopes.scope_str())
}

#[security(max_age = 15min, scopes = ["read"], depends = scopes)]
async fn scoped(name: String) -> String {
    name
}

#[security(acr = "phrh", depends = user)]
async fn inside(name: String) -> String {
    name
}

pub(crate) fn routes() -> SecureRouter<App> {
    let admin = SecureRouter::new()
        .route("/own", get(inside))
        .route("/inherited", get(read))
        .requires(level!(
            acr = ["phr", "phrh"],
            max_age = 10min,
            depends = user
        ));
    SecureRouter::new()
        .route("/read", get(read))
        .route("/acr", get(by_acr))
        .route("/age", get(by_age))
        .route("/merged", get(merged))
        .route("/optional", get(optional))
        .route("/either", get(either))
        .route("/both", get(both))
        .route("/key", get(beside_key))
        .route("/machine", get(beside_machine))
        .route("/fastapi", get(like_fastapi))
        .route("/rejection", get(with_rejection))
        .route("/scopes", get(scoped))
        .nest("/admin", admin)
}
