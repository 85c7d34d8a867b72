//! Judges the operations of a request before a service dispatches them.

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::BoxError;
use axum::body::{Body, Bytes, HttpBody};
use axum_core::response::{IntoResponse, Response};
use http::{Method, Request};
use tower_service::Service;

use super::credentials::Credentials;
use super::{Operation, Operations, ReadOperations};
use crate::graph::Node;
use crate::refuse::{Refusal, RefusalForm, never_a_success};
use crate::resolve::{Level, LevelsAbove, RouterState, levels_above};

/// A service whose operations have rules.
pub(crate) struct OperationsService<S, R, T> {
    rules: Arc<Rules<S, R>>,
    state: S,
    inner: T,
}

/// The rules of a table, at their place in a router.
struct Rules<S, R> {
    table: Operations<S, R>,
    /// Each once. The first is for everything that is not listed.
    levels: Vec<LevelsAbove<S>>,
    by_operation: HashMap<Operation<'static>, usize>,
    by_http: Vec<(Method, usize)>,
    /// What the service does not get.
    credentials: Credentials,
    /// The name of the service.
    name: &'static str,
}

/// The index of the rule for everything that is not listed.
const OTHERWISE: usize = 0;

impl<S, R, T> OperationsService<S, R, T> {
    /// The service inside of `around`, and of a level for each operation.
    pub(crate) fn new(
        table: Operations<S, R>,
        around: &[Level<S>],
        node: &'static Node,
        state: S,
        inner: T,
    ) -> Self {
        let rules = Arc::new(Rules::new(table, around, node));
        Self {
            rules,
            state,
            inner,
        }
    }
}

impl<S, R> Rules<S, R> {
    fn new(table: Operations<S, R>, around: &[Level<S>], node: &'static Node) -> Self {
        let mut levels: Vec<LevelsAbove<S>> = Vec::new();
        let mut number = |level: Option<Level<S>>| {
            let rule = levels_above(&[around, level.as_slice()].concat(), node);
            let mut known = levels.iter();
            let known = known.position(|known| std::ptr::eq(known.plan, rule.plan));
            known.unwrap_or_else(|| {
                levels.push(rule);
                levels.len() - 1
            })
        };
        number(Some(table.otherwise));
        let rules = table.rules.iter();
        let by_operation = rules
            .map(|(operation, level)| (operation.clone(), number(*level)))
            .collect();
        let http = table.http.iter();
        let by_http = http
            .map(|(method, level)| (method.clone(), number(*level)))
            .collect();
        let credentials = Credentials::of(levels.iter().flat_map(|levels| levels.plan.schemes()));
        Self {
            table,
            levels,
            by_operation,
            by_http,
            credentials,
            name: node.name,
        }
    }

    fn number(&self, operation: &Operation<'_>) -> usize {
        let find = |operation: &Operation<'_>| self.by_operation.get(operation).copied();
        let whole = || operation.whole().and_then(|whole| find(&whole));
        find(operation).or_else(whole).unwrap_or(OTHERWISE)
    }
}

impl<S: RouterState, R: ReadOperations> Rules<S, R> {
    /// The request, if it passes the rules of all its operations.
    ///
    /// # Errors
    /// The response to one that does not, or that cannot be read.
    async fn admit(&self, request: Request<Body>, state: &S) -> Result<Request<Body>, Refusal> {
        let (numbers, request) = self.judge(request).await?;
        let (mut parts, body) = request.into_parts();
        for number in numbers {
            self.levels[number].admit(&mut parts, state).await?;
        }
        self.credentials.remove_from(&mut parts.headers);
        Ok(Request::from_parts(parts, body))
    }

    /// The rules that a request has to pass, at least one, and the request with what they were read from.
    async fn judge(&self, request: Request<Body>) -> Result<(Vec<usize>, Request<Body>), Refusal> {
        if !self.table.reader.reads(request.method()) {
            return Ok((vec![self.number_by_http(&request)], request));
        }
        let (parts, body) = request.into_parts();
        let (bytes, rest) = if R::READS_BODY {
            let bytes = self.table.limits.read(body).await;
            (bytes.map_err(Refusal::new)?, None)
        } else {
            (Bytes::new(), Some(body))
        };
        let request = Request::from_parts(parts, bytes);
        let numbers = self.read(&request)?;
        // What was judged, and nothing else.
        let request = request.map(|judged| rest.unwrap_or_else(|| judged.into()));
        Ok((numbers, request))
    }

    /// The rule of a request whose body is not read.
    fn number_by_http(&self, request: &Request<Body>) -> usize {
        let is_same = |(method, _): &&(Method, usize)| method == request.method();
        let rule = self.by_http.iter().find(is_same);
        let rule = rule.filter(|_| !self.table.reader.asks_in_url(request.uri()));
        rule.map_or(OTHERWISE, |(_, number)| *number)
    }

    fn read(&self, request: &Request<Bytes>) -> Result<Vec<usize>, Refusal> {
        let operations = self.table.reader.read(request).map_err(|unreadable| {
            let response = unreadable.into_response();
            Refusal::new(never_a_success(response, "operations", self.name))
        })?;
        let mut numbers = Vec::new();
        for operation in &operations {
            let number = self.number(operation);
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        }
        if numbers.is_empty() {
            numbers.push(OTHERWISE);
        }
        Ok(numbers)
    }
}

impl<S, R, T, B> Service<Request<Body>> for OperationsService<S, R, T>
where
    S: RouterState + Clone,
    R: ReadOperations,
    T: Service<Request<Body>, Response = http::Response<B>> + Clone + Send + 'static,
    T::Future: Send,
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response;
    type Error = T::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response, T::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), T::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let (rules, state) = (Arc::clone(&self.rules), self.state.clone());
        // The clone that is called is the one that is ready.
        let next = self.inner.clone();
        let mut inner = std::mem::replace(&mut self.inner, next);
        Box::pin(async move {
            let form = RefusalForm::for_client(request.headers());
            match rules.admit(request, &state).await {
                Ok(request) => Ok(inner.call(request).await?.map(Body::new)),
                Err(refusal) => Ok(form.of(refusal.into_response())),
            }
        })
    }
}

impl<S: Clone, R, T: Clone> Clone for OperationsService<S, R, T> {
    fn clone(&self) -> Self {
        Self {
            rules: Arc::clone(&self.rules),
            state: self.state.clone(),
            inner: self.inner.clone(),
        }
    }
}
