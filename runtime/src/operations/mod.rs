//! One route, many operations: the tools of an MCP server, the methods of JSON-RPC and gRPC, the fields of GraphQL. Requires
//! the feature `operations`.
//!
//! Such a service has one path, and the body of a request says what it asks for. [`SecureRouter::operations`] serves it
//! with a rule for each operation. The operation is read and judged before the service is called.
//!
//! ```
//! # use axum::body::Body;
//! # use axum::http::{Request, header};
//! use scopegate::operations::{JsonRpc, Operations, Public};
//! use scopegate::{AccessToken, SecureRouter, SecurityScheme, Verifier, dependency, level};
//! # use tower::ServiceExt;
//!
//! #[derive(SecurityScheme)]
//! #[oauth2(
//!     client_credentials(token_url = "token"),
//!     scopes("read" = "Read notes.", "write" = "Change notes.", implies("read")),
//! )]
//! struct OAuth2;
//!
//! #[dependency(depends = OAuth2)]
//! fn caller(_token: AccessToken) {}
//!
//! // Everything that is not listed needs `write`.
//! let operations = Operations::new(JsonRpc, level!(scopes = ["write"], depends = caller))
//!     .operation("notes.read", level!(scopes = ["read"], depends = caller))
//!     .operation("ping", Public);
//!
//! let service = axum::Router::new().fallback(async || "a JSON-RPC server");
//! let router = SecureRouter::new()
//!     .operations("/rpc", operations, service)
//!     .with_state(Verifier::hs256([7; 32])?);
//!
//! let rules: Vec<_> = router.audit().routes.iter().map(|route| {
//!     format!("{}: {}", route.operation.as_deref().unwrap_or("otherwise"), route.rule())
//! }).collect();
//! assert_eq!(rules, ["notes.read: OAuth2[read]", "ping: public", "otherwise: OAuth2[write]"]);
//!
//! # let app: axum::Router = router.into();
//! # tokio::runtime::Builder::new_current_thread().enable_time().build()?.block_on(async {
//! let request = Request::post("/rpc")
//!     .header(header::CONTENT_TYPE, "application/json")
//!     .body(Body::from(r#"{"jsonrpc": "2.0", "id": 1, "method": "notes.read"}"#))?;
//! let response = app.oneshot(request).await?;
//! assert_eq!(response.headers()["www-authenticate"], r#"Bearer realm="OAuth2", scope="read""#);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What decides
//!
//! * The body decides, and never a header that repeats a part of it. The service gets exactly the bytes that were read.
//! * A batch needs the rules of all its operations, of which it has 1000 at most. Its challenge is that of the first one that
//!   refuses.
//! * What is not listed needs the rule for everything else, including requests with other HTTP methods. Choose one that is
//!   as strict as each of the others. With a weaker one, a service that also executes what is in the body of a PUT, or in a
//!   URL, has a way around the stricter ones.
//! * A body in which a service might find another operation is refused with 400: repeated members, members like `Method`,
//!   another encoding, text after the end. So is one that is not declared as plain JSON, with 415. No credentials change that.
//!   Parameters that decide nothing are not read: the service has to refuse those that are repeated.
//! * A body is limited in size and in time: see [`Operations::max_body_bytes`] and [`Operations::max_body_time`]. It is read
//!   before the token is verified, so that challenges have the scopes of the operation.
//!
//! # What the service gets
//!
//! The request without its credentials: `Authorization`, `DPoP`, and the headers, cookies and subprotocols of the schemes in
//! the rules. So it cannot pass a token on to another service. The request's extensions have what the dependency of the rule
//! returned ([`Admitted`](crate::caller::Admitted)), and whose token it was ([`Callers`](crate::caller::Callers)).
//!
//! [`SecureRouter::operations`]: crate::SecureRouter::operations

mod body;
mod credentials;
mod graphql;
mod grpc;
mod json;
mod json_rpc;
mod mcp;
mod operation;
mod reader;
mod rule;
mod service;
mod table;
mod unreadable;

pub use self::graphql::{GraphQl, UnreadableQuery};
pub use self::grpc::Grpc;
pub use self::json_rpc::JsonRpc;
pub use self::mcp::Mcp;
pub use self::operation::Operation;
pub use self::reader::ReadOperations;
pub use self::rule::{Public, Rule};
pub(crate) use self::service::OperationsService;
pub use self::table::Operations;
pub use self::unreadable::UnreadableMessage;
