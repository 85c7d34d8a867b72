//! Calls that must be refused, one route after the other.

mod attempt;
mod authentication;
mod call;
mod headers;
mod path;
mod plan;
mod report;

use std::collections::HashMap;
use std::future::Ready;
use std::sync::Arc;

use axum::Router;
use http::{HeaderName, HeaderValue};

pub use self::attempt::Attempt;
pub use self::authentication::TestAuthentication;
use self::headers::Header;
use self::plan::{Plan, Planned};
pub use self::report::{Answer, CoverageError, CoverageFailure, CoverageReport};
use crate::audit::{Check, Route};
use crate::routing::{RouteOperation, SecureRouter};

/// Calls every route of a router as callers who must be refused.
///
/// For each protected route and method:
///
/// 1. without credentials;
/// 2. with a token without scopes, if the route takes tokens and requires scopes;
/// 3. with each required scope left out in turn;
/// 4. with each scope left out that a function [may require](crate::AccessToken::require), if it does of this request:
///    otherwise, [the report](CoverageReport::not_required) says so;
/// 5. for a route with [`acr` or `max_age`](macro@crate::security#acr-and-max_age), with all scopes and a user who was
///    authenticated in another way, too long ago, or of whom the token does not say it: these must be refused for that, if
///    [`step_up`](Self::step_up) returns such tokens;
/// 6. and, as a control, with all scopes. A refusal here means that the test's credentials are invalid, and that the
///    refusals before it prove nothing.
///
/// The responses to 1 to 3 must be 401 or 403. The control may return anything else, such as 404 or 422, but **it runs
/// the handler**: use a router with a state that a test may change. Controls come last, those of DELETE after all
/// others. Bodies are empty. `ANY` routes are called with GET and POST, or with two other methods if these have their
/// own handlers. A path parameter is `1`, and a `{*rest}` is `x`, unless [`parameter`](Self::parameter) sets it. Public
/// and unprotected routes are not called, nor are those whose credentials are optional.
///
/// Credentials of other kinds than tokens, such as an API key, are sent to the routes that require them if
/// [`header`](Self::header) sets them: in all calls except the first and, if a token is required as well, one more that
/// must be refused because they are missing. A route for which they are not set is called as in 1 and 2 only, and with
/// the tokens of its other alternatives, and the report lists it as [partial](CoverageReport::partial).
///
/// Each [operation](crate::SecureRouter::operations) of a path is called, with a request that its reader makes.
///
/// It needs an async test, with any executor. See the [module](crate::testing) for an example.
#[must_use]
pub struct Coverage<T, U = NoUsers> {
    token: T,
    /// Tokens that say how their user was authenticated, if the test has such.
    stepped_up: Option<U>,
    parameters: HashMap<String, String>,
    /// Values of parameters for objects of somebody else.
    foreign: HashMap<String, String>,
    headers: Vec<Header>,
}

/// The type of a test without tokens that say how their user was authenticated.
type NoUsers = fn(&str, &[&str], &TestAuthentication) -> Ready<String>;

/// Whether a route can be called with an object of somebody else.
enum Foreign {
    /// No function decides about an object.
    None,
    /// The test does not say which object that is.
    Unknown,
    Path(String),
}

/// A call of a route.
struct Target<'a> {
    route: &'a Route,
    method: &'static str,
    path: String,
    /// The operation that the request has, if the path has several.
    operation: Option<&'a RouteOperation>,
    planned: Planned<'a>,
}

/// The operations of a router, by the names of their routes.
type Operations = HashMap<String, Arc<RouteOperation>>;

impl Coverage<()> {
    /// Makes calls with the tokens that `token` returns for scopes. They must be valid, for a subject that exists and
    /// may call everything.
    pub fn new<F>(token: F) -> Coverage<impl AsyncFn(&str, &[&str]) -> String>
    where
        F: Fn(&[&str]) -> String,
    {
        Self::by_scheme(move |_, scopes| token(scopes))
    }

