//! Spans: how long a guard and a verification take, and how they end. Without a subscriber that records them, they cost
//! one comparison.

use std::pin::Pin;

use tracing::field::Empty;
use tracing::{Instrument, Level, Span, debug_span};

use crate::graph::{Plan, Requirement};
use crate::refuse::{DenialReason, Refusal};
use crate::token::VerifiedToken;

/// What a span is around.
type Outcome<'r, T, E> = Pin<Box<dyn Future<Output = Result<T, E>> + Send + 'r>>;

/// Whether anything records these spans.
#[inline]
pub(super) fn is_on() -> bool {
    tracing::span_enabled!(Level::DEBUG)
}

/// Records how a request was admitted.
///
/// The span is not entered: a dependency that adds a field to its current span means that of the application.
#[inline]
pub(super) fn guard<'r, V: Send + 'r>(
    plan: &'static Plan,
    admitting: Outcome<'r, V, Refusal>,
) -> Outcome<'r, V, Refusal> {
    if is_on() {
        traced(plan, admitting)
    } else {
        admitting
    }
}

#[cold]
fn traced<'r, V: Send + 'r>(
    plan: &'static Plan,
    admitting: Outcome<'r, V, Refusal>,
) -> Outcome<'r, V, Refusal> {
    let span = guard_span(plan);
    Box::pin(async move {
        let outcome = admitting.await;
        record_guard(&span, outcome.as_ref().err());
        outcome
    })
}

fn guard_span(plan: &'static Plan) -> Span {
    debug_span!(
        "scopegate.guard",
        handler = plan.handler().name,
        outcome = Empty,
        reason = Empty,
        scheme = Empty,
        missing = Empty,
    )
}

fn record_guard(span: &Span, refusal: Option<&Refusal>) {
    let Some(refusal) = refusal else {
        span.record("outcome", "admitted");
        return;
    };
    span.record("outcome", "refused");
    let Some(denial) = refusal.denial() else {
        return;
    };
    span.record("reason", denial.reason().as_str());
    span.record("scheme", denial.scheme().name);
    let missing: Vec<_> = denial.missing_declared().collect();
    if !missing.is_empty() {
        span.record("missing", missing.join(" "));
    }
}

/// Records how the token of a request was verified. What verifies it runs inside of the span.
pub(super) async fn verification(
    at: Requirement,
    verifying: Outcome<'_, VerifiedToken, DenialReason>,
) -> Result<VerifiedToken, DenialReason> {
    let scheme = at.scheme().name;
    let span = debug_span!("scopegate.verify", scheme, outcome = Empty, reason = Empty);
    let verdict = verifying.instrument(span.clone()).await;
    match &verdict {
        Ok(_) => span.record("outcome", "verified"),
        Err(reason) => span
            .record("outcome", "refused")
            .record("reason", reason.as_str()),
    };
    verdict
}
