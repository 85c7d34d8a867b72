use std::error::Error;
use std::fmt;
use std::sync::Arc;

/// Why a request to a provider failed, or its response could not be used.
///
/// ```
/// use scopegate::provider::{FetchError, FetchErrorKind};
///
/// let lost = std::io::Error::other("connection reset");
/// let error = FetchError::new(FetchErrorKind::Connection, lost);
/// assert_eq!(error.kind(), FetchErrorKind::Connection);
/// assert_eq!(error.to_string(), "the provider cannot be reached");
/// ```
#[derive(Clone, Debug)]
pub struct FetchError {
    kind: FetchErrorKind,
    source: Option<Arc<dyn Error + Send + Sync>>,
}

impl FetchError {
    /// An error with its cause. The cause is logged, so it must not contain secrets: with `reqwest`, remove the URL
    /// (`without_url`).
    pub fn new(kind: FetchErrorKind, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self {
            kind,
            source: Some(Arc::from(source.into())),
        }
    }

    /// The kind of the error, without its cause.
    #[must_use]
    pub const fn kind(&self) -> FetchErrorKind {
        self.kind
    }
}

impl From<FetchErrorKind> for FetchError {
    fn from(kind: FetchErrorKind) -> Self {
        Self { kind, source: None }
    }
}

/// Shows the kind only.
impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)
    }
}

impl Error for FetchError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        let source: &(dyn Error + 'static) = self.source.as_deref()?;
        Some(source)
    }
}

/// The kind of a [`FetchError`]. Contains nothing of what was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum FetchErrorKind {
    /// The connection failed or was lost.
    #[error("the provider cannot be reached")]
    Connection,
    /// The request timed out.
    #[error("the provider did not answer in time")]
    Timeout,
    /// The response is longer than [`MAX_RESPONSE`](super::MAX_RESPONSE).
    #[error("the provider's response is too large")]
    TooLarge,
    /// The response has an unexpected status.
    #[error("the provider answered with the status {0}")]
    Status(u16),
    /// The response is malformed.
    #[error("the provider's response cannot be read")]
    Malformed,
    /// The metadata names a different issuer than the configured one; a trailing slash is a difference, too.
    #[error("the provider's metadata is for another issuer")]
    Issuer,
    /// The metadata contains an address that is not safe, such as one with plain `http`.
    #[error("the provider's metadata contains an address that is not safe")]
    Address,
    /// The metadata contains no introspection endpoint.
    #[error("the provider's metadata has no introspection endpoint")]
    NoEndpoint,
    /// There is no usable key.
    #[error("the provider has no key that can be used")]
    NoKeys,
}

impl FetchErrorKind {
    /// A stable `snake_case` name, for metrics and logs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Connection => "connection",
            Self::Timeout => "timeout",
            Self::TooLarge => "too_large",
            Self::Status(_) => "status",
            Self::Malformed => "malformed",
            Self::Issuer => "issuer",
            Self::Address => "address",
            Self::NoEndpoint => "no_endpoint",
            Self::NoKeys => "no_keys",
        }
    }
}

impl FetchErrorKind {
    /// Whether the endpoint may have moved. Other failures do not depend on its address, and senders of tokens can
    /// cause some of them.
    pub(crate) const fn may_have_moved(self) -> bool {
        matches!(
            self,
            Self::Connection | Self::Malformed | Self::Status(300..400 | 404 | 410)
        )
    }

    /// Whether it lasts until the configuration changes, here or at the provider.
    pub(super) const fn is_lasting(self) -> bool {
        matches!(
            self,
            Self::Issuer
                | Self::Address
                | Self::NoEndpoint
                | Self::NoKeys
                | Self::Status(401 | 403)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{Error, FetchError, FetchErrorKind};

    #[test]
    fn the_cause_is_the_source_and_not_in_the_text() {
        let error = FetchError::new(FetchErrorKind::Timeout, "a secret");
        let source = error.source().unwrap();
        assert_eq!(source.to_string(), "a secret");
        assert_eq!(error.to_string(), FetchErrorKind::Timeout.to_string());
        assert!(FetchError::from(FetchErrorKind::Timeout).source().is_none());
    }
}
