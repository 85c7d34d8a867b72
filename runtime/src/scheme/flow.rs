/// An OAuth2 flow, named as in OpenAPI 3.1. URLs may be relative to the service.
///
/// See [`SecurityScheme`](derive@crate::SecurityScheme) for examples.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Flow {
    /// RFC 6749 section 4.3. RFC 9700 forbids it for new third-party services.
    #[non_exhaustive]
    Password {
        /// The token endpoint.
        token_url: &'static str,
        /// The endpoint that exchanges refresh tokens.
        refresh_url: Option<&'static str>,
    },
    /// RFC 6749 section 4.1.
    #[non_exhaustive]
    AuthorizationCode {
        /// The authorization endpoint.
        authorization_url: &'static str,
        /// The token endpoint.
        token_url: &'static str,
        /// The endpoint that exchanges refresh tokens.
        refresh_url: Option<&'static str>,
    },
    /// RFC 6749 section 4.4.
    #[non_exhaustive]
    ClientCredentials {
        /// The token endpoint.
        token_url: &'static str,
        /// The endpoint that exchanges refresh tokens.
        refresh_url: Option<&'static str>,
    },
    /// RFC 6749 section 4.2. RFC 9700 advises against it.
    #[non_exhaustive]
    Implicit {
        /// The authorization endpoint.
        authorization_url: &'static str,
        /// The endpoint that exchanges refresh tokens.
        refresh_url: Option<&'static str>,
    },
}

impl Flow {
    /// A password flow with this token endpoint.
    #[must_use]
    pub const fn password(token_url: &'static str) -> Self {
        Self::Password {
            token_url,
            refresh_url: None,
        }
    }

    /// An authorization code flow with these endpoints.
    #[must_use]
    pub const fn authorization_code(
        authorization_url: &'static str,
        token_url: &'static str,
    ) -> Self {
        Self::AuthorizationCode {
            authorization_url,
            token_url,
            refresh_url: None,
        }
    }

    /// A client credentials flow with this token endpoint.
    #[must_use]
    pub const fn client_credentials(token_url: &'static str) -> Self {
        Self::ClientCredentials {
            token_url,
            refresh_url: None,
        }
    }

    /// An implicit flow with this authorization endpoint.
    #[must_use]
    pub const fn implicit(authorization_url: &'static str) -> Self {
        Self::Implicit {
            authorization_url,
            refresh_url: None,
        }
    }

    /// Sets the endpoint that exchanges refresh tokens.
    #[must_use]
    pub const fn refresh(mut self, url: &'static str) -> Self {
        let (Self::Password { refresh_url, .. }
        | Self::AuthorizationCode { refresh_url, .. }
        | Self::ClientCredentials { refresh_url, .. }
        | Self::Implicit { refresh_url, .. }) = &mut self;
        *refresh_url = Some(url);
        self
    }
}
