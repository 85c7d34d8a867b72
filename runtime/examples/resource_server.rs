//! An API for whoever has an account at a provider. All it needs is the provider's name and its own:
//!
//! ```sh
//! cargo run -p scopegate --features provider --example resource_server -- https://issuer.example https://api.example
//! ```

use std::error::Error;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{FromRef, State};
use axum::http::StatusCode;
use axum::{Json, Router};
use scopegate::routing::get;
use scopegate::{
    AccessToken, Denial, ProtectedResource, SecureRouter, SecurityScheme, Verifier, dependency,
    security,
};
use serde::Serialize;
use tokio::net::TcpListener;

/// An account at the provider. The address is for OpenAPI documents only.
#[derive(SecurityScheme)]
#[openid_connect(
    url = "https://issuer.example/.well-known/openid-configuration",
    scopes(
        "items:read" = "Read items.",
        "items:write" = "Add items.", implies("items:read"),
    ),
)]
struct Account;

/// Who calls: a person, or a program on its own behalf, whose subject is its client id (RFC 9068 section 2.2).
struct User(String);

#[dependency(depends = Account)]
fn current_user(token: AccessToken) -> Result<User, Denial> {
    let subject = token.claims().sub.clone();
    subject.map(User).ok_or_else(|| token.deny())
}

/// What the handlers share.
#[derive(Clone, FromRef)]
struct App {
    verifier: Verifier,
    items: Items,
}

type Items = Arc<Mutex<Vec<Item>>>;

#[derive(Clone, Serialize)]
struct Item {
    text: String,
    owner: String,
}

#[security(public)]
async fn health() -> &'static str {
    "ok"
}

#[security(scopes = ["items:read"], depends = current_user)]
async fn read_items(_: User, State(items): State<Items>) -> Json<Vec<Item>> {
    Json(items.lock().unwrap_or_else(PoisonError::into_inner).clone())
}

#[security(scopes = ["items:write"], depends = current_user)]
async fn add_item(User(owner): User, State(items): State<Items>, text: String) -> StatusCode {
    let mut items = items.lock().unwrap_or_else(PoisonError::into_inner);
    items.push(Item { text, owner });
    StatusCode::CREATED
}

/// The routes. A handler that does not say who may call it does not compile here.
fn routes() -> SecureRouter<App> {
    SecureRouter::new()
        .route("/health", get(health))
        .route("/items", get(read_items).post(add_item))
}

/// The API, which tells clients where to get a token (RFC 9728).
pub fn api(verifier: Verifier, resource: ProtectedResource) -> Router {
    let items = Items::default();
    let api = routes().protected_resource(resource);
    api.with_state(App { verifier, items }).into_router()
}

async fn run(arguments: &[String]) -> Result<(), Box<dyn Error>> {
    let (issuer, name, address) = match arguments {
        [issuer, name] => (issuer, name, "127.0.0.1:8080"),
        [issuer, name, address] => (issuer, name, address.as_str()),
        _ => return Err("usage: resource_server ISSUER AUDIENCE [ADDRESS:PORT]".into()),
    };
    let resource = ProtectedResource::new(name).map_err(|error| format!("`{name}`: {error}"))?;
    let verifier = Verifier::builder()
        .discover(issuer)
        .audience(&resource)
        .build()?;
    let listener = TcpListener::bind(address)
        .await
        .map_err(|error| format!("cannot listen on {address}: {error}"))?;
    tracing::info!("listening on http://{}", listener.local_addr()?);
    Ok(axum::serve(listener, api(verifier, resource)).await?)
}

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .init();
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    if let Err(error) = run(&arguments).await {
        tracing::error!("{error}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
