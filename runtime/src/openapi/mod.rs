//! OpenAPI from the annotation: what is documented is what is enforced.
//!
//! Write `#[utoipa::path(...)]` and `#[security(...)]` on a handler, in either order, and register it with
//! [`SecureRouter::routes`](crate::SecureRouter::routes) and [`routes!`](crate::routes). For each operation, the
//! document then has the requirement that the compiler merged and the refusals with their challenge. It also has the
//! security schemes that the operations use.
//!
//! ```
//! use scopegate::{AccessToken, SecureRouter, SecurityScheme, Verifier, routes, security};
//!
//! #[derive(SecurityScheme)]
//! #[oauth2(password(token_url = "token"), scopes("items" = "Read items."))]
//! struct OAuth2PasswordBearer;
//!
//! /// Read own items.
//! #[utoipa::path(get, path = "/items", responses((status = 200, body = [String])))]
//! #[security(scopes = ["items"], depends = OAuth2PasswordBearer)]
//! async fn read_items(_: AccessToken) -> axum::Json<Vec<String>> {
//!     axum::Json(vec![])
//! }
//!
//! # fn verifier() -> Verifier { Verifier::hs256([0; 32]).unwrap() }
//! let (router, document) = SecureRouter::new()
//!     .routes(routes!(read_items))
//!     .with_state(verifier())
//!     .split_for_parts();
//! # let _: axum::Router = router;
//!
//! let document = serde_json::to_value(&document)?;
//! assert_eq!(
//!     document["paths"]["/items"]["get"]["security"],
//!     serde_json::json!([{ "OAuth2PasswordBearer": ["items"] }]),
//! );
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! | `security` of an operation | requirement |
//! |---|---|
//! | `[]` | nothing: `#[security(public)]` |
//! | `[{A: [x, y]}]` | a token for `A` with both scopes |
//! | `[{A: [x], B: []}]` | both |
//! | `[{A: [x]}, {B: []}]` | one of them |
//! | `[{A: [x]}, {}]` | a token, or no credentials: `optional` |
//!
//! A service with [many operations](crate::SecureRouter::operations) is one operation of OpenAPI, with the
//! alternatives of all its rules. The extension `x-operations` has an object for each, and `*` for everything that is not
//! listed, with the members that an operation has: `security`, `description` for what a requirement object cannot express
//! (`may_require`, permissions), and `x-step-up`. Its responses include those to a body that cannot be read.
//!
//! # Other documents
//!
//! A document that no [`SecureRouter`](crate::SecureRouter) makes, one of `#[derive(OpenApi)]` or of an `OpenApiRouter` of
//! utoipa-axum, says the same of these handlers. [`SecuritySchemes`] adds the declarations of the schemes:
//!
//! ```
//! use scopegate::openapi::SecuritySchemes;
//! use scopegate::{AccessToken, SecurityScheme, security};
//! use utoipa::OpenApi;
//!
//! #[derive(SecurityScheme)]
//! #[oauth2(password(token_url = "token"), scopes("items" = "Read items."))]
//! struct OAuth2PasswordBearer;
//!
//! #[utoipa::path(get, path = "/items")]
//! #[security(scopes = ["items"], depends = OAuth2PasswordBearer)]
//! async fn read_items(_: AccessToken) {}
//!
//! #[derive(OpenApi)]
//! #[openapi(paths(read_items), modifiers(&SecuritySchemes))]
//! struct ApiDoc;
//!
//! let document = serde_json::to_value(ApiDoc::openapi())?;
//! assert_eq!(
//!     document["paths"]["/items"]["get"]["security"],
//!     serde_json::json!([{ "OAuth2PasswordBearer": ["items"] }]),
//! );
//! assert_eq!(document["components"]["securitySchemes"]["OAuth2PasswordBearer"]["type"], "oauth2");
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! For an `OpenApiRouter`, call `SecuritySchemes.modify(&mut document)` after `split_for_parts`, with `use utoipa::Modify`.
//! Such a document knows the handlers, and not what [levels](macro@crate::level) around them require. Whoever makes it gets
//! a panic if a `#[utoipa::path]` has its own `security(...)`.
//!
//! It does not matter how `#[utoipa::path]` is written: above or below, by another name, in `cfg_attr` or by a macro. Only one
//! that an attribute of a whole module adds to its functions is not found.

mod document;
mod handler;
mod password;
mod refusals;
mod requirement;
mod router;
mod routes;
mod scheme;
mod services;
mod serving;

pub use self::handler::SecuritySchemes;
#[doc(hidden)]
pub use self::handler::{Documented, MayBeDocumented, documented};
use self::routes::DocumentedPath;
pub use self::routes::DocumentedRoutes;
#[doc(hidden)]
pub use self::routes::Documenting;
#[doc(hidden)]
pub use crate::__documented_if_there as documented_if_there;
#[doc(hidden)]
pub use utoipa::openapi::path::Operation;
