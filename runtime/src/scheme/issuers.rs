//! The issuers whose tokens a scheme accepts.

use crate::const_str::same;

/// The issuers whose tokens a scheme accepts.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Meant {
    /// The issuers, if the attribute names any.
    pub issuers: &'static [Issuer],
    /// Whether the scheme has its own verifier.
    pub has_own_verifier: bool,
}

impl Meant {
    /// Any issuer that the verifier in the router's state accepts.
    pub const ANY: Self = Self {
        issuers: &[],
        has_own_verifier: false,
    };
}

/// An issuer, from the attribute or from configuration.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub enum Issuer {
    Is(&'static str),
    Configured(fn() -> &'static str),
}

impl Issuer {
    pub(super) fn get(self) -> &'static str {
        match self {
            Self::Is(issuer) => issuer,
            Self::Configured(read) => read(),
        }
    }
}

/// The path of a provider's metadata (OpenID Connect Discovery 1.0, section 4).
const DESCRIPTION: &str = "/.well-known/openid-configuration";

/// The issuer whose metadata is at `url` (OpenID Connect Discovery 1.0, section 4). The URL does not tell whether the
/// issuer ends with a slash.
pub(crate) const fn described_at(url: &'static str) -> Option<&'static str> {
    let Some(length) = url.len().checked_sub(DESCRIPTION.len()) else {
        return None;
    };
    match url.split_at_checked(length) {
        Some((issuer, path)) if !issuer.is_empty() && same(path, DESCRIPTION) => Some(issuer),
        _ => None,
    }
}
