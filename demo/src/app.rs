//! The service: its state and its routes.

use std::time::Duration;

use axum::Router;
use axum::extract::FromRef;
use scopegate::{SecureRouter, TokenIssuer, Verifier, VerifierError, routes};

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

/// The routes of the tutorial, and the pages about them.
pub fn routes() -> SecureRouter<App> {
    let api = SecureRouter::new()
        .with_openapi(docs::about())
        .routes(routes!(
            login::login_for_access_token,
            users::read_users_me,
            items::read_own_items,
            users::read_system_status,
        ));
    let pages = docs::pages(api.openapi());
    api.merge(pages)
}

/// The service.
pub fn router(app: App) -> Router {
    routes()
        .into_router()
        .redirect_slashes(["/token", "/users/me/", "/users/me/items/", "/status/"])
        .fallback(async || ApiError::NotFound)
        .method_not_allowed_fallback(async || ApiError::MethodNotAllowed)
        .with_state(app)
}
