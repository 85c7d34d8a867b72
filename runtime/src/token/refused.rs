//! Logs why a token was refused, for the operator of the service.

use std::fmt::{Debug, Display};

use super::TokenError;

/// Logs the requirement that the token failed. Both values come from the configuration, never from the token.
pub(crate) fn log(error: TokenError, what: &dyn Display, expected: &dyn Debug) {
    tracing::debug!(error = error.as_str(), %what, ?expected, "token refused");
}
