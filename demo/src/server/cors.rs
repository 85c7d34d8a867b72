use std::time::Duration;

use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, Method};
use tower_http::cors::CorsLayer;

use super::requests::REQUEST_ID;

/// How long a browser may remember what it may send.
const MAX_AGE: Duration = Duration::from_mins(10);

/// Lets scripts of these origins call the API. They send the token themselves: a browser adds nothing of its own.
pub(super) fn allow(origins: &[String]) -> Option<CorsLayer> {
    if origins.is_empty() {
        return None;
    }
    let origins = origins.iter().map(HeaderValue::try_from);
    let layer = CorsLayer::new()
        .allow_origin(origins.flatten().collect::<Vec<_>>())
        .allow_methods([
            Method::GET,
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
        ])
        .allow_headers([AUTHORIZATION, CONTENT_TYPE])
        .expose_headers([WWW_AUTHENTICATE, RETRY_AFTER, REQUEST_ID])
        .max_age(MAX_AGE);
    Some(layer)
}
