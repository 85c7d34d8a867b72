use std::pin::Pin;
use std::task::{Context, Poll};

use http::{Request, Response};
use tower_layer::Layer;
use tower_service::Service;

use super::Noted;

/// A middleware that puts the [`Callers`](super::Callers) of a request into the extensions of its response.
///
/// Add it around a router, inside of the middleware that reads them. See the [module](super) for an example.
#[derive(Clone, Copy, Debug, Default)]
pub struct IdentifyCallers;

impl<S> Layer<S> for IdentifyCallers {
    type Service = IdentifyCallersService<S>;

    fn layer(&self, inner: S) -> IdentifyCallersService<S> {
        IdentifyCallersService { inner }
    }
}

/// The service that [`IdentifyCallers`] creates.
///
/// See the [module](super) for an example.
#[derive(Clone, Debug)]
pub struct IdentifyCallersService<S> {
    inner: S,
}

impl<S, B, R> Service<Request<B>> for IdentifyCallersService<S>
where
    S: Service<Request<B>, Response = Response<R>, Future: Send + 'static>,
{
    type Response = Response<R>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response<R>, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        // A new place: the callers of a request that this one was made for are not its own.
        let noted = Noted::default();
        request.extensions_mut().insert(noted.clone());
        let answer = self.inner.call(request);
        Box::pin(async move {
            let mut answer = answer.await?;
            if let Some(callers) = noted.callers() {
                answer.extensions_mut().insert(callers);
            }
            Ok(answer)
        })
    }
}
