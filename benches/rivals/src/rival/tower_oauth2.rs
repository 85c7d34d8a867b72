//! `tower-oauth2-resource-server`: it verifies the token, and leaves its scopes to the application.

use axum::http::StatusCode;
use axum::routing::get;
use axum::{Extension, Json, Router};
use serde::Deserialize;
use tower_oauth2_resource_server::server::OAuth2ResourceServer;
use tower_oauth2_resource_server::tenant::TenantConfiguration;
use tower_oauth2_resource_server::validation::ClaimsValidationSpec;

use crate::application::Item;
use crate::tokens::{AUDIENCE, ISSUER};

#[derive(Clone, Debug, Deserialize)]
struct Claims {
    sub: String,
    scope: String,
}

async fn items(Extension(claims): Extension<Claims>) -> Result<Json<[Item; 1]>, StatusCode> {
    if !super::has_scopes(&claims.scope) {
        return Err(StatusCode::FORBIDDEN);
    }
    super::items(&claims.sub)
}

pub(crate) fn router() -> Router {
    let rules = ClaimsValidationSpec::new()
        .iss(ISSUER)
        .aud(&vec![AUDIENCE.to_owned()])
        .exp(true);
    let tenant = TenantConfiguration::static_builder(super::jwks()).claims_validation(rules);
    let server = OAuth2ResourceServer::<Claims>::builder()
        .add_tenant(tenant.build().expect("a tenant"))
        .build();
    let server = crate::call::wait(server).expect("a server");
    Router::new()
        .route("/items", get(items))
        .layer(server.into_layer())
}
