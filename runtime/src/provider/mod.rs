//! Verifying the tokens of a provider: Keycloak, Auth0, Entra, Okta, or your own. Requires the feature `provider`.
//!
//! ```no_run
//! use scopegate::Verifier;
//!
//! # async fn build() -> Result<(), Box<dyn std::error::Error>> {
//! let verifier = Verifier::builder()
//!     .discover("https://issuer.example")
//!     .audience("https://api.example")
//!     .build()?;
//! # Ok(())
//! # }
//! ```
//!
//! [The guide](crate::guide::provider) starts from zero, and has a recipe for each of them; there are [recipes for
//! more](crate::guide::recipes).
//!
//! Handlers do not depend on where keys come from: put the [`Verifier`](crate::Verifier) into the router's state.
//!
//! # Keys
//!
//! [`discover`](crate::VerifierBuilder::discover) reads the provider's metadata (OpenID Connect Discovery 1.0 or [RFC
//! 8414]), whose `issuer` must be exactly the configured one, and takes the address of the keys from it.
//! [`jwks`](crate::VerifierBuilder::jwks) sets that address directly.
//!
//! * Keys are fetched in the background, as often as `Cache-Control` says, [within bounds](REFRESH_MIN). A request
//!   waits only if no known key can be the right one.
//! * A token with an unknown `kid`, or with an invalid signature, causes a fetch: at most one at a time, ten in [quick
//!   succession](REFETCH_BURST), and then one [every five seconds](REFETCH_INTERVAL), for any number of such tokens.
//!   Until then, it is unknown whether the provider has that key by now: up to [1024](MAX_WAITING) requests wait for
//!   the fetch together, and others are answered with 503 and `Retry-After`. Forged tokens therefore delay the first
//!   tokens of a new key by at most five seconds, and never those of a known key.
//! * A key that the provider removed is refused as soon as the removal is known, even if it was the last one.
//! * While the provider is down, the known keys stay valid for [a day](STALE_LIMIT). Tokens that need another one are
//!   answered with 503.
//! * An unusable key (another curve, `use` is `enc`, a secret) is skipped; the rest of the set is used.
//!
//! # What a token must contain
//!
//! `iss` and `aud` are always checked, and a token must be an access token as defined by [RFC 9068]: its `typ` is
//! `at+jwt`, which excludes ID tokens, and it has `sub`, `client_id`, `iat` and `jti`. If a provider does not send
//! these, see [`any_token_type`](crate::VerifierBuilder::any_token_type).
//!
//! All of this requires tokio, as axum does, with its timers (`enable_all`): without a runtime, nothing is fetched and
//! no token is accepted.
//!
//! # Tokens that are not JWTs
//!
//! [`Introspection`] sends each token to the provider ([RFC 7662]).
//!
//! [RFC 7662]: https://www.rfc-editor.org/rfc/rfc7662
//! [RFC 8414]: https://www.rfc-editor.org/rfc/rfc8414
//! [RFC 9068]: https://www.rfc-editor.org/rfc/rfc9068

mod address;
mod cache_control;
mod client;
mod discovery;
mod failure;
mod fetch;
mod fetch_error;
mod gate;
mod introspection;
mod key_set;
mod keys;
mod known;
mod setup;
mod source;
mod verifier;

pub(crate) use self::address::{AddressProblem, PlainHosts, without_secrets};
pub use self::client::HttpClient;
pub(crate) use self::discovery::Discovery;
pub(crate) use self::failure::Failure;
pub(crate) use self::fetch::{DynFetch, Fetcher};
pub use self::fetch::{Fetch, MAX_RESPONSE};
pub use self::fetch_error::{FetchError, FetchErrorKind};
pub use self::gate::{REFETCH_BURST, REFETCH_INTERVAL};
pub use self::introspection::Introspection;
pub use self::keys::MAX_WAITING;
pub use self::known::STALE_LIMIT;
pub(crate) use self::setup::{PlaceSetup, ProviderProblem, Setup};
pub(crate) use self::source::KeySource;
pub use self::source::{REFRESH_MAX, REFRESH_MIN};
pub(crate) use self::verifier::ProviderKeys;
// Reexported for its public path.
pub use crate::token::Tenants;
