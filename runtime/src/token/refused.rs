//! Why a token was refused, for whoever configures the service.

use std::fmt::{Debug, Display};

use super::TokenError;

/// Logs what the token should have been. Both come from the configuration, and never from the token.
pub(crate) fn log(error: TokenError, what: &dyn Display, expected: &dyn Debug) {
    tracing::debug!(error = error.as_str(), %what, ?expected, "token refused");
}
