use std::fmt;

use http::StatusCode;

use crate::audit::{Handler, Route, Security};
use crate::refuse::DenialReason;
use crate::testing::Attempt;

/// The routes that were called, and those that were not.
///
/// Routes are written as `GET /items/{id}`.
///
/// See [`testing`](crate::testing) for an example.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CoverageReport {
    /// How many requests were sent.
    pub calls: usize,
    /// The routes that were called.
    pub protected: Vec<String>,
    /// Of these, the routes with an alternative that was not tried: it requires credentials of a kind other than
    /// tokens, which were not set (see [`Coverage::header`](super::Coverage::header)), or tokens at several places whose
    /// values of `acr` exclude each other, while the calls have one token.
    pub partial: Vec<String>,
    /// The scopes that a function may require, each with the route at which a token without it was not refused: the
    /// requests of this test do not show that the function requires it.
    pub not_required: Vec<String>,
    /// The routes with a function that decides about an object, which were not called with one of somebody else: see
    /// [`Coverage::foreign`](super::Coverage::foreign).
    pub only_own_objects: Vec<String>,
    /// The routes with `acr` or `max_age` that were not called with users who were authenticated in another way or too
    /// long ago: see [`Coverage::step_up`](super::Coverage::step_up).
    pub not_stepped_up: Vec<String>,
    /// The public routes, and those whose credentials are optional. They were not called.
    pub public: Vec<String>,
    /// The unprotected routes. They were not called.
    pub unprotected: Vec<String>,
    /// Protected fallbacks for other methods, which cannot be called without a known path and method.
    pub uncalled: Vec<String>,
}

/// Unexpected responses.
///
/// See [`testing`](crate::testing) for an example.
#[derive(Clone, thiserror::Error)]
#[non_exhaustive]
pub struct CoverageError {
    /// The unexpected responses.
    pub failures: Vec<CoverageFailure>,
    /// What was called.
    pub report: CoverageReport,
}

/// A call with an unexpected response.
///
/// ```
/// use axum::http::StatusCode;
/// use axum::response::{IntoResponse, Response};
/// use scopegate::routing::get;
/// use scopegate::testing::{Answer, Attempt, Coverage, TestTokens};
/// use scopegate::{AccessToken, Denial, Reject, SecureRouter, SecurityScheme, security};
///
/// /// Responds to refused requests as if nothing were there.
/// enum NotFound {}
///
/// impl Reject for NotFound {
///     fn reject(_: &Denial) -> Response {
///         StatusCode::NOT_FOUND.into_response()
///     }
/// }
///
/// #[derive(SecurityScheme)]
/// #[oauth2(client_credentials(token_url = "token"), rejection = NotFound)]
/// struct Machine;
///
/// #[security(depends = Machine)]
/// async fn items(_token: AccessToken) {}
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let tokens = TestTokens::new();
/// let app: SecureRouter = SecureRouter::new()
///     .route("/items", get(items))
///     .with_state(tokens.verifier());
///
/// let coverage = Coverage::new(|scopes| tokens.token().scopes(scopes).issue());
/// let error = coverage.check(app).await.unwrap_err();
/// let failure = &error.failures[0];
/// assert_eq!((failure.method, &*failure.path), ("GET", "/items"));
/// assert_eq!(failure.attempt, Attempt::NoCredentials);
/// assert!(matches!(failure.answer, Answer::Status { status, .. } if status == 404));
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CoverageFailure {
    /// The method that was used.
    pub method: &'static str,
    /// The path of the route, and the operation if the path has several.
    pub path: String,
    /// The handler of the route.
    pub handler: Option<Handler>,
    /// The credentials of the call.
    pub attempt: Attempt,
    /// The result of the call.
    pub answer: Answer,
}

/// The result of a call.
///
/// See [`CoverageFailure`] for an example.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Answer {
    /// A response.
    #[non_exhaustive]
    Status {
        /// The status of the response.
        status: StatusCode,
        /// Why scopegate refused, if it did.
        denied: Option<DenialReason>,
    },
    /// The path is not valid in a request, for this reason.
    NotCalled(String),
}

impl CoverageReport {
    pub(super) fn add_protected(&mut self, route: &Route, is_partial: bool) {
        self.protected.push(route.name());
        if is_partial {
            self.partial.push(route.name());
        }
    }

    /// Notes that nobody tried to access an object of somebody else.
    pub(super) fn add_only_own_objects(&mut self, route: &Route) {
        self.only_own_objects.push(route.name());
    }

