use crate::challenge::BEARER;

/// Where a request carries the token of a [`Scheme`](super::Scheme). API keys have a [`KeyLocation`](super::KeyLocation).
///
/// ```
/// use scopegate::{SecurityScheme, TokenPlace};
///
/// /// A token in a cookie, for the pages of the service itself.
/// #[derive(SecurityScheme)]
/// #[oauth2(password(token_url = "token"), cookie = "__Host-token")]
/// struct Session;
///
/// let place = Session::SCHEME.place;
/// assert!(matches!(place, TokenPlace::Cookie { name: "__Host-token", .. }));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenPlace {
    /// The header `Authorization`, after the name of an authentication scheme (RFC 9110 section 11.4).
    #[non_exhaustive]
    Authorization {
        /// The name: `Bearer` (RFC 6750), unless another `prefix` is declared.
        scheme: &'static str,
    },
    /// Another header, which has nothing but the token.
    #[non_exhaustive]
    Header {
        /// The name of the header.
        name: &'static str,
    },
    /// A cookie (RFC 6265).
    #[non_exhaustive]
    Cookie {
        /// The name of the cookie.
        name: &'static str,
        /// Whether pages of other sites may make requests with it that are not safe.
        cross_site: bool,
    },
    /// A subprotocol of a WebSocket handshake (RFC 6455 section 1.9): the one after this name.
    #[non_exhaustive]
    Subprotocol {
        /// The subprotocol before the token, which the server selects.
        name: &'static str,
    },
}

impl TokenPlace {
    /// `Authorization: Bearer` (RFC 6750 section 2.1).
    pub const BEARER: Self = Self::authorization(BEARER);

    /// `Authorization`, after another name.
    #[doc(hidden)]
    #[must_use]
    pub const fn authorization(scheme: &'static str) -> Self {
        Self::Authorization { scheme }
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn header(name: &'static str) -> Self {
        Self::Header { name }
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn cookie(name: &'static str, cross_site: bool) -> Self {
        Self::Cookie { name, cross_site }
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn subprotocol(name: &'static str) -> Self {
        Self::Subprotocol { name }
    }

    /// The authentication scheme of its challenges. Only the header `Authorization` has one; elsewhere, it is that of a
    /// bearer token, whose parameters a client knows.
    pub(crate) const fn challenge_scheme(self) -> &'static str {
        match self {
            Self::Authorization { scheme } => scheme,
            Self::Header { .. } | Self::Cookie { .. } | Self::Subprotocol { .. } => BEARER,
        }
    }
}
