//! Tokens of a provider: Keycloak, Auth0, Entra, Okta, or one of your own. Behind the feature `provider`.
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
//! [The guide](crate::guide::provider) begins at zero, and has a recipe for each of them; there are
//! [recipes for more](crate::guide::recipes).
//!
//! Handlers do not know where keys come from: put the [`Verifier`](crate::Verifier) into the router's state.
//!
//! # Keys
//!
//! [`discover`](crate::VerifierBuilder::discover) reads the provider's metadata (OpenID Connect Discovery 1.0 or
//! [RFC 8414]), whose `issuer` has to be exactly the one that was named, and takes the address of the keys from
//! it. [`jwks`](crate::VerifierBuilder::jwks) names the address itself.
//!
//! * Keys are fetched in the background, as often as `Cache-Control` says, [within bounds](REFRESH_MIN). A request
//!   waits only if no key that we have can be the right one.
//! * A token with an unknown `kid`, or with a signature that does not fit, leads to a fetch: at most one at a time, ten
//!   in [quick succession](REFETCH_BURST), and then one [every five seconds](REFETCH_INTERVAL), no matter how many such
//!   tokens come in. Until then, nobody can know whether the provider has that key by now: up to [1024](MAX_WAITING)
//!   requests wait for it together, and the rest is answered with 503 and `Retry-After`. Strangers who invent tokens so
//!   delay the first tokens of a new key by five seconds at most, and no known one.
//! * A key that the provider removed is accepted no longer, as soon as that is known: the last one, too.
//! * While the provider is down, the keys that we have stay good, for [a day](STALE_LIMIT). Tokens that need another
//!   one are answered with 503.
//! * A key that cannot be used (another curve, `use` is `enc`, a secret) is left out, and not the set.
//!
//! # What a token must say
//!
//! `iss` and `aud` are always compared, and a token has to be what [RFC 9068] calls an access token: its `typ` is
//! `at+jwt`, so that an ID token is none, and it has `sub`, `client_id`, `iat` and `jti`. Where a provider does not send
//! that, see [`any_token_type`](crate::VerifierBuilder::any_token_type).
//!
//! All of this runs on tokio, as axum does, with its timers (`enable_all`): where there is no runtime, nothing is
//! fetched and no token accepted.
//!
//! # Tokens that are not JWTs
//!
//! [`Introspection`] asks the provider about each token ([RFC 7662]).
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
mod setup;
mod source;
mod verifier;

pub(crate) use self::address::{AddressProblem, PlainHosts, without_secrets};
pub use self::client::HttpClient;
pub(crate) use self::discovery::Discovery;
pub(crate) use self::failure::Failure;
pub(crate) use self::fetch::{DynFetch, Fetcher, Own};
pub use self::fetch::{Fetch, MAX_RESPONSE};
pub use self::fetch_error::FetchError;
pub use self::gate::{REFETCH_BURST, REFETCH_INTERVAL};
pub use self::introspection::Introspection;
pub use self::keys::{MAX_WAITING, STALE_LIMIT};
pub(crate) use self::setup::{PlaceSetup, ProviderProblem, Setup};
pub(crate) use self::source::KeySource;
pub use self::source::{REFRESH_MAX, REFRESH_MIN};
pub(crate) use self::verifier::ProviderKeys;
// For the path of the API.
pub use crate::token::Tenants;
