use thiserror::Error;

/// Why a text does not identify a protected resource (RFC 9728 section 1.2).
///
/// ```
/// use scopegate::{ProtectedResource, ProtectedResourceError};
///
/// let error = ProtectedResource::new("http://api.example").unwrap_err();
/// assert_eq!(error, ProtectedResourceError::NotHttps);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ProtectedResourceError {
    /// It is not a URL with a host.
    #[error(
        "a protected resource must be identified by a URL such as `https://api.example/orders`"
    )]
    NotAUrl,
    /// Its scheme is not `https`, or `http` for this machine.
    #[error(
        "the URL of a protected resource must begin with `https://`, or with `http://` for a loopback host"
    )]
    NotHttps,
    /// It contains a user or a password.
    #[error("the URL of a protected resource must not have a user")]
    User,
    /// It has a query. The RFC advises against it: the metadata must be found by the path alone.
    #[error("the URL of a protected resource must not have a query")]
    Query,
    /// It has a fragment.
    #[error("the URL of a protected resource must not have a fragment")]
    Fragment,
    /// It contains a character that URLs must percent-encode, or a segment that axum cannot route.
    #[error(
        "the path of a protected resource must consist of characters that are allowed in URLs, and no segment may \
         begin with `:` or `*`"
    )]
    Path,
}
