//! Calling functions in tests, without a request.

use std::marker::PhantomData;

use super::place::{scheme_place, scopes_of};
use crate::extract::{ApiKey, BasicCredentials, BearerToken, SecurityScopes};
use crate::resolve::Secured;

/// The value of a handler's dependencies: its first argument. A tuple if there are several.
///
/// ```
/// # use scopegate::{AccessToken, SecurityScheme, dependency, security};
/// # #[derive(SecurityScheme)]
/// # #[oauth2(client_credentials(token_url = "token"), scopes("me" = "Read your profile."))]
/// # struct OAuth2;
/// #[dependency(depends = OAuth2)]
/// fn user_name(token: AccessToken) -> String {
///     token.claims().sub.clone().unwrap_or_default()
/// }
///
/// #[security(scopes = ["me"], depends = user_name)]
/// async fn greet(name: String) -> String {
///     format!("Hello, {name}!")
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// use scopegate::testing::{TestTokens, given};
///
/// assert_eq!(greet(given("johndoe".to_owned())).await, "Hello, johndoe!");
/// assert_eq!(user_name(TestTokens::new().token().access_token()), "johndoe");
/// # }
/// ```
pub fn given<Handler, Value>(value: Value) -> Secured<Handler, Value> {
    Secured(value, PhantomData)
}

/// A token of a scheme with `#[http_bearer]`.
///
/// ```
/// use scopegate::testing::bearer_token;
///
/// assert!(bearer_token("a-token").matches("a-token"));
/// ```
#[must_use]
pub fn bearer_token(token: &str) -> BearerToken {
    BearerToken::new(token, scheme_place())
}

/// The credentials of a scheme with `#[http_basic]`.
///
/// ```
/// use scopegate::testing::basic_credentials;
///
/// let credentials = basic_credentials("johndoe", "secret");
/// assert_eq!(credentials.username(), "johndoe");
/// ```
#[must_use]
pub fn basic_credentials(username: &str, password: &str) -> BasicCredentials {
    BasicCredentials::new((username.to_owned(), password.to_owned()), scheme_place())
}

/// The key of a scheme with `#[api_key]`.
///
/// ```
/// use scopegate::testing::api_key;
///
/// assert!(api_key("a-key").matches("a-key"));
/// ```
#[must_use]
pub fn api_key(key: &str) -> ApiKey {
    ApiKey::new(key, scheme_place())
}

/// The scopes that a dependency receives if its dependants require these scopes. They are never freed: use this in
/// tests only.
///
/// ```
/// use scopegate::testing::security_scopes;
///
/// assert_eq!(security_scopes(&["items", "me"]).scope_str(), "items me");
/// ```
///
/// # Panics
/// If there are more than 128 scopes, or 8 KiB of them.
#[must_use]
#[track_caller]
pub fn security_scopes(scopes: &[&'static str]) -> SecurityScopes {
    scopes_of(scopes)
}
