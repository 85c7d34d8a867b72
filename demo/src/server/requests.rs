use std::time::Duration;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::time::timeout;

use crate::error::ApiError;

/// How long a request may take, from its head to the head of the answer: also its body, and the database.
const PATIENCE: Duration = Duration::from_secs(15);

/// Answers 503 to what takes too long.
pub(super) async fn limit_time(request: Request, next: Next) -> Response {
    match timeout(PATIENCE, next.run(request)).await {
        Ok(response) => response,
        Err(_) => ApiError::Unavailable.into_response(),
    }
}
