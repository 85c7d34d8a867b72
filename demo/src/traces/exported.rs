use std::env;
use std::error::Error;

use axum::extract::Request;
use axum::http::StatusCode;
use opentelemetry::propagation::TextMapPropagator as _;
use opentelemetry::trace::{Status, TracerProvider as _};
use opentelemetry_http::HeaderExtractor;
use opentelemetry_otlp::SpanExporter;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::{Level, Span, Subscriber, info_span};
use tracing_opentelemetry::OpenTelemetrySpanExt as _;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::registry::LookupSpan;

use super::{TARGET, shown};
use crate::metrics::known;

/// One of these turns traces on. The SDK reads them, and the other variables of OpenTelemetry, itself.
const ENDPOINTS: [&str; 2] = [
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
];

/// Sends spans to a collector: OTLP over HTTP, in the background.
#[derive(Debug)]
pub struct Exporter(SdkTracerProvider);

impl Exporter {
    /// The exporter, if the environment names an endpoint.
    pub(crate) fn from_environment() -> Result<Option<Self>, Box<dyn Error>> {
        let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
        let disabled = env::var("OTEL_SDK_DISABLED").unwrap_or_default();
        let Some(endpoint) = ENDPOINTS.into_iter().find(|name| is_set(name)) else {
            return Ok(None);
        };
        if disabled.eq_ignore_ascii_case("true") {
            return Ok(None);
        }
        let exporter = SpanExporter::builder().with_http().build();
        let exporter = exporter.map_err(|error| format!("{endpoint}: {error}"))?;
        let mut resource = Resource::builder();
        if !is_set("OTEL_SERVICE_NAME") {
            resource = resource.with_service_name(env!("CARGO_PKG_NAME"));
        }
        let provider = SdkTracerProvider::builder()
            .with_batch_exporter(exporter)
            .with_resource(resource.build())
            .build();
        Ok(Some(Self(provider)))
    }

    pub(crate) fn layer<S>(&self) -> impl Layer<S>
    where
        S: Subscriber + for<'span> LookupSpan<'span>,
    {
        let tracer = self.0.tracer(env!("CARGO_PKG_NAME"));
        tracing_opentelemetry::layer()
            .with_tracer(tracer)
            .with_location(false)
            .with_threads(false)
            .with_filter(Targets::new().with_target(TARGET, Level::INFO))
    }

    /// Sends what is left, for at most 5 seconds. It blocks.
    pub fn shut_down(self) {
        if let Err(error) = self.0.shutdown() {
            tracing::warn!("cannot send the last traces: {error}");
        }
    }
}

/// The span of a request: part of the client's trace, if it names one (W3C Trace Context).
pub(crate) fn request(request: &Request, route: Option<&str>) -> Span {
    let span = info_span!(target: TARGET, "request", otel.kind = "server", otel.name = tracing::field::Empty);
    if span.is_disabled() {
        return span;
    }
    let (method, name) = match known(request.method()) {
        "other" => ("_OTHER", "HTTP"),
        method => (method, method),
    };
    let name = route.map_or_else(|| name.to_owned(), |route| format!("{name} {route}"));
    span.record("otel.name", name);
    span.set_attribute("http.request.method", method);
    // Not the query, which is no place for secrets and may have some all the same.
    span.set_attribute("url.path", shown(request.uri().path()).to_owned());
    if let Some(route) = route {
        span.set_attribute("http.route", route.to_owned());
    }
    let parent = TraceContextPropagator::new().extract(&HeaderExtractor(request.headers()));
    // It fails only where there is no exporter.
    let _ = span.set_parent(parent);
    span
}

/// Adds the outcome: the status, and why scopegate refused the request, if it did.
pub(crate) fn answered(span: &Span, status: StatusCode, denial: Option<&str>) {
    span.set_attribute("http.response.status_code", i64::from(status.as_u16()));
    if let Some(reason) = denial {
        span.set_attribute("scopegate.denial", reason.to_owned());
    }
    if status.is_server_error() {
        span.set_status(Status::error(""));
    }
}
