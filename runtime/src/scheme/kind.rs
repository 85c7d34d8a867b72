/// The kind of credentials that a [`Scheme`](super::Scheme) requires.
///
/// See [`SecurityScheme`](derive@crate::SecurityScheme) for examples.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SchemeKind {
    /// An OAuth2 access token (RFC 6749). scopegate verifies it.
    OAuth2,
    /// An access token of an OpenID Connect provider. scopegate verifies it.
    #[non_exhaustive]
    OpenIdConnect {
        /// The URL of the provider's metadata (OpenID Connect Discovery 1.0, section 4). Empty if it comes from
        /// configuration: see [`Scheme::configured_kind`](super::Scheme::configured_kind).
        url: &'static str,
    },
    /// A bearer token (RFC 6750) that the application checks.
    #[non_exhaustive]
    HttpBearer {
        /// The format of the token, for the documentation only. May be empty.
        bearer_format: &'static str,
    },
    /// A username and a password (RFC 7617) that the application checks.
    HttpBasic,
    /// A key that the application checks.
    #[non_exhaustive]
    ApiKey {
        /// Where the request carries the key.
        location: KeyLocation,
        /// The name of the header, the query parameter or the cookie.
        name: &'static str,
        /// Whether pages of other sites may make requests with the cookie that are not safe.
        cross_site: bool,
    },
}

impl SchemeKind {
    /// An access token of the provider whose metadata is at this URL.
    #[must_use]
    pub const fn openid_connect(url: &'static str) -> Self {
        Self::OpenIdConnect { url }
    }

    /// A bearer token of this format, which may be empty.
    #[must_use]
    pub const fn http_bearer(bearer_format: &'static str) -> Self {
        Self::HttpBearer { bearer_format }
    }

    /// A key in the header, query parameter or cookie of this name.
    #[must_use]
    pub const fn api_key(location: KeyLocation, name: &'static str) -> Self {
        Self::ApiKey {
            location,
            name,
            cross_site: false,
        }
    }

    /// The same kind, for a cookie that pages of other sites may use.
    #[doc(hidden)]
    #[must_use]
    pub const fn cross_site(self) -> Self {
        match self {
            Self::ApiKey { location, name, .. } => Self::ApiKey {
                location,
                name,
                cross_site: true,
            },
            other => other,
        }
    }

    /// Whether scopegate verifies such credentials: see [`Scheme::verifies`](super::Scheme::verifies).
    pub(crate) const fn is_verified(self) -> bool {
        matches!(self, Self::OAuth2 | Self::OpenIdConnect { .. })
    }

    /// Whether the credentials are a token, which a scheme's [`TokenPlace`](super::TokenPlace) carries.
    pub(crate) const fn is_token(self) -> bool {
        self.is_verified() || matches!(self, Self::HttpBearer { .. })
    }
}

/// Where a request carries an API key.
///
/// ```
/// use scopegate::{KeyLocation, SchemeKind, SecurityScheme};
///
/// /// The key of a machine.
/// #[derive(SecurityScheme)]
/// #[api_key(header = "X-API-Key")]
/// struct MachineKey;
///
/// let SchemeKind::ApiKey { location, name, .. } = MachineKey::SCHEME.kind else {
///     unreachable!("it is declared with `#[api_key]`");
/// };
/// assert_eq!((location, name), (KeyLocation::Header, "X-API-Key"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyLocation {
    /// A header.
    Header,
    /// A query parameter. It ends up in the logs of servers and proxies.
    Query,
    /// A cookie (RFC 6265).
    Cookie,
}

impl KeyLocation {
    /// The name that OpenAPI uses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Query => "query",
            Self::Cookie => "cookie",
        }
    }
}
