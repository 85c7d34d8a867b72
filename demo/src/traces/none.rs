use std::error::Error;

use axum::extract::Request;
use axum::http::StatusCode;
use tracing::{Span, Subscriber};
use tracing_subscriber::Layer;

/// Exports nothing.
#[derive(Debug)]
pub struct Exporter;

impl Exporter {
    pub(crate) fn from_environment() -> Result<Option<Self>, Box<dyn Error>> {
        Ok(None)
    }

    #[allow(clippy::unused_self, reason = "as with the feature")]
    pub(crate) fn layer<S: Subscriber>(&self) -> impl Layer<S> {
        tracing_subscriber::layer::Identity::new()
    }

    /// Sends what is left.
    pub fn shut_down(self) {}
}

pub(crate) fn request(_: &Request, _: Option<&str>) -> Span {
    Span::none()
}

pub(crate) fn answered(_: &Span, _: StatusCode, _: Option<&str>) {}
