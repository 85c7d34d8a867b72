//! `oauth-resource-server`.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use oauth_resource_server::axum::AuthLayer;
use oauth_resource_server::{
    AuthorizedToken, KeyNaming, OAuthConfig, OAuthValidator, static_token_policy,
};

use crate::application::Item;
use crate::tokens::{AUDIENCE, ISSUER};

async fn items(token: AuthorizedToken) -> Result<Json<[Item; 1]>, StatusCode> {
    super::items(token.subject.as_deref().unwrap_or_default())
}

pub(crate) fn router() -> Router {
    let config = OAuthConfig {
        enabled: true,
        issuer: ISSUER.into(),
        audience: AUDIENCE.into(),
        resource: AUDIENCE.into(),
        required_scopes: vec!["me".into(), "items".into()],
        ..OAuthConfig::default()
    };
    let config = config
        .resolve(KeyNaming::Dotted("oauth"))
        .expect("a configuration");
    let config = config.expect("enabled");
    let validator = OAuthValidator::builder(&config)
        .initial_jwks(&super::jwks())
        .build();
    let validator = Arc::new(validator.expect("a validator"));
    let decision = static_token_policy(None, Some(&config), false).expect("a policy");
    let layer = AuthLayer::from_decision(decision, Some(validator)).expect("a layer");
    Router::new().route("/items", get(items)).route_layer(layer)
}
