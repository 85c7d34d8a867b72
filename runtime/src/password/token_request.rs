//! Several grants at one token endpoint.

use std::fmt;

use axum_core::extract::{FromRequest, Request};
use axum_core::response::Response;

use super::form::{distinct, parameters};
use super::parameters::Parameters;
use super::{
    FieldError, OAuth2PasswordRequestForm, PasswordFormError, PasswordFormField,
    PasswordFormProfile,
};
use crate::refuse::profile::Rfc6750;

/// Extracts an access token request of one of the grants below, distinguished by `grant_type`: a token endpoint has one
/// path for all of them ([RFC 6749 section 3.2](https://www.rfc-editor.org/rfc/rfc6749#section-3.2)).
///
/// The form is read, and other requests are refused, as with [`OAuth2PasswordRequestForm`].
///
/// ```
/// use axum::{Router, http::StatusCode, routing::post};
/// use scopegate::TokenResponse;
/// use scopegate::password::TokenRequest;
///
/// async fn token(request: TokenRequest) -> Result<TokenResponse, StatusCode> {
///     let user = match request {
///         TokenRequest::Password(form) => form.username, // after its password was compared
///         TokenRequest::RefreshToken(form) if form.refresh_token == "known" => "johndoe".to_owned(),
///         _ => return Err(StatusCode::BAD_REQUEST),
///     };
///     Ok(TokenResponse::bearer(format!("a token for {user}")).refresh_token("the next one"))
/// }
///
/// let app: Router = Router::new().route("/token", post(token));
/// ```
#[non_exhaustive]
pub enum TokenRequest<P = Rfc6750> {
    /// `password` (section 4.3.2).
    Password(OAuth2PasswordRequestForm<P>),
    /// `refresh_token` (section 6).
    RefreshToken(RefreshTokenForm),
}

/// A request for the next access token ([RFC 6749 section 6](https://www.rfc-editor.org/rfc/rfc6749#section-6)).
///
/// See [`TokenRequest`] for an example.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RefreshTokenForm {
    /// The refresh token; never empty. `Debug` does not show it.
    pub refresh_token: String,
    /// The requested scopes, without duplicates: only scopes that were granted before. Empty to request the same again.
    pub scopes: Vec<String>,
    /// The client's identifier, if it is in the form.
    pub client_id: Option<String>,
    /// The client's secret, if it is in the form. `Debug` does not show it.
    pub client_secret: Option<String>,
}

impl<S, P> FromRequest<S> for TokenRequest<P>
where
    S: Send + Sync,
    P: PasswordFormProfile,
{
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let parameters = parameters(request, state, P::READING).await;
        parameters
            .and_then(|parameters| match parameters.grant_type.as_deref() {
                Some("refresh_token") => {
                    RefreshTokenForm::checked(parameters).map(Self::RefreshToken)
                }
                _ => OAuth2PasswordRequestForm::checked(parameters, P::READING).map(Self::Password),
            })
            .map_err(P::reject)
    }
}

impl RefreshTokenForm {
    fn checked(parameters: Parameters) -> Result<Self, PasswordFormError> {
        let missing = FieldError::Missing(PasswordFormField::RefreshToken);
        let refresh_token = parameters.refresh_token;
        Ok(Self {
            refresh_token: refresh_token.ok_or(PasswordFormError::Fields(vec![missing]))?,
            scopes: distinct(parameters.scope.as_deref().unwrap_or_default()),
            client_id: parameters.client_id,
            client_secret: parameters.client_secret,
        })
    }
}

impl<P> fmt::Debug for TokenRequest<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Password(form) => form.fmt(f),
            Self::RefreshToken(form) => form.fmt(f),
        }
    }
}

impl fmt::Debug for RefreshTokenForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RefreshTokenForm")
            .field("scopes", &self.scopes)
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}
