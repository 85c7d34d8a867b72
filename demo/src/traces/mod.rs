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

/// The target of the spans, which the log leaves out: it names each request already.
pub(crate) const TARGET: &str = "demo::traces";
