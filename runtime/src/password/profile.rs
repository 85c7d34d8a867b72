//! How a token endpoint reads its form and words its refusals.

use axum_core::response::Response;

use super::PasswordFormError;

/// Decides how an [`OAuth2PasswordRequestForm`](super::OAuth2PasswordRequestForm) is read, and how a request that is
/// no such form is answered.
///
/// [`Rfc6750`](crate::Rfc6750) (the default) and [`FastApi`](crate::FastApi) are ready-made. Write your own for an API
/// with an error format of its own:
///
/// ```
/// use axum::response::{IntoResponse, Response};
/// use scopegate::OAuth2PasswordRequestForm;
/// use scopegate::password::{PasswordFormError, PasswordFormProfile};
///
/// enum PlainText {}
///
/// impl PasswordFormProfile for PlainText {
///     fn reject(error: PasswordFormError) -> Response {
///         (error.status(), error.to_string()).into_response()
///     }
/// }
///
/// async fn token(form: OAuth2PasswordRequestForm<PlainText>) { /* ... */ }
/// # let _: axum::Router = axum::Router::new().route("/token", axum::routing::post(token));
/// ```
pub trait PasswordFormProfile {
    /// What is forgiven when the form is read.
    const READING: FormReading = FormReading::Strict;

    /// The answer to a request that is not a usable form.
    ///
    /// Do not answer with more than the error says: what the client sent may be half of a password.
    fn reject(error: PasswordFormError) -> Response;
}

/// What is forgiven when a form is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormReading {
    /// As RFC 6749 asks for: `grant_type` is required (section 4.3.2), no parameter comes twice (section 3.2), and the
    /// text is percent-encoded UTF-8 (appendix B).
    Strict,
    /// As FastAPI does: `grant_type` may be omitted, the last of several parameters of one name counts, and bytes that
    /// cannot be decoded are replaced by U+FFFD.
    Lenient,
}
