//! The service: its state and its routes.

use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRef};
use scopegate::{SecureRouter, TokenIssuer, Verifier, VerifierError, routes, security};

use crate::error::ApiError;
use crate::slashes::RedirectSlashes;
use crate::users::Users;
use crate::{docs, items, login, users};

/// What the handlers and dependencies share.
#[derive(Debug, Clone, FromRef)]
pub struct App {
    users: Users,
    issuer: TokenIssuer,
    verifier: Verifier,
}

impl App {
    /// The tutorial's users, with tokens signed by `secret_key`.
    ///
    /// # Errors
    /// If the key is shorter than 32 bytes.
    pub fn new(secret_key: &[u8], token_lifetime: Duration) -> Result<Self, VerifierError> {
        Ok(Self {
            users: Users::tutorial(),
            issuer: TokenIssuer::hs256(secret_key)?.lifetime(token_lifetime),
            verifier: Verifier::hs256(secret_key)?,
        })
    }
}

/// The service, ready to serve.
pub fn router(app: App) -> Router {
    routes().with_state(app).into_router()
}

/// The routes of the tutorial, and the pages about them. A handler that does not say who may call it
/// does not compile here.
pub fn routes() -> SecureRouter<App> {
    let login = SecureRouter::new()
        .routes(routes!(login::login_for_access_token))
        .layer(DefaultBodyLimit::max(login::MAX_FORM));
    let api = SecureRouter::new()
        .with_openapi(docs::about())
        .merge(login)
        .routes(routes!(
            users::read_users_me,
            items::read_own_items,
            users::read_system_status,
        ));
    let pages = docs::pages(api.openapi());
    api.merge(pages)
        .redirect_slashes(["/token", "/users/me/", "/users/me/items/", "/status/"])
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
}

#[security(public)]
async fn not_found() -> ApiError {
    ApiError::NotFound
}

#[security(public)]
async fn method_not_allowed() -> ApiError {
    ApiError::MethodNotAllowed
}
