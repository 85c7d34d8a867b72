use std::borrow::Cow;

use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use scalar_api_reference::get_asset;

use crate::error::ApiError;

/// The page.
pub(super) const PAGE: &str = include_str!("reference.html");

const START: &str = include_str!("reference.js");

/// A file of Scalar, which is part of the program.
pub(super) fn file(name: &str) -> Result<impl IntoResponse + use<>, ApiError> {
    let bytes: Cow<'static, [u8]> = match name {
        "start.js" => START.as_bytes().into(),
        "scalar.js" => get_asset(name).ok_or(ApiError::NotFound)?.into(),
        _ => return Err(ApiError::NotFound),
    };
    Ok(([(CONTENT_TYPE, "text/javascript")], bytes))
}
