use utoipa::openapi::{InfoBuilder, OpenApi, OpenApiBuilder};

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
    OpenApiBuilder::new().info(info.build()).build()
}
