//! A service with several operations, which notes what it is asked for.

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{Method, StatusCode};
use scopegate::caller::Callers;
use scopegate::operations::{JsonRpc, Mcp, Operations, Public};
use scopegate::{AccessToken, SecureRouter, SecurityScheme, dependency, level};
use scopegate_tests::{App, Journal, bearer, client};

use client::Answer;

#[derive(SecurityScheme)]
#[oauth2(
    client_credentials(token_url = "token"),
    realm = "r",
    scopes(
        "read" = "Read notes.",
        "write" = "Change notes.", implies("read"),
        "admin" = "Everything else.",
    )
)]
pub(crate) struct OAuth2;

#[dependency(depends = OAuth2)]
pub(crate) fn caller(_token: AccessToken) {}

/// Notes the body, and whose request it is.
pub(crate) fn service(journal: Journal) -> Router {
    Router::new().fallback(echo).with_state(journal)
}

async fn echo(State(journal): State<Journal>, request: Request) -> String {
    let (parts, body) = request.into_parts();
    assert!(!parts.headers.contains_key(AUTHORIZATION), "a token");
    let callers = parts.extensions.get::<Callers>();
    let caller = callers.and_then(|callers| callers.iter().next()?.subject());
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    let body = String::from_utf8(body.to_vec()).unwrap();
    journal.note(format!("{} {body}", parts.method));
    caller.unwrap_or("nobody").to_owned()
}

pub(crate) fn json_rpc() -> Operations<App, JsonRpc> {
    Operations::new(JsonRpc, level!(scopes = ["admin"], depends = caller))
        .operation("notes.read", level!(scopes = ["read"], depends = caller))
        .operation("notes.write", level!(scopes = ["write"], depends = caller))
        .operation("ping", Public)
}

pub(crate) fn mcp() -> Operations<App, Mcp> {
    let member = level!(depends = caller);
    Operations::new(Mcp, level!(scopes = ["admin"], depends = caller))
        .operation("ping", Public)
        .operation("tools/list", member)
        .tool("read_note", level!(scopes = ["read"], depends = caller))
        .tool("write_note", level!(scopes = ["write"], depends = caller))
        .operation(
            "resources/read",
            level!(scopes = ["read"], depends = caller),
        )
        .prompt("summary", level!(scopes = ["read"], depends = caller))
        .http(Method::GET, member)
}

pub(crate) fn routes(app: &App) -> SecureRouter<App> {
    SecureRouter::new()
        .operations("/rpc", json_rpc(), service(app.journal.clone()))
        .operations("/mcp", mcp(), service(app.journal.clone()))
}

/// An application whose requests are noted.
pub(crate) struct Service {
    pub(crate) router: Router,
    pub(crate) journal: Journal,
}

impl Service {
    pub(crate) fn new() -> Self {
        Self::of(routes)
    }

    pub(crate) fn of(build: impl Fn(&App) -> SecureRouter<App>) -> Self {
        let app = App::default();
        let journal = app.journal.clone();
        let router = build(&app).with_state(app).into_router();
        Self { router, journal }
    }

    /// A POST of JSON, with a token for these scopes or with none.
    pub(crate) async fn post(
        &self,
        path: &str,
        scopes: Option<&[&str]>,
        body: impl Into<Body>,
    ) -> Answer {
        self.post_with(path, scopes, &[], body).await
    }

    pub(crate) async fn post_with(
        &self,
        path: &str,
        scopes: Option<&[&str]>,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let mut headers: Vec<_> = headers
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect();
        if !headers
            .iter()
            .any(|(name, _)| *name == CONTENT_TYPE.as_str())
        {
            headers.push((CONTENT_TYPE.as_str(), "application/json".to_owned()));
        }
        if let Some(scopes) = scopes {
            headers.push((AUTHORIZATION.as_str(), bearer(scopes)));
        }
        let request = client::request(Method::POST, path, &headers);
        client::send(&self.router, request.map(|_| body.into())).await
    }
}

/// A request of JSON-RPC.
pub(crate) fn rpc(method: &str) -> String {
    serde_json::json!({ "jsonrpc": "2.0", "id": 1, "method": method }).to_string()
}

/// A call of an MCP tool.
pub(crate) fn tool(name: &str) -> String {
    let params = serde_json::json!({ "name": name, "arguments": {} });
    serde_json::json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params })
        .to_string()
}

/// The status of a request that was admitted.
pub(crate) const ADMITTED: u16 = StatusCode::OK.as_u16();
