//! An MCP server with a tool that reads and one that writes, each with its own scope. The guide `mcp_server` explains it.
//!
//! It needs an authorization server: its issuer, and the URL of this server as clients see it.
//!
//! ```sh
//! cargo run -p scopegate-tests --features mcp --example mcp_server -- https://issuer.example http://localhost:8080/mcp
//! ```

use std::error::Error;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::http::request::Parts;
use axum::http::{HeaderName, Method, Uri, header};
use rmcp::handler::server::tool::Extension;
use rmcp::handler::server::wrapper::Parameters;
use rmcp::schemars::{self, JsonSchema};
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use rmcp::{ErrorData, tool, tool_router};
use scopegate::caller::Admitted;
use scopegate::operations::{Mcp, Operations};
use scopegate::{
    AccessToken, Denial, ProtectedResource, SecureRouter, SecurityScheme, Verifier, dependency,
    level,
};
use serde::Deserialize;
use tower_http::cors::{Any, CorsLayer};

/// An account at the authorization server. The addresses are for OpenAPI documents only.
#[derive(SecurityScheme)]
#[oauth2(
    authorization_code(
        authorization_url = "https://issuer.example/authorize",
        token_url = "https://issuer.example/token",
    ),
    scopes(
        "notes:read" = "Read notes.",
        "notes:write" = "Change notes.", implies("notes:read"),
    ),
)]
struct Account;

/// Who calls a tool.
#[derive(Clone)]
struct User(String);

#[dependency(depends = Account)]
fn current_user(token: AccessToken) -> Result<User, Denial> {
    let subject = token.claims().sub.clone();
    subject.map(User).ok_or_else(|| token.deny())
}

/// The MCP server, which knows nothing of tokens and scopes.
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<String>>>);

#[derive(Deserialize, JsonSchema)]
struct NewNote {
    text: String,
}

#[tool_router(server_handler)]
impl Notes {
    #[tool(description = "Reads all notes.")]
    fn read_notes(&self) -> String {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .join("\n")
    }

    #[tool(description = "Adds a note.")]
    fn write_note(
        &self,
        Parameters(NewNote { text }): Parameters<NewNote>,
        Extension(request): Extension<Parts>,
    ) -> Result<String, ErrorData> {
        let user = request.extensions.get::<Admitted>().and_then(Admitted::get);
        let User(name) = user.ok_or_else(|| ErrorData::internal_error("no user", None))?;
        let mut notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        notes.push(format!("{name}: {text}"));
        Ok("written".to_owned())
    }
}

/// Who may do what. Everything that is not listed needs `notes:write`.
fn operations() -> Operations<Verifier, Mcp> {
    let everybody = level!(depends = current_user);
    Operations::new(
        Mcp,
        level!(scopes = ["notes:write"], depends = current_user),
    )
    .operation("server/discover", everybody)
    .operation("initialize", everybody)
    .operation("notifications/initialized", everybody)
    .operation("notifications/cancelled", everybody)
    .operation("ping", everybody)
    .operation("tools/list", everybody)
    .tool(
        "read_notes",
        level!(scopes = ["notes:read"], depends = current_user),
    )
    .tool(
        "write_note",
        level!(scopes = ["notes:write"], depends = current_user),
    )
}

fn mcp(hosts: Vec<String>) -> StreamableHttpService<Notes, NeverSessionManager> {
    let notes = Notes::default();
    let config = StreamableHttpServerConfig::default()
        .with_allowed_hosts(hosts)
        // No page of a browser may call it unless its origin is listed here.
        .enforce_origin_validation()
        .with_allowed_origins(["https://inspector.example"])
        .with_legacy_session_mode(false)
        .with_json_response(true);
    StreamableHttpService::new(move || Ok(notes.clone()), Arc::default(), config)
}

/// The routes, with the metadata of the resource.
pub(crate) fn routes(resource: ProtectedResource, hosts: Vec<String>) -> SecureRouter<Verifier> {
    SecureRouter::new()
        .protected_resource(resource)
        .operations("/mcp", operations(), mcp(hosts))
}

/// Clients in browsers may read the metadata and the challenges, and send tokens.
pub(crate) fn cors() -> CorsLayer {
    let header = HeaderName::from_static;
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            header("mcp-protocol-version"),
            header("mcp-method"),
            header("mcp-name"),
        ])
        .expose_headers([header::WWW_AUTHENTICATE])
}

pub(crate) fn app(verifier: Verifier, resource: ProtectedResource, hosts: Vec<String>) -> Router {
    let routes = routes(resource, hosts);
    routes.with_state(verifier).into_router().layer(cors())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(issuer), Some(url)) = (arguments.next(), arguments.next()) else {
        return Err("mcp_server ISSUER URL".into());
    };
    let resource = ProtectedResource::new(url)?;
    // The URL of the server is the audience of its tokens.
    let verifier = Verifier::builder()
        .discover(&issuer)
        .audience(&resource)
        .build()?;
    let host = resource.resource().parse::<Uri>()?;
    let hosts = host.host().map(str::to_owned).into_iter().collect();
    let address = SocketAddr::from(([127, 0, 0, 1], 8080));
    let listener = tokio::net::TcpListener::bind(address).await?;
    axum::serve(listener, app(verifier, resource, hosts)).await?;
    Ok(())
}
