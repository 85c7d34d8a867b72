use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use axum_core::response::{IntoResponse, Response};
use http::header::RETRY_AFTER;
use http::{HeaderValue, StatusCode};

use super::{DenialReason, never_a_success};
use crate::graph::Requirement;
use crate::scheme::Scheme;
use crate::token::{LONGEST_WAIT, Proofs};

/// Why a request was refused, and by which security scheme.
///
/// The [profile](crate::profile) of the scheme turns it into a response. The response carries the `Denial` in its
/// extensions, so that a middleware can log or count the [`reason`](Self::reason). It contains nothing of the token.
/// See [the guide](crate::guide::axum) for examples.
#[derive(Clone)]
pub struct Denial {
    reason: DenialReason,
    at: Requirement,
    /// What the token lacks. Shared, because every function that may refuse a request returns a denial by value.
    lacking: Option<Arc<Lacking>>,
    /// The accepted algorithms of proofs, if the token was sent with a proof of possession (RFC 9449) and is challenged
    /// for one.
    proofs: Option<Proofs>,
    /// After how long the client may retry, if known.
    wait: Option<Duration>,
}

/// The scopes that a token lacks.
struct Lacking {
    /// Those of the requirement.
    missing: Vec<&'static str>,
    /// The one that a function required in addition, and its declaration.
    by_function: Option<(Box<str>, &'static str)>,
}

/// After how long a client may retry by default: a provider's keys are fetched that often at most, whatever tokens
/// arrive.
const WAIT: Duration = Duration::from_secs(5);

impl Denial {
    pub(crate) fn new(reason: DenialReason, at: Requirement) -> Self {
        Self {
            reason,
            at,
            lacking: None,
            proofs: None,
            wait: None,
        }
    }

    /// The denial of a request that may be retried after this time, if known.
    pub(crate) fn retrying_after(self, wait: Option<Duration>) -> Self {
        Self { wait, ..self }
    }

    /// The denial of a token that was sent with a proof of possession, if it was; `proofs` are the accepted algorithms.
    pub(crate) fn by_dpop(self, proofs: Option<Proofs>) -> Self {
        Self { proofs, ..self }
    }

    /// The denial of a token that lacks this scope, in addition to those of the requirement. It may be `declared` as a
    /// template.
    pub(crate) fn lacking(self, scope: &str, declared: &'static str) -> Self {
        let lacking = Some(Arc::new(Lacking {
            missing: Vec::new(),
            by_function: Some((scope.into(), declared)),
        }));
        Self { lacking, ..self }
    }

    /// The denial of a token that lacks these scopes of the requirement.
    pub(crate) fn missing_scopes(self, missing: impl Iterator<Item = &'static str>) -> Self {
        let lacking = Some(Arc::new(Lacking {
            missing: missing.collect(),
            by_function: None,
        }));
        Self { lacking, ..self }
    }

    /// The scopes that the token lacks, if the reason is [`DenialReason::InsufficientScope`] and scopegate verified the
    /// token: for logs, and for metrics of what callers ask for in vain.
    ///
    /// If several sets of scopes would be enough, it is what is missing from the first.
    pub fn missing(&self) -> impl Iterator<Item = &str> {
        let lacking = self.lacking.iter();
        lacking.flat_map(|lacking| {
            let by_function = lacking.by_function.iter().map(|(scope, _)| &**scope);
            lacking.missing.iter().copied().chain(by_function)
        })
    }

    /// The same scopes as they are declared, such as `tenant:{id}` for `tenant:7`: for labels of metrics, since clients
    /// cannot invent more.
    pub fn missing_declared(&self) -> impl Iterator<Item = &'static str> {
        let lacking = self.lacking.iter();
        lacking.flat_map(|lacking| {
            let by_function = lacking.by_function.iter().map(|(_, declared)| *declared);
            lacking.missing.iter().copied().chain(by_function)
        })
    }

    /// The scope that a function [required](crate::AccessToken::require), in addition to those that are
    /// [always required](Self::required), if the request was refused for that.
    #[must_use]
    pub fn required_by_function(&self) -> Option<&str> {
        let (scope, _) = self.lacking.as_ref()?.by_function.as_ref()?;
        Some(scope)
    }

