//! Requests to a provider.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, RETRY_AFTER};
use http::{HeaderValue, Request, Response, StatusCode, Uri};
use tokio::time::Instant;

use super::address::check_address;
use super::{AddressProblem, Failure, FetchError, FetchErrorKind, PlainHosts};
use crate::metrics::{Counter, Event, FetchKind};

/// The maximum size of a response in bytes: metadata and keys have a few thousand.
pub const MAX_RESPONSE: usize = 256 * 1024;

/// The timeout of a request.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Sends requests to a provider: [`HttpClient`](super::HttpClient), or a custom client, for example with a proxy or
/// with the certificates of a private authority.
///
/// An implementation must not follow redirects, since keys must come from the configured address, and must read at most
/// [`MAX_RESPONSE`] bytes. It needs no timeout: the caller sets one.
pub trait Fetch: Send + Sync + 'static {
    /// Sends a request.
    ///
    /// # Errors
    /// [`FetchError`] if there is no response. A response with an error status is not an error here.
    fn fetch(
        &self,
        request: Request<Bytes>,
    ) -> impl Future<Output = Result<Response<Bytes>, FetchError>> + Send;
}

impl<F: Fetch> Fetch for Arc<F> {
    async fn fetch(&self, request: Request<Bytes>) -> Result<Response<Bytes>, FetchError> {
        self.as_ref().fetch(request).await
    }
}

type Fetching<'f> = Pin<Box<dyn Future<Output = Result<Response<Bytes>, FetchError>> + Send + 'f>>;

/// A [`Fetch`] as a trait object.
pub(crate) trait DynFetch: Send + Sync {
    fn fetch_boxed(&self, request: Request<Bytes>) -> Fetching<'_>;
}

impl<F: Fetch> DynFetch for F {
    fn fetch_boxed(&self, request: Request<Bytes>) -> Fetching<'_> {
        Box::pin(self.fetch(request))
    }
}

/// Sends requests to a provider, within limits.
#[derive(Clone)]
pub(crate) struct Fetcher {
    fetch: Arc<dyn DynFetch>,
    plain: PlainHosts,
    counter: Counter,
}

impl Fetcher {
    pub(crate) fn new(fetch: Arc<dyn DynFetch>, plain: PlainHosts, counter: Counter) -> Self {
        Self {
            fetch,
            plain,
            counter,
        }
    }

    /// An address, if requests to it are allowed.
    ///
    /// # Errors
    /// Why they are not.
    pub(crate) fn address(&self, url: &str) -> Result<Uri, AddressProblem> {
        check_address(url, &self.plain)
    }

    pub(crate) fn counter(&self) -> &Counter {
        &self.counter
    }

    /// The response to a GET request, if its status is 200.
    pub(crate) async fn get(&self, kind: FetchKind, uri: &Uri) -> Result<Response<Bytes>, Failure> {
        let mut request = Request::new(Bytes::new());
        *request.uri_mut() = uri.clone();
        let json = HeaderValue::from_static("application/json");
        request.headers_mut().insert(ACCEPT, json);
        self.ask(kind, request, ok).await
    }

    /// Sends a request, and parses the response.
    pub(crate) async fn ask<A>(
        &self,
        kind: FetchKind,
        request: Request<Bytes>,
        read: impl FnOnce(Response<Bytes>) -> Result<A, FetchError>,
    ) -> Result<A, Failure> {
        let begun = Instant::now();
        let uri = request.uri().clone();
        let mut wait = None;
        let answer = self.response(request).await.and_then(|response| {
            wait = retry_after(&response);
            read(response)
        });
        let answer = answer.map_err(|error| Failure::at(&uri, error).retrying_after(wait));
        self.counter.record(|| Event::Fetched {
            kind,
            error: answer.as_ref().err().map(|failure| failure.error.kind()),
            took: begun.elapsed(),
        });
        answer
    }

    async fn response(&self, request: Request<Bytes>) -> Result<Response<Bytes>, FetchError> {
        let answer = tokio::time::timeout(TIMEOUT, self.fetch.fetch_boxed(request));
        let response = answer.await.map_err(|_| FetchErrorKind::Timeout)??;
        if response.body().len() > MAX_RESPONSE {
            return Err(FetchErrorKind::TooLarge.into());
        }
        Ok(response)
    }
}

/// The `Retry-After` of a provider that is busy (RFC 9110 section 10.2.3, RFC 6585 section 4), in seconds: dates are
/// rare, and only as accurate as the clocks.
fn retry_after(response: &Response<Bytes>) -> Option<Duration> {
    let status = response.status();
    let is_busy = matches!(
        status,
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS
    );
    let seconds = response.headers().get(RETRY_AFTER).filter(|_| is_busy)?;
    let seconds = seconds.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds))
}

fn ok(response: Response<Bytes>) -> Result<Response<Bytes>, FetchError> {
    match response.status() {
        StatusCode::OK => Ok(response),
        status => Err(FetchErrorKind::Status(status.as_u16()).into()),
    }
}

impl fmt::Debug for Fetcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fetcher").finish_non_exhaustive()
    }
}
