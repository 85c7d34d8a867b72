use axum::Json;
use axum::extract::State;
use scopegate::routing::get;
use scopegate::token::Jwks;
use scopegate::{SecureRouter, security};
use serde_json::{Value, json};

use super::Signing;
use crate::app::App;
use crate::docs::requestable_scopes;
use crate::error::ApiError;

/// The routes that other services read. Without key pairs, there is nothing to read.
pub fn routes() -> SecureRouter<App> {
    SecureRouter::new()
        .route("/jwks.json", get(read_jwks))
        .route(
            "/.well-known/oauth-authorization-server",
            get(read_metadata),
        )
}

/// The public keys (RFC 7517).
#[security(public)]
async fn read_jwks(State(signing): State<Signing>) -> Result<Jwks, ApiError> {
    let (_, jwks) = signing.published().ok_or(ApiError::NotFound)?;
    Ok(jwks)
}

/// What this service offers (RFC 8414).
#[security(public)]
async fn read_metadata(State(signing): State<Signing>) -> Result<Json<Value>, ApiError> {
    let (provider, _) = signing.published().ok_or(ApiError::NotFound)?;
    let issuer = provider.issuer;
    Ok(Json(json!({
        "issuer": issuer,
        "token_endpoint": format!("{issuer}/token"),
        "revocation_endpoint": format!("{issuer}/revoke"),
        "jwks_uri": format!("{issuer}/jwks.json"),
        "scopes_supported": requestable_scopes().map(|(name, _)| name).collect::<Vec<_>>(),
        "grant_types_supported": ["password", "refresh_token"],
        // There is no authorization endpoint; the member is required all the same.
        "response_types_supported": ["none"],
        "token_endpoint_auth_methods_supported": ["none"],
        "revocation_endpoint_auth_methods_supported": ["none"],
    })))
}