    /// Notes that no user was tried who has to be authenticated again.
    pub(super) fn add_not_stepped_up(&mut self, route: &Route) {
        self.not_stepped_up.push(route.name());
    }

    /// Notes that the scope was not required, if it was left out.
    pub(super) fn add_not_required(&mut self, route: &Route, attempt: &Attempt, answer: &Answer) {
        if let Attempt::WithoutOfSomeRequests { missing, .. } = attempt
            && !answer.is_for_a_missing_scope()
        {
            let line = format!("`{missing}` at {}", route.name());
            if !self.not_required.contains(&line) {
                self.not_required.push(line);
            }
        }
    }

    pub(super) fn add_uncalled(&mut self, route: &Route) {
        let list = match route.security {
            Security::Unprotected => &mut self.unprotected,
            _ if route.security.is_open() => &mut self.public,
            _ => &mut self.uncalled,
        };
        list.push(route.name());
    }
}

impl Answer {
    pub(super) fn is_as_it_has_to_be(&self, attempt: &Attempt) -> bool {
        match (self, attempt) {
            (Self::NotCalled(_), _) => false,
            (_, Attempt::WithoutOfSomeRequests { .. }) => true,
            (Self::Status { denied, .. }, attempt) if attempt.is_for_step_up() => {
                *denied == Some(DenialReason::InsufficientUserAuthentication)
            }
            (Self::Status { denied, .. }, Attempt::ForeignObject { .. }) => matches!(
                denied,
                Some(DenialReason::Forbidden | DenialReason::NotFound)
            ),
            // An earlier call may have removed the object.
            (Self::Status { denied, .. }, attempt) if attempt.is_control() => {
                matches!(denied, None | Some(DenialReason::NotFound))
            }
            (Self::Status { status, .. }, _) => {
                matches!(*status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN)
            }
        }
    }

    fn is_for_a_missing_scope(&self) -> bool {
        let Self::Status { denied, .. } = self else {
            return false;
        };
        *denied == Some(DenialReason::InsufficientScope)
    }
}

impl fmt::Display for CoverageReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} protected routes in {} calls",
            self.protected.len(),
            self.calls
        )?;
        let lists = [
            (
                "partly called, since other credentials are missing",
                &self.partial,
            ),
            (
                "never required by these requests, though a function may",
                &self.not_required,
            ),
            (
                "not called with objects of somebody else",
                &self.only_own_objects,
            ),
            (
                "not called with users who have to authenticate again",
                &self.not_stepped_up,
            ),
            ("not called, public", &self.public),
            ("not called, UNPROTECTED", &self.unprotected),
            ("not called, fallbacks for other methods", &self.uncalled),
        ];
        for (title, routes) in lists {
            if !routes.is_empty() {
                write!(f, "\n{title}: {}", routes.join(", "))?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for CoverageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} of {} calls got an unexpected response:",
            self.failures.len(),
            self.report.calls
        )?;
        self.failures
            .iter()
            .try_for_each(|failure| write!(f, "\n- {failure}"))
    }
}

/// Like `Display`: a test that unwraps the error shows this.
impl fmt::Debug for CoverageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for CoverageFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)?;
        if let Some(handler) = &self.handler {
            write!(f, " ({handler})")?;
        }
        write!(f, " {}: ", self.attempt)?;
        match (&self.answer, &self.attempt) {
            (Answer::NotCalled(error), _) => write!(f, "not called, {error}"),
            (Answer::Status { status, denied }, attempt) if attempt.is_control() => write!(
                f,
                "refused with {status} ({}): this call has to be accepted, or the refusals of the others prove \
                 nothing{}",
                denied.map_or("", DenialReason::as_str),
                match denied {
                    Some(DenialReason::InsufficientUserAuthentication) => {
                        "; `Coverage::step_up` returns such tokens"
                    }
                    _ => "",
                },
            ),
            (Answer::Status { status, .. }, attempt) if attempt.is_for_step_up() => write!(
                f,
                "answered with {status} instead of `insufficient_user_authentication`"
            ),
            (Answer::Status { status, .. }, Attempt::ForeignObject { .. }) => {
                write!(
                    f,
                    "answered with {status} instead of refusing the caller with `NotPermitted`"
                )
            }
            (Answer::Status { status, .. }, _) => {
                write!(f, "answered with {status} instead of 401 or 403")
            }
        }
    }
}
