//! The successful response of a token endpoint.

use std::{fmt, time::Duration};

use axum_core::response::{IntoResponse, Response};
use http::StatusCode;
use serde::Serialize;

use super::json::{NO_STORE, json};

/// The successful response of a token endpoint ([RFC 6749 section
/// 5.1](https://www.rfc-editor.org/rfc/rfc6749#section-5.1)).
///
/// As a response it has `Cache-Control: no-store` and `Pragma: no-cache`. `Debug` does not show the tokens.
///
/// ```
/// use std::time::Duration;
///
/// use scopegate::TokenResponse;
///
/// let response = TokenResponse::bearer("a.signed.token")
///     .expires_in(Duration::from_secs(1800))
///     .scope(["me", "items"]);
/// assert_eq!(
///     serde_json::to_string(&response)?,
///     r#"{"access_token":"a.signed.token","token_type":"bearer","expires_in":1800,"scope":"me items"}"#,
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(
    feature = "openapi",
    schema(description = "An access token (RFC 6749 section 5.1).")
)]
#[must_use = "has no effect unless it is returned as a response"]
pub struct TokenResponse {
    /// The access token, which the client sends as `Authorization: Bearer <token>`.
    access_token: String,
    /// The type of the token: `bearer`.
    token_type: &'static str,
    /// The lifetime of the token in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    expires_in: Option<u64>,
    /// The refresh token, with which the client requests the next access token.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    refresh_token: Option<String>,
    /// The granted scopes, separated by spaces.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    scope: Option<String>,
}

impl TokenResponse {
    /// A response with only this bearer token.
    pub fn bearer(access_token: impl Into<String>) -> Self {
        Self {
            access_token: access_token.into(),
            token_type: "bearer",
            expires_in: None,
            refresh_token: None,
            scope: None,
        }
    }

    /// Sets how long the token is valid, which RFC 6749 RECOMMENDS.
    ///
    /// In whole seconds, rounded down: a client should not rely on a token that has just expired.
    pub fn expires_in(mut self, lifetime: Duration) -> Self {
        self.expires_in = Some(lifetime.as_secs());
        self
    }

    /// Adds a refresh token (section 6): a new one that can be used once ([RFC 9700 section
    /// 2.2.2](https://www.rfc-editor.org/rfc/rfc9700#section-2.2.2)). The client sends it back in a
    /// [`TokenRequest`](super::TokenRequest).
    pub fn refresh_token(mut self, refresh_token: impl Into<String>) -> Self {
        self.refresh_token = Some(refresh_token.into());
        self
    }

    /// Sets the granted scopes. RFC 6749 requires this if they differ from the requested ones ([section
    /// 3.3](https://www.rfc-editor.org/rfc/rfc6749#section-3.3)).
    ///
    /// Without scopes, the member is an empty string: if it were missing, the client would assume that all requested
    /// scopes were granted.
    pub fn scope<I>(mut self, granted: I) -> Self
    where
        I: IntoIterator<Item: AsRef<str>>,
    {
        let mut scope = String::new();
        for granted in granted {
            if !scope.is_empty() {
                scope.push(' ');
            }
            scope.push_str(granted.as_ref());
        }
        self.scope = Some(scope);
        self
    }
}

impl fmt::Debug for TokenResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenResponse")
            .field("access_token", &"[redacted]")
            .field("token_type", &self.token_type)
            .field("expires_in", &self.expires_in)
            .field(
                "refresh_token",
                &self.refresh_token.as_ref().map(|_| "[redacted]"),
            )
            .field("scope", &self.scope)
            .finish()
    }
}

impl IntoResponse for TokenResponse {
    fn into_response(self) -> Response {
        (NO_STORE, json(StatusCode::OK, &self)).into_response()
    }
}
