//! The form of a login request.

use std::{collections::HashSet, fmt, marker::PhantomData};

use axum_core::{
    extract::{
        FromRequest, Request,
        rejection::{BytesRejection, FailedToBufferBody},
    },
    response::Response,
};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, header::CONTENT_TYPE};

use super::parameters::Parameters;
use super::{FieldError, FormReading, PasswordFormError, PasswordFormField, PasswordFormProfile};
use crate::refuse::profile::Rfc6750;

/// Extracts the access token request of the password grant
/// ([RFC 6749 section 4.3.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.3.2)).
///
/// The body must be of type `application/x-www-form-urlencoded`. Other bodies, including `multipart/form-data`, are not
/// read, and neither is the query, where a password would end up in logs.
/// [`DefaultBodyLimit`](axum_core::extract::DefaultBodyLimit) limits the length of the body. Parameters without a value
/// count as omitted and unknown ones are ignored (section 3.2).
///
/// `P` determines how the form is read and how a request is refused: [`Rfc6750`] by default,
/// [`FastApi`](crate::FastApi), or a custom [`PasswordFormProfile`].
///
/// The client is not authenticated: check `client_id` and `client_secret` yourself if your clients have secrets.
///
/// # Errors
///
/// The rejection is the response that `P` creates from a [`PasswordFormError`]. Its status is 400 with [`Rfc6750`]
/// ([section 5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)) and 422 with [`FastApi`](crate::FastApi), and
/// 413 with both for a body over the limit.
///
/// ```
/// use axum::{Router, routing::post};
/// use scopegate::{FastApi, OAuth2PasswordRequestForm};
///
/// async fn token(form: OAuth2PasswordRequestForm<FastApi>) -> String {
///     format!("{} asks for {}", form.username, form.scopes.join(" and "))
/// }
///
/// let app: Router = Router::new().route("/token", post(token));
/// ```
pub struct OAuth2PasswordRequestForm<P = Rfc6750> {
    /// The name of the resource owner; never empty.
    pub username: String,
    /// The password of the resource owner; never empty. `Debug` does not show it.
    pub password: String,
    /// The requested scopes, in the order of `scope`, without duplicates. Grant only those that the user may have.
    pub scopes: Vec<String>,
    /// `password`, or `None` if `P` reads leniently.
    pub grant_type: Option<String>,
    /// The client's identifier, if it is in the form.
    pub client_id: Option<String>,
    /// The client's secret, if it is in the form. `Debug` does not show it.
    pub client_secret: Option<String>,
    /// A function pointer, so that the form is `Send` and `Sync` for any `P`.
    profile: PhantomData<fn() -> P>,
}

impl<P> fmt::Debug for OAuth2PasswordRequestForm<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const REDACTED: &str = "[redacted]";
        f.debug_struct("OAuth2PasswordRequestForm")
            .field("username", &self.username)
            .field("password", &REDACTED)
            .field("scopes", &self.scopes)
            .field("grant_type", &self.grant_type)
            .field("client_id", &self.client_id)
            .field(
                "client_secret",
                &self.client_secret.as_ref().map(|_| REDACTED),
            )
            .finish_non_exhaustive()
    }
}

impl<S, P> FromRequest<S> for OAuth2PasswordRequestForm<P>
where
    S: Send + Sync,
    P: PasswordFormProfile,
{
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        let parameters = parameters(request, state, P::READING).await;
        parameters
            .and_then(|parameters| Self::checked(parameters, P::READING))
            .map_err(P::reject)
    }
}

/// The parameters of a token endpoint's form.
pub(super) async fn parameters<S>(
    request: Request,
    state: &S,
    reading: FormReading,
) -> Result<Parameters, PasswordFormError>
where
    S: Send + Sync,
{
    Parameters::read(&form_body(request, state).await?, reading)
}

impl<P> OAuth2PasswordRequestForm<P> {
    pub(super) fn checked(
        parameters: Parameters,
        reading: FormReading,
    ) -> Result<Self, PasswordFormError> {
        let mut errors = Vec::new();
        errors.extend(grant_type_error(parameters.grant_type.as_deref(), reading));
        let mut required = |value: Option<String>, field| {
            value.unwrap_or_else(|| {
                errors.push(FieldError::Missing(field));
                String::new()
            })
        };
        let form = Self {
            username: required(parameters.username, PasswordFormField::Username),
            password: required(parameters.password, PasswordFormField::Password),
            scopes: distinct(parameters.scope.as_deref().unwrap_or_default()),
            grant_type: parameters.grant_type,
            client_id: parameters.client_id,
            client_secret: parameters.client_secret,
            profile: PhantomData,
        };
        if errors.is_empty() {
            Ok(form)
        } else {
            Err(PasswordFormError::Fields(errors))
        }
    }
}

fn grant_type_error(grant_type: Option<&str>, reading: FormReading) -> Option<FieldError> {
    match (grant_type, reading) {
        (Some("password"), _) | (None, FormReading::Lenient) => None,
        (None, FormReading::Strict) => Some(FieldError::Missing(PasswordFormField::GrantType)),
        (Some(other), _) => Some(FieldError::UnsupportedGrantType(other.to_owned())),
    }
}

/// The words of `scope`, without duplicates. It uses a set: a body may contain a hundred thousand.
pub(super) fn distinct(scope: &str) -> Vec<String> {
    let mut seen = HashSet::new();
    scope
        .split_whitespace()
        .filter(|scope| seen.insert(*scope))
        .map(str::to_owned)
        .collect()
}

async fn form_body<S>(request: Request, state: &S) -> Result<Bytes, PasswordFormError>
where
    S: Send + Sync,
{
    if !is_form(request.headers()) {
        return Err(PasswordFormError::NotAForm);
    }
    let body = Bytes::from_request(request, state).await;
    body.map_err(|rejection| match rejection {
        BytesRejection::FailedToBufferBody(FailedToBufferBody::LengthLimitError(_)) => {
            PasswordFormError::TooLarge
        }
        rejection => PasswordFormError::Unreadable(rejection.into()),
    })
}

/// Whether the content type is that of a form. A `charset` is ignored: the type defines none, and RFC 6749 requires
/// UTF-8.
fn is_form(headers: &HeaderMap) -> bool {
    let value = headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    let essence = value.and_then(|value| value.split(|&byte| byte == b';').next());
    essence.is_some_and(|essence| {
        essence
            .trim_ascii()
            .eq_ignore_ascii_case(b"application/x-www-form-urlencoded")
    })
}
