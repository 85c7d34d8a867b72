//! What those who run the service ask it: whether it lives, whether it is ready, and what it has done.

use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect};
use scopegate::routing::get;
use scopegate::{SecureRouter, security};
use tokio::time::timeout;

use crate::app::App;
use crate::database::{Database, reason};
use crate::error::ApiError;
use crate::metrics::Metrics;

/// How long the database may take to say that it is there.
const PATIENCE: Duration = Duration::from_secs(2);

/// The routes of operators, which the document of the API does not have.
pub fn routes() -> SecureRouter<App> {
    SecureRouter::new()
        .route("/", get(index))
        .route("/healthz", get(healthz))
        .route("/readyz", get(readyz))
        .route("/metrics", get(read_metrics))
}

/// People want the documentation.
#[security(public)]
async fn index() -> Redirect {
    Redirect::temporary("/docs")
}

/// The process answers: it need not be restarted.
#[security(public)]
async fn healthz() -> &'static str {
    "ok"
}

/// The database answers: requests may be sent here. There is always a key, without which the service does not start.
#[security(public)]
async fn readyz(State(database): State<Database>) -> (StatusCode, &'static str) {
    let asked = async {
        let one = sqlx::query_scalar::<_, i64>("SELECT COUNT(*) FROM users WHERE username = ''");
        one.fetch_one(&mut *database.connection().await?).await
    };
    match timeout(PATIENCE, asked).await {
        Ok(Ok(_)) => (StatusCode::OK, "ready"),
        Ok(Err(error)) => {
            tracing::warn!("not ready: {}", reason(&error));
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the database cannot be asked",
            )
        }
        Err(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "the database does not answer",
        ),
    }
}

/// Counters for Prometheus. They have no names of users, but a proxy in front should keep them inside.
#[security(public)]
async fn read_metrics(State(metrics): State<Metrics>) -> Result<impl IntoResponse, ApiError> {
    let text = metrics.text().map_err(|error| {
        tracing::error!("cannot write metrics: {error}");
        ApiError::Internal
    })?;
    let headers = [
        (
            CONTENT_TYPE,
            "application/openmetrics-text; version=1.0.0; charset=utf-8",
        ),
        (CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, text))
}
