//! What `/metrics` counts, for Prometheus.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use axum::http::{Method, StatusCode};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use scopegate::Denial;

use crate::passwords;

/// The counters of this process. Clones share them.
#[derive(Debug, Clone)]
pub struct Metrics(Arc<Counters>);

#[derive(Debug)]
struct Counters {
    registry: Registry,
    requests: Family<Request, Counter>,
    durations: Family<Route, Histogram, fn() -> Histogram>,
    denials: Family<Refusal, Counter>,
    logins: Family<Login, Counter>,
    hashing: Gauge,
    waiting: Gauge,
}

// Every label has few values, whatever clients send.

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Refusal {
    reason: &'static str,
    scope: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Login {
    outcome: &'static str,
}

impl Metrics {
    /// With all counters at zero.
    #[must_use]
    pub fn new() -> Self {
        let durations = || Histogram::new([0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0]);
        let mut counters = Counters {
            registry: Registry::default(),
            requests: Family::default(),
            durations: Family::new_with_constructor(durations),
            denials: Family::default(),
            logins: Family::default(),
            hashing: Gauge::default(),
            waiting: Gauge::default(),
        };
        let registry = &mut counters.registry;
        registry.register(
            "http_requests",
            "Requests that were answered",
            counters.requests.clone(),
        );
        registry.register(
            "http_request_seconds",
            "Time until the answer",
            counters.durations.clone(),
        );
        registry.register(
            "denials",
            "Requests that scopegate refused",
            counters.denials.clone(),
        );
        registry.register(
            "logins",
            "Requests of the token endpoint",
            counters.logins.clone(),
        );
        registry.register(
            "passwords_hashing",
            "Passwords being hashed",
            counters.hashing.clone(),
        );
        registry.register(
            "passwords_waiting",
            "Passwords that wait for it",
            counters.waiting.clone(),
        );
        Self(Arc::new(counters))
    }

    /// Counts a request that was answered.
    pub fn answered(
        &self,
        method: &Method,
        route: Option<&str>,
        status: StatusCode,
        denial: Option<&Denial>,
        duration: Duration,
    ) {
        let route = route.unwrap_or("none").to_owned();
        if let Some(denial) = denial {
            self.0.denials.get_or_create(&Refusal::of(denial)).inc();
        }
        if route == "/token" && method == Method::POST {
            let outcome = outcome(status);
            self.0.logins.get_or_create(&Login { outcome }).inc();
        }
        let duration = duration.as_secs_f64();
        let durations = &self.0.durations;
        durations
            .get_or_create(&Route {
                route: route.clone(),
            })
            .observe(duration);
        let request = Request {
            method: known(method),
            route,
            status: status.as_u16(),
        };
        self.0.requests.get_or_create(&request).inc();
    }

    /// The text that Prometheus reads.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn text(&self) -> Result<String, fmt::Error> {
        let (hashing, waiting) = passwords::queue();
        self.0
            .hashing
            .set(i64::try_from(hashing).unwrap_or(i64::MAX));
        self.0
            .waiting
            .set(i64::try_from(waiting).unwrap_or(i64::MAX));
        let mut text = String::new();
        encode(&mut text, &self.0.registry)?;
        Ok(text)
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl Refusal {
    fn of(denial: &Denial) -> Self {
        Self {
            reason: denial.reason().as_str(),
            scope: denial.required().scope_str().to_owned(),
        }
    }
}

fn outcome(status: StatusCode) -> &'static str {
    match status {
        StatusCode::OK => "granted",
        StatusCode::BAD_REQUEST => "wrong",
        StatusCode::TOO_MANY_REQUESTS => "limited",
        StatusCode::SERVICE_UNAVAILABLE => "unavailable",
        _ => "invalid",
    }
}

/// The name of a method. A client may invent others.
pub(crate) fn known(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}
