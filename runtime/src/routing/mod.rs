//! A router that denies by default: it takes only handlers with `#[security]`.
//!
//! [`SecureRouter`] is used like [`axum::Router`], with the functions of this module instead of those of
//! [`axum::routing`]. It knows what each route requires, and can list it: see [`SecureRouter::audit`]. It can also have
//! a requirement for all routes: see [`level!`](crate::level).
//!
//! ```
//! use scopegate::SecureRouter;
//! use scopegate::routing::get;
//! use scopegate::security;
//!
//! #[security(public)]
//! async fn health() -> &'static str {
//!     "ok"
//! }
//!
//! let app: axum::Router = SecureRouter::new().route("/health", get(health)).into();
//! ```

mod blueprint;
#[cfg(feature = "openapi")]
mod document;
mod endpoint;
mod handler;
mod inventory;
mod method_router;
#[cfg(feature = "operations")]
mod operations;
mod overlap;
mod parts;
mod protected;
mod resources;
mod router;
mod schemes;

#[cfg(feature = "openapi")]
pub(crate) use self::document::Document;
#[cfg(feature = "openapi")]
pub(crate) use self::endpoint::Endpoint;
pub use self::endpoint::{Extracted, ExtractsParts, ExtractsRequest, Parameters, Returned};
pub use self::handler::SecuredHandler;
pub(crate) use self::inventory::Route;
#[cfg(any(feature = "operations", feature = "testing"))]
pub(crate) use self::inventory::RouteOperation;
pub use self::method_router::{
    SecureMethodRouter, any, connect, delete, get, head, on, options, patch, post, put, trace,
};
pub use self::parts::{Methods, Requires, Routes, Unguarded};
pub use self::router::SecureRouter;
pub use crate::resolve::{LevelLayer, LevelService};
