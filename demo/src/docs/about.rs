use utoipa::openapi::{ComponentsBuilder, InfoBuilder, OpenApi, OpenApiBuilder};

use super::{HttpValidationError, RefusedGrant, ValidationError};
use crate::error::{Detail, OAuthError};

/// The document before the routes are in it.
#[must_use]
pub fn about() -> OpenApi {
    let info = InfoBuilder::new()
        .title("OAuth2 scopes")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "The service of FastAPI's tutorial \"OAuth2 scopes\", in Rust on axum and scopegate.\n\n\
             Log in as `johndoe` with the password `secret`, or as `alice`, who was disabled, with \
             `secretalice`.",
        ));
    // utoipa finds no schemas in the refusals of `operations`.
    let schemas = ComponentsBuilder::new()
        .schema_from::<Detail>()
        .schema_from::<OAuthError>()
        .schema_from::<RefusedGrant>()
        .schema_from::<HttpValidationError>()
        .schema_from::<ValidationError>();
    OpenApiBuilder::new()
        .info(info.build())
        .components(Some(schemas.build()))
        .build()
}
