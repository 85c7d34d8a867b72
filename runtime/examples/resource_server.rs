//! An API for users of an OAuth 2.0 provider. All it needs is the provider's issuer and its own audience:
//!
//! ```sh
//! cargo run -p scopegate --features provider --example resource_server -- https://issuer.example https://api.example
//! ```
//!
//! Options say where the tokens of a provider differ from RFC 9068: without arguments, it lists them. With `--verbose`, it
//! logs why a token is refused.

#[path = "resource_server/options.rs"]
pub(crate) mod options;

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
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tracing::Level;

use self::options::Options;

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

/// Claims with the name of the caller.
#[derive(Clone, Deserialize)]
struct Caller {
    sub: Option<String>,
    /// Some answers of introspection have these only (RFC 7662 section 2.2): the second one is of a program.
    username: Option<String>,
    client_id: Option<String>,
}

#[dependency(depends = Account)]
fn current_user(token: AccessToken<Caller>) -> Result<User, Denial> {
    let Caller {
        sub,
        username,
        client_id,
    } = token.claims().clone();
    sub.or(username)
        .or(client_id)
        .map(User)
        .ok_or_else(|| token.deny())
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

/// For whoever has a token, whatever it grants.
#[security(depends = current_user)]
async fn me(User(name): User) -> String {
    name
}

/// Whoever may read them need not have a name: some providers give none to programs.
#[security(scopes = ["items:read"], depends = Account)]
async fn read_items(_: AccessToken, State(items): State<Items>) -> Json<Vec<Item>> {
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
        .route("/me", get(me))
        .route("/items", get(read_items).post(add_item))
}

/// The API, which tells clients where to get a token (RFC 9728).
pub fn api(verifier: Verifier, resource: ProtectedResource) -> Router {
    serve(routes().protected_resource(resource), verifier)
}

fn serve(routes: SecureRouter<App>, verifier: Verifier) -> Router {
    let items = Items::default();
    routes.with_state(App { verifier, items }).into_router()
}

async fn run(arguments: Vec<String>) -> Result<(), Box<dyn Error>> {
    let options = Options::read(arguments)?;
    let address = options.address.clone();
    let resource = options.resource.clone();
    let verifier = options.verifier(Verifier::builder())?;
    let api = match resource {
        Some(url) => {
            let resource = ProtectedResource::new(&url);
            api(
                verifier,
                resource.map_err(|error| format!("`{url}`: {error}"))?,
            )
        }
        None => serve(routes(), verifier),
    };
    let listener = TcpListener::bind(&address)
        .await
        .map_err(|error| format!("cannot listen on {address}: {error}"))?;
    tracing::info!("listening on http://{}", listener.local_addr()?);
    Ok(axum::serve(listener, api).await?)
}

#[tokio::main]
async fn main() -> ExitCode {
    let mut arguments: Vec<_> = std::env::args().skip(1).collect();
    let all = arguments.len();
    arguments.retain(|argument| argument != "--verbose");
    let is_verbose = arguments.len() < all;
    tracing_subscriber::fmt()
        .with_max_level(if is_verbose {
            Level::DEBUG
        } else {
            Level::INFO
        })
        .with_writer(std::io::stderr)
        .init();
    if let Err(error) = run(arguments).await {
        tracing::error!("{error}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
