//! A route that anyone may call.

use axum::Router;
use axum::routing::get;

use crate::application::{items_of, nobody};

pub(crate) fn router() -> Router {
    Router::new().route("/items", get(async || items_of(nobody())))
}
