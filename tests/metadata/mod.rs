//! Metadata of a protected resource (RFC 9728): the document, and how challenges point to it.

mod challenges;
mod document;
mod identifier;
mod known;
mod several;

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use http::Request;
use http_body_util::BodyExt;
use scopegate::{ProtectedResource, Verifier};
use serde_json::Value;
use tower::ServiceExt;

const KEY: [u8; 32] = [7; 32];

fn verifier() -> Verifier {
    Verifier::hs256(KEY).unwrap()
}

fn resource(identifier: &str) -> ProtectedResource {
    ProtectedResource::new(identifier).unwrap()
}

async fn get(app: impl Into<Router>, path: &str) -> Response {
    let request = Request::get(path).body(Body::empty()).unwrap();
    app.into().oneshot(request).await.unwrap()
}

async fn json(response: Response) -> Value {
    let body = response.into_body().collect().await.unwrap().to_bytes();
    serde_json::from_slice(&body).unwrap()
}
