use std::borrow::Cow;
use std::sync::Arc;

use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use utoipa_swagger_ui::{Config, serve};

use crate::error::ApiError;

/// The page. Its links are absolute, so that it is the same at `/docs` and at `/docs/`.
pub(super) const PAGE: &str = include_str!("swagger_ui.html");

const START: &str = include_str!("swagger_ui.js");

/// A file of Swagger UI, which is part of the program.
pub(super) fn file(name: &str) -> Result<impl IntoResponse + use<>, ApiError> {
    let (content_type, bytes) = match name {
        "start.js" => ("text/javascript".to_owned(), START.as_bytes().into()),
        _ => vendored(name).ok_or(ApiError::NotFound)?,
    };
    Ok(([(CONTENT_TYPE, content_type)], bytes))
}

fn vendored(name: &str) -> Option<(String, Cow<'static, [u8]>)> {
    // Its own start page reads this; ours does not.
    let config = Arc::new(Config::default());
    let file = serve(name, config).ok().flatten()?;
    Some((file.content_type, file.bytes))
}
