/// Why a request to a provider failed, or its response could not be used. Contains nothing of what was sent.
///
/// See [`FetchKind`](crate::metrics::FetchKind) for an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
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

impl FetchError {
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

impl FetchError {
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
