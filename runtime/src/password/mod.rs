//! The resource owner password credentials grant: requests and responses of a token endpoint.
//!
//! [`OAuth2PasswordRequestForm`] is the request ([RFC 6749 section 4.3.2]), [`TokenResponse`] is the response
//! ([section 5.1]). If the path serves refresh tokens as well, [`TokenRequest`] distinguishes the grants. A
//! [`PasswordFormProfile`] determines the response to an invalid request.
//!
//! [RFC 9700 section 2.4] forbids this grant for new systems, since it reveals the user's password to the client. It
//! is provided for first-party clients, and for services that migrate from FastAPI.
//!
//! ```
//! use std::time::Duration;
//!
//! use axum::{Router, http::StatusCode, routing::post};
//! use scopegate::{OAuth2PasswordRequestForm, TokenResponse};
//!
//! async fn token(form: OAuth2PasswordRequestForm) -> Result<TokenResponse, StatusCode> {
//!     // Look the user up and compare the hash of the password; take the same time for an unknown user.
//!     if form.username != "johndoe" {
//!         return Err(StatusCode::BAD_REQUEST);
//!     }
//!     let granted = form.scopes.iter().filter(|scope| ["me", "items"].contains(&scope.as_str()));
//!     Ok(TokenResponse::bearer("a signed token")
//!         .expires_in(Duration::from_secs(30 * 60))
//!         .scope(granted))
//! }
//!
//! let app: Router = Router::new().route("/token", post(token));
//! ```
//!
//! [RFC 6749 section 4.3.2]: https://www.rfc-editor.org/rfc/rfc6749#section-4.3.2
//! [section 5.1]: https://www.rfc-editor.org/rfc/rfc6749#section-5.1
//! [RFC 9700 section 2.4]: https://www.rfc-editor.org/rfc/rfc9700#section-2.4

mod error;
mod fastapi;
mod form;
mod json;
mod parameters;
mod profile;
mod rfc6749;
#[cfg(test)]
mod tests;
mod token_request;
mod token_response;

pub use error::{FieldError, PasswordFormError, PasswordFormField};
pub use form::OAuth2PasswordRequestForm;
pub use profile::{FormReading, PasswordFormProfile};
pub use token_request::{RefreshTokenForm, TokenRequest};
pub use token_response::TokenResponse;
