//! Why a request to a provider failed, for the log.

use std::error::Error;
use std::time::Duration;

use http::Uri;

use super::{FetchError, FetchErrorKind, without_secrets};
use crate::token::LONGEST_WAIT;

/// A failure with its address. It is for the log only: nothing of it reaches a client.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    pub(crate) error: FetchError,
    /// The address, without parts that may be secret.
    address: String,
    /// The provider's `Retry-After`, if it sent one.
    retry_after: Option<Duration>,
}

/// Enough for any cause; a response may be a whole page.
const LONGEST_CAUSE: usize = 300;

impl Failure {
    pub(crate) fn at(uri: &Uri, error: FetchError) -> Self {
        Self::at_url(&uri.to_string(), error)
    }

    pub(crate) fn at_url(url: &str, error: FetchError) -> Self {
        Self {
            error,
            address: without_secrets(url),
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
        let kind = self.error.kind();
        let error = kind.as_str();
        let status = match kind {
            FetchErrorKind::Status(status) => Some(status),
            _ => None,
        };
        let (address, cause) = (self.address.as_str(), self.error.source().map(chain));
        let cause = cause.as_deref();
        if kind.is_lasting() {
            tracing::error!(issuer, error, status, address, cause, "{what}");
        } else {
            tracing::warn!(issuer, error, status, address, cause, "{what}");
        }
    }
}

/// An error with its sources, in one line.
pub(super) fn chain(error: &(dyn Error + 'static)) -> String {
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
    text.chars().take(LONGEST_CAUSE).collect()
}