    /// The same if tokens of one security scheme are not valid for another: `|scheme, scopes| ...`, with the name of
    /// the scheme. If several are required at once, it is that of the first. It is not called for schemes whose
    /// credentials scopegate does not verify, such as API keys and `#[http_bearer]`: see [`header`](Self::header).
    ///
    /// ```
    /// use scopegate::testing::{Coverage, TestTokens};
    ///
    /// let (people, machines) = (TestTokens::with_secret([1; 32]), TestTokens::with_secret([2; 32]));
    /// let coverage = Coverage::by_scheme(|scheme, scopes| {
    ///     let tokens = if scheme == "Machines" { &machines } else { &people };
    ///     tokens.token().scopes(scopes).issue()
    /// });
    /// ```
    pub fn by_scheme<F>(token: F) -> Coverage<impl AsyncFn(&str, &[&str]) -> String>
    where
        F: Fn(&str, &[&str]) -> String,
    {
        Self::by_scheme_async(async move |scheme: &str, scopes: &[&str]| token(scheme, scopes))
    }

    /// The same for an async closure: `async |scopes: &[&str]| ...`.
    pub fn with_async<T>(token: T) -> Coverage<impl AsyncFn(&str, &[&str]) -> String>
    where
        T: AsyncFn(&[&str]) -> String,
    {
        Self::by_scheme_async(async move |_: &str, scopes: &[&str]| token(scopes).await)
    }

    /// [`by_scheme`](Self::by_scheme) for an async closure.
    pub fn by_scheme_async<T>(token: T) -> Coverage<T>
    where
        T: AsyncFn(&str, &[&str]) -> String,
    {
        Coverage {
            token,
            stepped_up: None,
            parameters: HashMap::new(),
            foreign: HashMap::new(),
            headers: Vec::new(),
        }
    }
}

