//! Traces: a span for each request, for an OpenTelemetry collector.
//!
//! Without the feature `opentelemetry`, and without an endpoint in the environment, there are none.

#[cfg(feature = "opentelemetry")]
mod exported;
#[cfg(not(feature = "opentelemetry"))]
mod none;

#[cfg(feature = "opentelemetry")]
use self::exported as with_feature;
#[cfg(not(feature = "opentelemetry"))]
use self::none as with_feature;

pub use self::with_feature::Exporter;
pub(crate) use self::with_feature::{answered, request};

/// A path or a method as it is logged and traced. A client may invent a long one.
pub(crate) fn shown(text: &str) -> &str {
    const MOST: usize = 512;

    &text[..text.floor_char_boundary(MOST)]
}

/// The target of the spans, which the log leaves out: it names each request already.
pub(crate) const TARGET: &str = "demo::traces";
