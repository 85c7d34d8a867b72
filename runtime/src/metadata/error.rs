use thiserror::Error;

/// Why a text does not identify a protected resource (RFC 9728, section 1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ProtectedResourceError {
    /// It is not a URL with a host.
    #[error("a protected resource is identified by a URL such as `https://api.example/orders`")]
    NotAUrl,
    /// Its scheme is not `https`, or `http` for this machine.
    #[error(
        "the URL of a protected resource begins with `https://`, or with `http://` for a loopback host"
    )]
    NotHttps,
    /// It contains a user or a password.
    #[error("the URL of a protected resource has no user")]
    User,
    /// It has a query. The RFC advises against it: the metadata must be found by the path alone.
    #[error("the URL of a protected resource has no query")]
    Query,
    /// It has a fragment.
    #[error("the URL of a protected resource has no fragment")]
    Fragment,
    /// It contains a character that URLs must percent-encode, or a segment that axum cannot route.
    #[error(
        "the path of a protected resource is of characters that URLs may have, \
         and no segment begins with `:` or `*`"
    )]
    Path,
}
