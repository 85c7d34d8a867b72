use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use scopegate::Denial;
use tokio::time::timeout;
use tracing::{Instrument, Span, error_span};

use crate::error::ApiError;
use crate::metrics::Metrics;
use crate::traces;

/// How long a request may take, from its head to the head of the answer: also its body, and the database.
const PATIENCE: Duration = Duration::from_secs(15);

pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Answers 503 to what takes too long.
pub(super) async fn limit_time(request: Request, next: Next) -> Response {
    match timeout(PATIENCE, next.run(request)).await {
        Ok(response) => response,
        Err(_) => ApiError::Unavailable.into_response(),
    }
}

/// Names, logs and counts a request. What is logged meanwhile has its name, which the answer has as well, and says what was
/// asked for.
pub(super) async fn observe(
    State(metrics): State<Metrics>,
    request: Request,
    next: Next,
) -> Response {
    let start = Instant::now();
    // Without random bytes, it has no name of its own.
    let id = format!("{:016x}", getrandom::u64().unwrap_or_default());
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route = route.as_ref().map(MatchedPath::as_str);
    // Not the query, which is no place for secrets and may have some all the same.
    let path = traces::shown(request.uri().path()).to_owned();
    // Also where only errors are logged.
    let span = {
        let method = traces::shown(method.as_str());
        error_span!("request", id, method, route)
    };
    let trace = traces::request(&request, route);
    let answer = next.run(request).instrument(span.clone());
    let mut line = Line {
        span,
        path,
        start,
        answer: None,
    };
    let mut response = answer.instrument(trace.clone()).await;

    let (status, duration) = (response.status(), start.elapsed());
    let denial = response.extensions().get::<Denial>();
    let reason = denial.map(|denial| denial.reason().as_str());
    metrics.answered(&method, route, status, denial, duration);
    traces::answered(&trace, status, reason);
    line.answer = Some((status, reason));
    if let Ok(id) = HeaderValue::try_from(id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// The line of a request in the log, which is written when it is over: also when the client has hung up, since what it asked
/// for may be done all the same.
struct Line {
    span: Span,
    path: String,
    start: Instant,
    /// The status, and why access was denied.
    answer: Option<(StatusCode, Option<&'static str>)>,
}

impl Drop for Line {
    fn drop(&mut self) {
        let path = &*self.path;
        // A number in JSON, unlike a `u128`.
        let milliseconds = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX);
        let _entered = self.span.enter();
        if let Some((status, reason)) = self.answer {
            tracing::info!(path, status = status.as_u16(), reason, milliseconds);
        } else {
            tracing::info!(path, milliseconds, "the client has hung up");
        }
    }
}
