use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::response::{Html, IntoResponse};
use scopegate::routing::get;
use scopegate::{SecureRouter, security};
use utoipa::openapi::OpenApi;

use super::headers::SELF_STYLED;
use super::{reference, swagger_ui};
use crate::error::ApiError;

/// The routes of the pages about `document`.
pub fn pages<S: Clone + Send + Sync + 'static>(document: OpenApi) -> SecureRouter<S> {
    SecureRouter::new()
        .route("/openapi.json", get(openapi_json))
        .route("/docs", get(docs))
        .route("/docs/", get(docs))
        .route("/docs/oauth2-redirect", get(oauth2_redirect))
        .route("/docs/{file}", get(docs_file))
        .route("/reference", get(reference_page))
        .route("/reference/", get(reference_page))
        .route("/reference/{file}", get(reference_file))
        .with_state(Arc::new(document))
}

/// The document that the pages show.
#[security(public)]
async fn openapi_json(State(document): State<Arc<OpenApi>>) -> Json<Arc<OpenApi>> {
    Json(document)
}

/// Swagger UI.
#[security(public)]
async fn docs() -> Html<&'static str> {
    Html(swagger_ui::PAGE)
}

/// Where an authorization server sends the browser back to, in a window that Swagger UI opened.
#[security(public)]
async fn oauth2_redirect() -> Result<impl IntoResponse, ApiError> {
    swagger_ui::file("oauth2-redirect.html")
}

/// The scripts and styles of Swagger UI.
#[security(public)]
async fn docs_file(Path(file): Path<String>) -> Result<impl IntoResponse, ApiError> {
    swagger_ui::file(&file)
}

/// Scalar, to read rather than to try.
#[security(public)]
async fn reference_page() -> impl IntoResponse {
    (
        [(CONTENT_SECURITY_POLICY, SELF_STYLED)],
        Html(reference::PAGE),
    )
}

/// The scripts of Scalar.
#[security(public)]
async fn reference_file(Path(file): Path<String>) -> Result<impl IntoResponse, ApiError> {
    reference::file(&file)
}
