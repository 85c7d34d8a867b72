//! Test utilities: access-rule snapshots, coverage, dependency overrides, and test tokens. Requires the feature
//! `testing`, for `[dev-dependencies]`.
//!
//! # A snapshot that reviewers read
//!
//! [`assert_security_snapshot!`] compares a router with a file that has one line for each route, and for each scope that
//! implies others. Every change of the access rules fails the test until the file is changed too, and is therefore part of
//! the code review. The configuration of verifiers (keys, issuers, audiences) is not part of the file, nor is what functions
//! do.
//!
//! ```no_run
//! # fn main() {
//! use scopegate::routing::get;
//! use scopegate::{SecureRouter, security};
//!
//! #[security(public)]
//! async fn health() -> &'static str {
//!     "ok"
//! }
//!
//! fn routes() -> SecureRouter {
//!     SecureRouter::new().route("/health", get(health))
//! }
//!
//! // In a `#[test]`. The path starts at the crate's Cargo.toml.
//! scopegate::testing::assert_security_snapshot!(routes(), "security.snap");
//! # }
//! ```
//!
//! `SCOPEGATE_UPDATE=1 cargo test` writes the file.
//!
//! # Coverage: is it enforced?
//!
//! [`Coverage`] calls every route: without credentials, with a token without scopes, and with each required scope left
//! out in turn. It fails if the response of a protected route is anything but 401 or 403.
//!
//! ```
//! use scopegate::routing::get;
//! use scopegate::testing::Coverage;
//! use scopegate::{AccessToken, SecureRouter, SecurityScheme, TokenIssuer, Verifier, security};
//!
//! /// Our own tokens.
//! #[derive(SecurityScheme)]
//! #[oauth2(password(token_url = "token"), scopes("items" = "Read items."))]
//! struct Tokens;
//!
//! #[security(scopes = ["items"], depends = Tokens)]
//! async fn items(_token: AccessToken) -> &'static str {
//!     "items"
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let secret = [7; 32];
//! let issuer = TokenIssuer::hs256(secret)?;
//! let app: SecureRouter = SecureRouter::new()
//!     .route("/items/{id}", get(items))
//!     .with_state(Verifier::hs256(secret)?);
//!
//! let covered = Coverage::new(|scopes| issuer.issue("johndoe", scopes).unwrap())
//!     .check(app)
//!     .await?;
//! assert_eq!(covered.protected, ["GET /items/{id}"]);
//! # Ok(())
//! # }
//! ```
//!
//! # Tests without credentials
//!
//! * [`Overrides`] replaces a dependency in one router.
//! * [`TestTokens`] makes valid and invalid tokens, and the verifier for them.
//! * `TestDpopKey` (feature `dpop`) makes valid and invalid proofs of possession. For client certificates, see
//!   [`TestToken::bound_to_certificate`].
//! * [`given`] builds the first argument of a handler's function, to call it without a request.

mod coverage;
mod direct;
#[cfg(feature = "dpop")]
mod dpop;
#[cfg(feature = "provider")]
mod key_pair;
mod overrides;
mod place;
#[cfg(feature = "provider")]
mod provider;
mod snapshot;
mod tokens;

pub use self::coverage::{
    Answer, Attempt, Coverage, CoverageError, CoverageFailure, CoverageReport, TestAuthentication,
};
pub use self::direct::{api_key, basic_credentials, bearer_token, given, security_scopes};
#[cfg(feature = "dpop")]
pub use self::dpop::{TestDpopKey, TestProof};
pub use self::overrides::Overridable;
#[cfg(feature = "provider")]
pub use self::provider::TestProvider;
#[doc(hidden)]
pub use self::snapshot::{assert_snapshot, check_snapshot};
pub use self::tokens::{TestToken, TestTokens};
/// Asserts that the access rules of a router match a file.
///
/// It takes a [`SecureRouter`](crate::SecureRouter), by value or by reference, and a path relative to the directory of
/// the crate's `Cargo.toml`. The file has one line for each route: method, path, rule, and handler. A scope that implies
/// others has one, too.
///
/// ```text
/// GET     /status/                        OAuth2PasswordBearer                    demo::endpoints::read_system_status
/// POST    /token                          public                                  demo::endpoints::login_for_access_token
/// GET     /users/me/items/                OAuth2PasswordBearer[items me]          demo::endpoints::read_own_items
/// SCOPE   items:write                     OAuth2PasswordBearer: implies items
/// ```
///
/// A line depends on its route only, so a new route adds one line to a diff. Blank lines and lines that start with `#`
/// are ignored.
///
/// # Panics
/// If the file differs or does not exist. The message shows the lines that differ. With `SCOPEGATE_UPDATE=1` in the
/// environment, the file is written instead.
#[doc(inline)]
pub use crate::__assert_security_snapshot as assert_security_snapshot;
pub use crate::resolve::Overrides;
