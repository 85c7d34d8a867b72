/// Why a provider could not be asked, or gave no answer that can be used. It holds nothing of what was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// There is no connection, or it broke.
    #[error("the provider cannot be reached")]
    Connection,
    /// It took too long.
    #[error("the provider did not answer in time")]
    Timeout,
    /// The response is longer than [`MAX_RESPONSE`](super::MAX_RESPONSE).
    #[error("the provider's response is too large")]
    TooLarge,
    /// The status is not the one that was asked for.
    #[error("the provider answered with the status {0}")]
    Status(u16),
    /// The response is not what it should be.
    #[error("the provider's response cannot be read")]
    Malformed,
    /// The metadata names another issuer than the one that was to be discovered, if only by a slash.
    #[error("the provider's metadata is that of another issuer")]
    Issuer,
    /// The metadata names an address that is not safe: plain `http`, for example.
    #[error("the provider's metadata names an address that is not safe")]
    Address,
    /// The metadata names no endpoint for introspection.
    #[error("the provider's metadata names no endpoint for introspection")]
    NoEndpoint,
    /// There is no key that can be used.
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
    /// Whether what was asked for may be somewhere else by now. Other failures are none of its address, and whoever
    /// sends tokens can cause some of them.
    pub(crate) const fn may_have_moved(self) -> bool {
        matches!(
            self,
            Self::Connection | Self::Malformed | Self::Status(300..400 | 404 | 410)
        )
    }

    /// Whether somebody has to change something, here or at the provider.
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