    /// The values of `acr` of which a token must have one, if [some are
    /// required](macro@crate::security#acr-and-max_age): the `acr_values` of the challenge (RFC 9470 section 3), for a body
    /// that names them, too.
    #[must_use]
    pub fn acr_values(&self) -> Vec<&'static str> {
        let required = self.at.step_up_of_token();
        required
            .and_then(|required| required.acr)
            .unwrap_or_default()
    }

    /// How long ago the user of a token must have been authenticated at most, if that is limited: the `max_age` of the
    /// challenge (RFC 9470 section 3).
    #[must_use]
    pub fn max_age(&self) -> Option<Duration> {
        let seconds = self.at.step_up_of_token()?.max_age?;
        Some(Duration::from_secs(seconds.into()))
    }

    /// The reason.
    #[must_use]
    pub fn reason(&self) -> DenialReason {
        self.reason
    }

    /// The accepted algorithms of proofs, if the token was sent with one.
    pub(super) fn proofs(&self) -> Option<Proofs> {
        self.proofs
    }

    /// The place in the handler's graph.
    pub(crate) fn at(&self) -> Requirement {
        self.at
    }

    /// The security scheme that refused.
    #[must_use]
    pub fn scheme(&self) -> &'static Scheme {
        self.at.scheme()
    }

    /// The name of the handler that was not called.
    #[must_use]
    pub fn handler(&self) -> &'static str {
        self.at.handler()
    }

    /// The status that RFC 6750 section 3.1 and RFC 9470 section 3 require for the reason: 400, 401 or 403. If the
    /// token could not be verified, it is 503 (RFC 9110 section 15.6.4), and 404 for [`DenialReason::NotFound`].
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self.reason {
            DenialReason::InvalidRequest => StatusCode::BAD_REQUEST,
            DenialReason::MissingCredentials
            | DenialReason::InvalidToken(_)
            | DenialReason::InvalidCredentials
            | DenialReason::InsufficientUserAuthentication
            | DenialReason::Refused => StatusCode::UNAUTHORIZED,
            #[cfg(feature = "dpop")]
            DenialReason::InvalidProof(_) => StatusCode::UNAUTHORIZED,
            DenialReason::InsufficientScope | DenialReason::Forbidden | DenialReason::CrossSite => {
                StatusCode::FORBIDDEN
            }
            DenialReason::NotFound => StatusCode::NOT_FOUND,
            DenialReason::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// After how long the client may retry, if the request itself is not at fault: the `Retry-After` of a 503 (RFC
    /// 9110 section 10.2.3).
    ///
    /// It is 1 to 60 whole seconds: the time until keys are fetched again, or the provider's own value; 5 seconds if
    /// neither is known.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        (self.reason == DenialReason::Unavailable).then(|| self.wait())
    }

    fn wait(&self) -> Duration {
        let wait = self.wait.unwrap_or(WAIT);
        let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        Duration::from_secs(seconds.max(1)).min(LONGEST_WAIT)
    }

    /// A description for the client, limited to the characters that RFC 6750 section 3 allows.
    #[must_use]
    pub fn description(&self) -> &'static str {
        match self.reason {
            _ if self.is_about_a_token() => self.reason.description(),
            DenialReason::MissingCredentials => "Credentials are required",
            DenialReason::InvalidRequest => "Send the credentials exactly once",
            DenialReason::Refused => "The credentials are not accepted",
            DenialReason::InsufficientScope => "The credentials lack a required scope",
            reason => reason.description(),
        }
    }

    /// Whether the credentials are a bearer token.
    pub(crate) fn is_about_a_token(&self) -> bool {
        self.scheme().kind.is_token()
    }
}

impl IntoResponse for Denial {
    fn into_response(self) -> Response {
        tracing::debug!(
            reason = self.reason.as_str(),
            scheme = self.scheme().name,
            handler = self.handler(),
            "request refused",
        );
        let answers = self.at.handler_node().answers;
        let reject = answers.map_or(self.scheme().reject, |answers| answers.reject);
        let mut response = never_a_success(reject(&self), self.at.node().name, self.handler());
        // A custom body must not deprive the client of its challenge (RFC 9110 section 15.5.2).
        if matches!(
            response.status(),
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN
        ) {
            self.complete_challenges(response.headers_mut());
        }
        if response.status() == StatusCode::SERVICE_UNAVAILABLE {
            let retry = response.headers_mut().entry(RETRY_AFTER);
            retry.or_insert_with(|| HeaderValue::from(self.wait().as_secs()));
        }
        response.extensions_mut().insert(self);
        response
    }
}

impl fmt::Debug for Denial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Denial")
            .field("reason", &self.reason)
            .field("at", &self.at)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Denial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.description())
    }
}

impl std::error::Error for Denial {}

#[cfg(test)]
mod tests {
    use super::Denial;

    /// Clippy advises against errors of 128 bytes and more, in the functions of users.
    #[test]
    fn a_denial_is_small_enough_to_return() {
        assert!(size_of::<Denial>() <= 104, "{}", size_of::<Denial>());
    }
}
