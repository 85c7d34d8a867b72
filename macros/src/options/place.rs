//! The places where options can stand.

use super::spec::Spec;
use super::table::{AUTHORIZATION_CODE, CLIENT_CREDENTIALS, IMPLICIT, PASSWORD};

/// A place in the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// `#[security(...)]` on a function.
    Handler,
    /// `#[dependency(...)]`.
    Dependency,
    /// `#[security(...)]` on a parameter.
    Parameter,
    /// `level!(...)`.
    Level,
    /// The attribute of a security scheme.
    Scheme(Attr),
    /// A flow in `#[oauth2(...)]`.
    Flow(Grant),
}

/// The attributes of security schemes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Attr {
    OAuth2,
    OpenIdConnect,
    HttpBearer,
    HttpBasic,
    ApiKey,
}

/// The flows of OAuth2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grant {
    Password,
    AuthorizationCode,
    ClientCredentials,
    Implicit,
}

impl Attr {
    pub(crate) const ALL: [Self; 5] = [
        Self::OAuth2,
        Self::OpenIdConnect,
        Self::HttpBearer,
        Self::HttpBasic,
        Self::ApiKey,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::OAuth2 => "oauth2",
            Self::OpenIdConnect => "openid_connect",
            Self::HttpBearer => "http_bearer",
            Self::HttpBasic => "http_basic",
            Self::ApiKey => "api_key",
        }
    }
}

impl Grant {
    pub(crate) const ALL: [Self; 4] = [
        Self::Password,
        Self::AuthorizationCode,
        Self::ClientCredentials,
        Self::Implicit,
    ];

    /// The option that declares the flow.
    pub(crate) fn spec(self) -> &'static Spec {
        match self {
            Self::Password => &PASSWORD,
            Self::AuthorizationCode => &AUTHORIZATION_CODE,
            Self::ClientCredentials => &CLIENT_CREDENTIALS,
            Self::Implicit => &IMPLICIT,
        }
    }
}
