//! Why a request is not a usable password form.

use std::error::Error;
use std::fmt;

use http::StatusCode;

/// Why a request is not a usable [`OAuth2PasswordRequestForm`](super::OAuth2PasswordRequestForm).
///
/// Messages contain names of parameters and never the client's input, so they are safe to log. The source of
/// [`Unreadable`](Self::Unreadable) is the error of the request's body.
///
/// ```
/// use scopegate::password::{PasswordFormError, PasswordFormField};
///
/// let error = PasswordFormError::Repeated(PasswordFormField::Username);
/// assert_eq!(error.to_string(), "the parameter username is repeated");
/// assert_eq!(error.status(), 400);
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PasswordFormError {
    /// The content type is not `application/x-www-form-urlencoded`; the body was not read.
    #[error("the body is not of type application/x-www-form-urlencoded")]
    NotAForm,
    /// The body is longer than the limit of the route
    /// ([`DefaultBodyLimit`](axum_core::extract::DefaultBodyLimit)).
    #[error("the body is too large")]
    TooLarge,
    /// The body was not received completely.
    #[error("the body could not be read")]
    Unreadable(#[source] Box<dyn Error + Send + Sync>),
    /// The form contains an invalid percent-encoding, or bytes that are not UTF-8 once decoded.
    /// [`FormReading::Lenient`](super::FormReading::Lenient) does not report it.
    #[error("the form is not percent-encoded UTF-8")]
    Encoding,
    /// A parameter is repeated. [`FormReading::Lenient`](super::FormReading::Lenient) does not report it.
    #[error("the parameter {0} is repeated")]
    Repeated(PasswordFormField),
    /// All missing or invalid fields, in the order `grant_type`, `username`, `password`; at least one.
    #[error("{}", sentence(.0))]
    Fields(Vec<FieldError>),
}

impl PasswordFormError {
    /// The status that RFC 6749 section 5.2 requires: 400, or 413 for a body over the limit.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotAForm
            | Self::Unreadable(_)
            | Self::Encoding
            | Self::Repeated(_)
            | Self::Fields(_) => StatusCode::BAD_REQUEST,
        }
    }
}

/// A problem with one field of the form.
///
/// ```
/// use scopegate::password::{FieldError, PasswordFormField};
///
/// let error = FieldError::Missing(PasswordFormField::Password);
/// assert_eq!(error.field().name(), "password");
/// assert_eq!(error.to_string(), "the parameter password is missing");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FieldError {
    /// The field is missing, or empty, which is equivalent (RFC 6749 section 3.2).
    #[error("the parameter {0} is missing")]
    Missing(PasswordFormField),
    /// `grant_type` has this value, which the form does not support.
    #[error("the grant type is not supported")]
    UnsupportedGrantType(String),
}

impl FieldError {
    /// The field that has the problem.
    #[must_use]
    pub fn field(&self) -> PasswordFormField {
        match self {
            Self::Missing(field) => *field,
            Self::UnsupportedGrantType(_) => PasswordFormField::GrantType,
        }
    }
}

/// A parameter of a token endpoint's form. Displays as its name.
///
/// See [`FieldError`] for an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PasswordFormField {
    /// `grant_type`
    GrantType,
    /// `username`
    Username,
    /// `password`
    Password,
    /// `scope`
    Scope,
    /// `client_id`
    ClientId,
    /// `client_secret`
    ClientSecret,
    /// `refresh_token`
    RefreshToken,
}

impl PasswordFormField {
    const ALL: [Self; 7] = [
        Self::GrantType,
        Self::Username,
        Self::Password,
        Self::Scope,
        Self::ClientId,
        Self::ClientSecret,
        Self::RefreshToken,
    ];

    /// The name of the parameter in the form.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::GrantType => "grant_type",
            Self::Username => "username",
            Self::Password => "password",
            Self::Scope => "scope",
            Self::ClientId => "client_id",
            Self::ClientSecret => "client_secret",
            Self::RefreshToken => "refresh_token",
        }
    }

    pub(super) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }
}

impl fmt::Display for PasswordFormField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

fn sentence(errors: &[FieldError]) -> String {
    let errors: Vec<_> = errors.iter().map(ToString::to_string).collect();
    errors.join(", ")
}
