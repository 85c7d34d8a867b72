//! Why a request to a provider failed, for the log.

use std::time::Duration;

use http::Uri;

use super::{FetchError, without_secrets};
use crate::token::LONGEST_WAIT;

/// A failure with its address and cause. It is for the log only: nothing of it reaches a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) error: FetchError,
    /// The address, without parts that may be secret.
    address: String,
    cause: Option<String>,
    /// The provider's `Retry-After`, if it sent one.
    retry_after: Option<Duration>,
}

/// Enough for any cause; a response may be a whole page.
const LONGEST_CAUSE: usize = 300;

impl Failure {
    pub(crate) fn at(uri: &Uri, error: FetchError, cause: Option<String>) -> Self {
        Self::at_url(&uri.to_string(), error, cause)
    }

    pub(crate) fn at_url(url: &str, error: FetchError, cause: Option<String>) -> Self {
        let cause = cause.map(|cause| cause.chars().take(LONGEST_CAUSE).collect());
        Self {
            error,
            address: without_secrets(url),
            cause,
            retry_after: None,
        }
    }

    pub(crate) fn retrying_after(self, retry_after: Option<Duration>) -> Self {
        Self {
            retry_after,
            ..self
        }
    }

    /// The provider's `Retry-After`, if it sent one: at most [`LONGEST_WAIT`].
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        self.retry_after.map(|wait| wait.min(LONGEST_WAIT))
    }

    /// Logs it: as an error if retrying does not help.
    pub(crate) fn log(&self, issuer: &str, what: &'static str) {
        let error = self.error.as_str();
        let status = match self.error {
            FetchError::Status(status) => Some(status),
            _ => None,
        };
        let (address, cause) = (self.address.as_str(), self.cause.as_deref());
        if self.error.is_lasting() {
            tracing::error!(issuer, error, status, address, cause, "{what}");
        } else {
            tracing::warn!(issuer, error, status, address, cause, "{what}");
        }
    }
}

/// An error with its sources, in one line.
pub(super) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(below) = source {
        let below_text = below.to_string();
        if !text.ends_with(&below_text) {
            text.push_str(": ");
            text.push_str(&below_text);
        }
        source = below.source();
    }
    text
}
