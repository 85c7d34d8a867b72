//! How a token endpoint reads its form and responds to invalid ones.

use axum_core::response::Response;

use super::PasswordFormError;

/// Determines how an [`OAuth2PasswordRequestForm`](super::OAuth2PasswordRequestForm) is read, and the response to a
/// request that is not a valid form.
///
/// [`Rfc6750`](crate::Rfc6750) (the default) and [`FastApi`](crate::FastApi) are provided. Implement it for an API with
/// a custom error format:
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
    /// How strictly the form is read.
    const READING: FormReading = FormReading::Strict;

    /// The response to a request that is not a valid form.
    ///
    /// Do not reveal more than the error does: the client's input may be part of a password.
    fn reject(error: PasswordFormError) -> Response;
}

/// How strictly a form is read.
///
/// ```
/// use axum::response::{IntoResponse, Response};
/// use scopegate::password::{FormReading, PasswordFormError, PasswordFormProfile};
///
/// enum PlainText {}
///
/// impl PasswordFormProfile for PlainText {
///     const READING: FormReading = FormReading::Lenient;
///
///     fn reject(error: PasswordFormError) -> Response {
///         (error.status(), error.to_string()).into_response()
///     }
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FormReading {
    /// As RFC 6749 requires: `grant_type` is required (section 4.3.2), no parameter is repeated (section 3.2), and the
    /// text is percent-encoded UTF-8 (appendix B).
    Strict,
    /// As FastAPI does: `grant_type` may be omitted, the last of several parameters with the same name is used, and
    /// bytes that cannot be decoded are replaced by U+FFFD.
    Lenient,
}