impl<T, U> Coverage<T, U>
where
    T: AsyncFn(&str, &[&str]) -> String,
    U: AsyncFn(&str, &[&str], &TestAuthentication) -> String,
{
    /// Makes the calls of routes with `acr` or `max_age` with the tokens that `token` returns, for a scheme, scopes, and
    /// the authentication of a user. Other tokens must not say how their user was authenticated.
    ///
    /// Without this, such a route refuses the control, so that the check fails. If the other tokens do say enough, it passes,
    /// and the report lists the route as [not tried](CoverageReport::not_stepped_up).
    ///
    /// ```
    /// use scopegate::testing::{Coverage, TestTokens};
    ///
    /// let tokens = TestTokens::new();
    /// let coverage = Coverage::new(|scopes| tokens.token().scopes(scopes).issue())
    ///     .step_up(|_, scopes, user| tokens.token().scopes(scopes).authentication(user).issue());
    /// ```
    pub fn step_up<F>(
        self,
        token: F,
    ) -> Coverage<T, impl AsyncFn(&str, &[&str], &TestAuthentication) -> String>
    where
        F: Fn(&str, &[&str], &TestAuthentication) -> String,
    {
        self.step_up_async(
            async move |scheme: &str, scopes: &[&str], user: &TestAuthentication| {
                token(scheme, scopes, user)
            },
        )
    }

    /// [`step_up`](Self::step_up) for an async closure.
    pub fn step_up_async<V>(self, token: V) -> Coverage<T, V>
    where
        V: AsyncFn(&str, &[&str], &TestAuthentication) -> String,
    {
        Coverage {
            token: self.token,
            stepped_up: Some(token),
            parameters: self.parameters,
            foreign: self.foreign,
            headers: self.headers,
        }
    }

    /// Sets the value of `{name}` or `{*name}` in a path, as it is written in a URL.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.insert(name.into(), value.into());
        self
    }

    /// Sets the value of `{name}` for an object that belongs to somebody else than the subject of the tokens. Routes with
    /// this parameter and a function with `permission = "..."` are called with it and with all scopes, which must be
    /// refused with [`NotPermitted`](crate::NotPermitted). [`parameter`](Self::parameter) sets the value for an own one.
    pub fn foreign(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.foreign.insert(name.into(), value.into());
        self
    }

    /// Sets valid credentials of a kind other than tokens: a key in a header, cookies, or a password in
    /// `Authorization`. The name is case-insensitive.
    ///
    /// The header is sent only where a scheme reads it: `cookie: session=...` for `#[api_key(cookie = "session")]`,
    /// `authorization: Basic ...` for `#[http_basic]`. There it replaces a token. Each alternative is called with the
    /// headers that it requires. A key in the query is not supported.
    ///
    /// # Panics
    /// If the name or the value is not valid in a header (RFC 9110 section 5): a name consists of letters, digits and
    /// some punctuation, a value of visible ASCII, spaces and tabs.
    #[track_caller]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let name = HeaderName::from_bytes(name.as_bytes()).expect("the name of a header");
        let value = HeaderValue::from_str(value).expect("a header of visible ASCII");
        self.headers.push((name, value));
        self
    }

    /// Calls the routes.
    ///
    /// # Errors
    /// [`CoverageError`] with every unexpected response.
    pub async fn check(&self, router: SecureRouter) -> Result<CoverageReport, CoverageError> {
        let audit = router.audit();
        let listed = router.listed().routes.into_iter();
        let operations: Operations = listed
            .filter_map(|route| Some((route.name(), route.operation?)))
            .collect();
        let router = router.into_router();
        let mut report = CoverageReport::default();
        let mut calls = self.calls(&audit.routes, &operations, &mut report);
        // What must be refused first: a control may change what is there, and one that deletes it most of all.
        calls.sort_by_key(|call| {
            let is_control = call.planned.attempt.is_control();
            (is_control, is_control && call.method == "DELETE")
        });
        report.calls = calls.len();
        let mut failures = Vec::new();
        for call in &calls {
            let answer = self.call(&router, call).await;
            let attempt = &call.planned.attempt;
            report.add_not_required(call.route, attempt, &answer);
            if !answer.is_as_it_has_to_be(attempt) {
                failures.push(CoverageFailure {
                    method: call.method,
                    path: call.route.target(),
                    handler: call.route.handler.clone(),
                    attempt: attempt.clone(),
                    answer,
                });
            }
        }
        if failures.is_empty() {
            Ok(report)
        } else {
            Err(CoverageError { failures, report })
        }
    }

    /// The calls of all routes that can be called, in their order.
    fn calls<'a>(
        &'a self,
        routes: &'a [Route],
        operations: &'a Operations,
        report: &mut CoverageReport,
    ) -> Vec<Target<'a>> {
        let mut calls = Vec::new();
        for route in routes {
            let Some(plan) = Plan::new(route, routes, &self.headers, &self.parameters) else {
                report.add_uncalled(route);
                continue;
            };
            report.add_protected(route, plan.is_partial);
            let steps_up = |planned: &Planned<'_>| planned.attempt.is_for_step_up();
            if self.stepped_up.is_none() && plan.attempts.iter().any(steps_up) {
                report.add_not_stepped_up(route);
            }
            let operation = operations.get(&route.name()).map(|operation| &**operation);
            let path = operation.and_then(|operation| operation.path.as_deref());
            let own = path::fill(path.unwrap_or(&route.path), &self.parameters);
            let foreign = self.foreign_path(route);
            if matches!(foreign, Foreign::Unknown) {
                report.add_only_own_objects(route);
            }
            for method in plan.methods {
                let target = |path: &str, planned| Target {
                    route,
                    method,
                    path: path.to_owned(),
                    operation,
                    planned,
                };
                for planned in &plan.attempts {
                    if self.stepped_up.is_none() && planned.attempt.is_for_step_up() {
                        continue;
                    }
                    calls.push(target(&own, planned.clone()));
                    if let Foreign::Path(path) = &foreign {
                        let planned = planned.for_foreign_object();
                        calls.extend(planned.map(|planned| target(path, planned)));
                    }
                }
            }
        }
        calls
    }

    /// The path of an object of somebody else.
    fn foreign_path(&self, route: &Route) -> Foreign {
        if !route.checks.iter().any(Check::decides) {
            return Foreign::None;
        }
        let mut foreign = self.foreign.iter();
        let is_parameter = |name: &str| {
            let forms = [format!("{{{name}}}"), format!("{{*{name}}}")];
            forms.iter().any(|form| route.path.contains(form))
        };
        if !foreign.any(|(name, _)| is_parameter(name)) {
            return Foreign::Unknown;
        }
        let mut values = self.parameters.clone();
        values.extend(self.foreign.clone());
        Foreign::Path(path::fill(&route.path, &values))
    }

    /// The response to one attempt.
    async fn call(&self, router: &Router, target: &Target<'_>) -> Answer {
        let Planned {
            attempt,
            scheme,
            user,
            places,
            headers,
        } = &target.planned;
        let token = match attempt.scopes() {
            Some(scopes) => {
                let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
                Some(match (&self.stepped_up, user) {
                    (Some(token), Some(user)) => token(scheme, &scopes, user).await,
                    _ => (self.token)(scheme, &scopes).await,
                })
            }
            None => None,
        };
        let token = token.as_deref().map(|token| (token, &**places));
        call::call(router, target, token, headers).await
    }
}

impl<T, U> std::fmt::Debug for Coverage<T, U> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Coverage")
            .field("parameters", &self.parameters)
            .finish_non_exhaustive()
    }
}
