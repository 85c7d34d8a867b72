//! Metadata of a protected resource ([RFC 9728]): a client that is refused learns where to obtain a token.
//!
//! Add a [`ProtectedResource`] to a router with
//! [`SecureRouter::protected_resource`](crate::SecureRouter::protected_resource). The router then serves the metadata
//! at the well-known path, and its challenges contain the address.
//!
//! ```
//! # use axum::{body::Body, http::Request};
//! use scopegate::routing::get;
//! use scopegate::{AccessToken, ProtectedResource, SecureRouter, SecurityScheme, Verifier, security};
//! # use tower::ServiceExt;
//!
//! #[derive(SecurityScheme)]
//! #[oauth2(client_credentials(token_url = "https://issuer.example/token"), scopes("read" = "Read."))]
//! struct Company;
//!
//! #[security(scopes = ["read"], depends = Company)]
//! async fn read(_: AccessToken) {}
//!
//! let resource = ProtectedResource::new("https://api.example/orders")?;
//! let verifier = Verifier::builder()
//!     .hs256([0; 32])
//!     .issuer("https://issuer.example")
//!     .audience(&resource)
//!     .build()?;
//! let app: axum::Router = SecureRouter::new()
//!     .protected_resource(resource)
//!     .route("/orders", get(read))
//!     .with_state(verifier)
//!     .into();
//!
//! # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
//! let response = app.oneshot(Request::get("/orders").body(Body::empty())?).await?;
//! assert_eq!(
//!     response.headers()["www-authenticate"],
//!     "Bearer realm=\"Company\", scope=\"read\", \
//!      resource_metadata=\"https://api.example/.well-known/oauth-protected-resource/orders\"",
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [RFC 9728]: https://www.rfc-editor.org/rfc/rfc9728

mod challenge;
mod endpoint;
mod error;
mod known;
mod resource;

pub(crate) use self::challenge::point_to_metadata;
pub(crate) use self::endpoint::{endpoint, plan};
pub use self::error::ProtectedResourceError;
pub(crate) use self::known::Known;
pub use self::resource::ProtectedResource;
