//! The service: its state and its routes.

use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRef};
use axum::middleware::map_response;
use scopegate::{SecureRouter, TokenIssuer, Verifier, VerifierError, routes, security};

use crate::clients::TrustedProxies;
use crate::config::Config;
use crate::database::Database;
use crate::error::ApiError;
use crate::items::{self, Items};
use crate::limits::LoginLimits;
use crate::metrics::Metrics;
use crate::sessions::{self, Revoked, Sessions};
use crate::signing::{self, Signing};
use crate::slashes::RedirectSlashes;
use crate::users::Users;
use crate::{accounts, docs, endpoints, operations};

/// No body that a person writes is longer, in bytes. What is longer is not read to its end.
const MAX_BODY: usize = 8 * 1024;

/// What the handlers and dependencies share.
#[derive(Debug, Clone, FromRef)]
pub struct App {
    users: Users,
    items: Items,
    signing: Signing,
    verifier: Verifier,
    sessions: Sessions,
    limits: LoginLimits,
    proxies: TrustedProxies,
    metrics: Metrics,
    database: Database,
}

impl App {
    /// With the users of a database, and tokens signed by `secret_key`, as in the tutorial.
    ///
    /// # Errors
    /// If the key is shorter than 32 bytes.
    pub fn new(
        database: Database,
        secret_key: &[u8],
        config: &Config,
    ) -> Result<Self, VerifierError> {
        let issuer = TokenIssuer::hs256(secret_key)?.lifetime(config.access_token_lifetime());
        let signing = Signing::Secret(issuer);
        Self::with_signing(database, secret_key, signing, config)
    }

    /// With tokens that are signed in another way.
    ///
    /// # Errors
    /// If the key is shorter than 32 bytes.
    pub fn with_signing(
        database: Database,
        secret_key: &[u8],
        signing: Signing,
        config: &Config,
    ) -> Result<Self, VerifierError> {
        Ok(Self {
            users: Users::new(database.clone()),
            verifier: signing.verifier(secret_key, Revoked::new(database.clone()))?,
            signing,
            sessions: Sessions::new(database.clone(), config),
            limits: LoginLimits::new(config.login_quotas()),
            proxies: config.trusted_proxies(),
            metrics: Metrics::new(),
            items: Items::new(database.clone()),
            database,
        })
    }
}

impl App {
    /// The sessions of all users.
    #[must_use]
    pub fn sessions(&self) -> Sessions {
        self.sessions.clone()
    }

    /// What is counted.
    #[must_use]
    pub fn metrics(&self) -> Metrics {
        self.metrics.clone()
    }
}

/// The service, ready to serve.
pub fn router(app: App) -> Router {
    routes().with_state(app).into_router()
}

/// The routes of the tutorial, and the pages about them. A handler that does not say who may call it
/// does not compile here.
pub fn routes() -> SecureRouter<App> {
    let api = SecureRouter::new()
        .with_openapi(docs::about())
        .routes(routes!(
            endpoints::login_for_access_token,
            endpoints::read_users_me,
            endpoints::read_own_items,
            endpoints::read_system_status,
        ))
        .merge(accounts::registration())
        .merge(accounts::passwords())
        .merge(accounts::administration())
        .merge(items::routes())
        .merge(sessions::routes())
        .layer(DefaultBodyLimit::max(MAX_BODY));
    let access = docs::access_page(docs::Access::of(&api.audit()));
    let document = docs::named_like_fastapi(api.openapi());
    let pages = docs::pages(docs::with_requestable_scopes(document));
    api.merge(pages)
        .merge(access)
        .merge(operations::routes())
        .merge(signing::routes())
        .redirect_slashes([
            "/token",
            "/users/me/",
            "/users/me/items/",
            "/status/",
            "/items/",
            "/admin/users/",
            "/users/me/sessions/",
        ])
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(map_response(docs::secure_headers))
}

#[security(public)]
async fn not_found() -> ApiError {
    ApiError::NotFound
}

#[security(public)]
async fn method_not_allowed() -> ApiError {
    ApiError::MethodNotAllowed
}
