//! Counts the requests that were refused.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use http::{Request, Response};
use tower_layer::Layer;
use tower_service::Service;

use super::Denial;
use crate::metrics::{Counter, Event, Metrics};

/// A middleware that records [`Event::Denied`] for each request that is refused, and [`Event::Lacked`] for each scope that
/// its token lacks.
///
/// Add it around a router, inside of middleware that changes responses: it reads the [`Denial`](crate::Denial) in their
/// extensions.
///
/// ```
/// use std::sync::Arc;
///
/// use axum::Router;
/// use scopegate::metrics::{CountDenials, Event, Metrics};
///
/// struct Denials;
///
/// impl Metrics for Denials {
///     fn record(&self, event: Event) {
///         match event {
///             Event::Denied { reason, handler, .. } => println!("denied{{{reason}, {handler}}} + 1"),
///             Event::Lacked { scope, .. } => println!("lacked{{{scope}}} + 1"),
///             _ => {}
///         }
///     }
/// }
///
/// let router: Router = Router::new().layer(CountDenials::new(Denials));
/// ```
#[derive(Clone)]
pub struct CountDenials {
    counter: Counter,
}

impl CountDenials {
    /// Sends the events to `metrics`. It can be the same as that of the verifier, in an [`Arc`](std::sync::Arc).
    #[must_use]
    pub fn new(metrics: impl Metrics) -> Self {
        Self {
            counter: Counter::new(metrics),
        }
    }
}

impl<S> Layer<S> for CountDenials {
    type Service = CountDenialsService<S>;

    fn layer(&self, inner: S) -> CountDenialsService<S> {
        CountDenialsService {
            inner,
            counter: self.counter.clone(),
        }
    }
}

/// The service that [`CountDenials`] creates.
///
/// See [`CountDenials`] for an example.
#[derive(Clone)]
pub struct CountDenialsService<S> {
    inner: S,
    counter: Counter,
}

impl<S, B, R> Service<Request<B>> for CountDenialsService<S>
where
    S: Service<Request<B>, Response = Response<R>, Future: Send + 'static>,
{
    type Response = Response<R>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response<R>, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let counter = self.counter.clone();
        let answer = self.inner.call(request);
        Box::pin(async move {
            let answer = answer.await?;
            if let Some(denial) = answer.extensions().get() {
                count(denial, &counter);
            }
            Ok(answer)
        })
    }
}

fn count(denial: &Denial, counter: &Counter) {
    let scheme = denial.scheme().name;
    counter.record(|| Event::Denied {
        reason: denial.reason().as_str(),
        scheme,
        handler: denial.handler(),
    });
    for scope in denial.missing_declared() {
        counter.record(|| Event::Lacked { scope, scheme });
    }
}

impl fmt::Debug for CountDenials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CountDenials").finish_non_exhaustive()
    }
}

impl<S: fmt::Debug> fmt::Debug for CountDenialsService<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CountDenialsService")
            .field(&self.inner)
            .finish()
    }
}
