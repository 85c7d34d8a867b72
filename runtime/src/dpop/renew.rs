//! A new nonce with every response (RFC 9449 section 8.2).

use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};

use http::request::Parts;
use http::{HeaderName, HeaderValue, Request, Response};
use tower_layer::Layer;
use tower_service::Service;

const DPOP: HeaderName = HeaderName::from_static("dpop");
const DPOP_NONCE: HeaderName = HeaderName::from_static("dpop-nonce");

/// A middleware that sends clients the nonce for their next proof with the response to this one, so that no request is
/// refused because its nonce is old ([RFC 9449 section 8.2](https://www.rfc-editor.org/rfc/rfc9449#section-8.2)).
///
/// A [`SecureRouter`](crate::SecureRouter) includes it. Add it to a plain [`Router`](axum::Router) with
/// [`layer`](axum::Router::layer). It adds a header to responses to requests whose proof was accepted by a verifier
/// that requires [nonces](super::DpopBuilder::nonces), and does nothing otherwise.
///
/// ```
/// use axum::Router;
/// use scopegate::dpop::RenewNonces;
///
/// let router: Router = Router::new().layer(RenewNonces);
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct RenewNonces;

/// A place for the nonce that is sent with the response.
#[derive(Clone, Default)]
struct NextNonce(Arc<OnceLock<HeaderValue>>);

/// Sends the client this nonce with the response to its request.
pub(crate) fn renew(parts: &Parts, nonce: impl FnOnce() -> Option<HeaderValue>) {
    if let Some(NextNonce(next)) = parts.extensions.get()
        && let Some(nonce) = nonce()
    {
        next.get_or_init(|| nonce);
    }
}

impl<S> Layer<S> for RenewNonces {
    type Service = RenewNoncesService<S>;

    fn layer(&self, inner: S) -> RenewNoncesService<S> {
        RenewNoncesService { inner }
    }
}

/// The service that [`RenewNonces`] creates.
///
/// See [`RenewNonces`] for an example.
#[derive(Clone, Debug)]
pub struct RenewNoncesService<S> {
    inner: S,
}

type Answering<R, E> = Pin<Box<dyn Future<Output = Result<R, E>> + Send>>;

impl<S, B, R> Service<Request<B>> for RenewNoncesService<S>
where
    S: Service<Request<B>, Response = Response<R>, Future: Send + 'static>,
{
    type Response = Response<R>;
    type Error = S::Error;
    type Future = Answering<Response<R>, S::Error>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        if !request.headers().contains_key(DPOP) {
            return Box::pin(self.inner.call(request));
        }
        // An outer router may have added one already.
        let extensions = request.extensions_mut();
        let NextNonce(next) = extensions.get_or_insert_default::<NextNonce>().clone();
        let answer = self.inner.call(request);
        Box::pin(async move {
            let mut answer = answer.await?;
            if let Some(nonce) = next.get() {
                let header = answer.headers_mut().entry(DPOP_NONCE);
                header.or_insert_with(|| nonce.clone());
            }
            Ok(answer)
        })
    }
}
