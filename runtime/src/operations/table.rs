use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request};

use super::body::Limits;
use super::{Operation, ReadOperations, Rule};
use crate::resolve::Level;

/// The rules of a service's operations, for [`SecureRouter::operations`](crate::SecureRouter::operations).
///
/// See the [module](super) for an example.
#[must_use]
pub struct Operations<S, R> {
    pub(crate) reader: R,
    pub(super) limits: Limits,
    /// For everything without a rule of its own.
    pub(crate) otherwise: Level<S>,
    /// A rule without a level is public.
    pub(crate) rules: Vec<(Operation<'static>, Option<Level<S>>)>,
    pub(crate) http: Vec<(Method, Option<Level<S>>)>,
}

impl<S, R: ReadOperations> Operations<S, R> {
    /// The rules of the operations that `reader` reads. Those that are not listed have the rule `otherwise`, and so do
    /// requests with other HTTP methods: choose the strictest one.
    pub fn new(reader: R, otherwise: Level<S>) -> Self {
        Self {
            reader,
            limits: Limits::DEFAULT,
            otherwise,
            rules: Vec::new(),
            http: Vec::new(),
        }
    }

    /// Sets the rule of an operation: of a method, or of what it is called for. If a method is called for names, its rule is
    /// for all of them.
    ///
    /// # Panics
    /// If the operation has a rule already: by itself, or because a method has one rule for all names and others for some.
    /// If no request has it, because the reader never reads it.
    #[track_caller]
    pub fn operation(
        mut self,
        operation: impl Into<Operation<'static>>,
        rule: impl Rule<S>,
    ) -> Self {
        let operation = operation.into();
        self.check_is_new(&operation);
        self.check_is_read(&operation);
        self.rules.push((operation, rule.into_level()));
        self
    }

    /// Sets the rule of requests with an HTTP method that have no operation, such as those for streams or for a page. Their
    /// bodies are not read: a service that finds an operation there executes it. So does one that finds it in the URL, unless
    /// the reader [knows](ReadOperations::asks_in_url) such URLs.
    ///
    /// # Panics
    /// If the method has a rule already, or its requests have operations.
    #[track_caller]
    pub fn http(mut self, method: Method, rule: impl Rule<S>) -> Self {
        assert!(
            !self.reader.reads(&method),
            "requests with {method} have operations: set the rules of these",
        );
        assert!(
            self.http.iter().all(|(known, _)| *known != method),
            "{method} has a rule already",
        );
        self.http.push((method, rule.into_level()));
        self
    }

    /// Sets the most bytes of a body, instead of 1 MiB. A larger one is refused with 413 (RFC 9110 section 15.5.14).
    ///
    /// It is read before the token is verified, because the challenge names the scopes of the operation.
    pub fn max_body_bytes(mut self, bytes: usize) -> Self {
        self.limits.size = bytes;
        self
    }

    /// Sets the longest time for reading a body, instead of 10 seconds. A slower request is refused with 408 (RFC 9110
    /// section 15.5.9).
    pub fn max_body_time(mut self, time: Duration) -> Self {
        self.limits.time = time;
        self
    }

    #[track_caller]
    fn check_is_new(&self, operation: &Operation<'_>) {
        for (known, _) in &self.rules {
            assert!(known != operation, "`{operation}` has a rule already");
            assert!(
                !known.covers(operation) && !operation.covers(known),
                "`{known}` has a rule, and so has `{operation}`: a method has one rule, or one for each name",
            );
        }
    }

    #[track_caller]
    fn check_is_read(&self, operation: &Operation<'_>) {
        let request = self.reader.request(operation);
        assert!(
            self.is_read(operation, &request),
            "no request has the operation `{operation}`: `{}` does not read it",
            short_name::<R>(),
        );
    }

    /// Whether a request has only this operation.
    fn is_read(&self, operation: &Operation<'_>, request: &Request<Bytes>) -> bool {
        self.reader.reads(request.method())
            && self
                .reader
                .read(request)
                .is_ok_and(|read| matches!(read.as_slice(), [read] if operation.covers(read)))
    }
}

/// The name of a type without its path.
fn short_name<T>() -> &'static str {
    let name = std::any::type_name::<T>();
    let path = name.split('<').next().unwrap_or(name);
    path.rsplit("::").next().unwrap_or(path)
}

/// Copies of a table have the same rules.
impl<S, R: Clone> Clone for Operations<S, R> {
    fn clone(&self) -> Self {
        Self {
            reader: self.reader.clone(),
            limits: self.limits,
            otherwise: self.otherwise,
            rules: self.rules.clone(),
            http: self.http.clone(),
        }
    }
}

impl<S, R> fmt::Debug for Operations<S, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operations = self
            .rules
            .iter()
            .map(|(operation, _)| operation.to_string());
        f.debug_list().entries(operations).finish()
    }
}
