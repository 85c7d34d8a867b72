//! The example, and a client for it.

use axum::Router;
use axum::body::Body;
use axum::http::Method;
use scopegate::testing::{TestToken, TestTokens};
use scopegate::{ProtectedResource, SecureRouter, Verifier};
use scopegate_tests::client::{self, Answer};
use serde_json::{Value, json};

use crate::example;

pub(crate) const URL: &str = "http://localhost:8080/mcp";
pub(crate) const METADATA: &str = "http://localhost:8080/.well-known/oauth-protected-resource/mcp";
pub(crate) const ISSUER: &str = "https://issuer.example";
pub(crate) const NEWEST: &str = "2026-07-28";

pub(crate) fn resource() -> ProtectedResource {
    ProtectedResource::new(URL).unwrap()
}

pub(crate) fn verifier() -> Verifier {
    let builder = TestTokens::new().verifier_builder();
    builder
        .issuer(ISSUER)
        .audience(&resource())
        .build()
        .unwrap()
}

pub(crate) fn routes() -> SecureRouter<Verifier> {
    example::routes(resource(), hosts())
}

pub(crate) fn app() -> Router {
    example::app(verifier(), resource(), hosts())
}

fn hosts() -> Vec<String> {
    vec!["localhost".to_owned()]
}

/// A token for this server.
pub(crate) fn token(scopes: &[&str]) -> TestToken {
    let token = TestTokens::new().token().issuer(ISSUER).audience(URL);
    token.scopes(scopes)
}

pub(crate) fn bearer(scopes: &[&str]) -> String {
    format!("Bearer {}", token(scopes).issue())
}

/// A request of the newest version.
pub(crate) fn message(method: &str, mut params: Value) -> Value {
    params["_meta"] = json!({
        "io.modelcontextprotocol/protocolVersion": NEWEST,
        "io.modelcontextprotocol/clientInfo": { "name": "test", "version": "1.0" },
        "io.modelcontextprotocol/clientCapabilities": {},
    });
    json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params })
}

pub(crate) fn call_tool(name: &str, arguments: &Value) -> Value {
    message(
        "tools/call",
        json!({ "name": name, "arguments": arguments }),
    )
}

/// Sends a message as a client of the newest version does.
pub(crate) async fn post(app: &Router, authorization: &str, message: &Value) -> Answer {
    let method = message["method"].as_str().unwrap_or_default();
    let name = message["params"]["name"].as_str().unwrap_or_default();
    let headers = [
        ("mcp-protocol-version", NEWEST),
        ("mcp-method", method),
        ("mcp-name", name),
    ];
    post_with(app, authorization, &headers, message).await
}

/// Sends a message with these headers. Empty ones are left out.
pub(crate) async fn post_with(
    app: &Router,
    authorization: &str,
    headers: &[(&str, &str)],
    message: &Value,
) -> Answer {
    let all = [
        ("host", "localhost:8080"),
        ("content-type", "application/json"),
        ("accept", "application/json, text/event-stream"),
        ("authorization", authorization),
    ];
    let headers = all.iter().chain(headers).copied();
    let headers: Vec<_> = headers.filter(|(_, value)| !value.is_empty()).collect();
    let request = client::request(Method::POST, "/mcp", &headers);
    let body = Body::from(message.to_string());
    client::send(app, request.map(|_| body)).await
}

/// The text that a tool returned.
#[track_caller]
pub(crate) fn text(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{answer:?}");
    let result = answer.json();
    let text = result["result"]["content"][0]["text"].as_str();
    text.unwrap_or_else(|| panic!("{result}")).to_owned()
}
