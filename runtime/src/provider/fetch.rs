//! How a provider is asked.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, RETRY_AFTER};
use http::{HeaderValue, Request, Response, StatusCode, Uri};
use tokio::time::Instant;

use super::address::{AddressProblem, PlainHosts, check_address};
use super::{Failure, HttpClient};
use crate::metrics::{Counter, Event, Subject};

/// The most bytes of a response: metadata and keys have a few thousand.
pub const MAX_RESPONSE: usize = 256 * 1024;

/// How long a provider may take to answer.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Sends requests to a provider: [`HttpClient`](super::HttpClient), or a client of your own, with a proxy, say, or
/// with certificates of an own authority.
///
/// It follows no redirects, for keys come from where the configuration says. It reads at most [`MAX_RESPONSE`] bytes.
/// How long it may take is not its concern.
pub trait Fetch: Send + Sync + 'static {
    /// Sends a request.
    ///
    /// # Errors
    /// [`FetchError`] if there is no response. A response is none, whatever its status is.
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

/// Why a provider could not be asked, or gave no answer that can be used. It holds nothing of what was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// There is no connection, or it broke.
    #[error("the provider cannot be reached")]
    Connection,
    /// It took too long.
    #[error("the provider did not answer in time")]
    Timeout,
    /// The response is longer than [`MAX_RESPONSE`].
    #[error("the provider's response is too large")]
    TooLarge,
    /// The status is not the one that was asked for.
    #[error("the provider answered with the status {0}")]
    Status(u16),
    /// The response is not what it should be.
    #[error("the provider's response cannot be read")]
    Malformed,
    /// The metadata names another issuer than the one that was to be discovered, if only by a slash.
    #[error("the provider's metadata is that of another issuer")]
    Issuer,
    /// The metadata names an address that is not safe: plain `http`, for example.
    #[error("the provider's metadata names an address that is not safe")]
    Address,
    /// The metadata names no endpoint for introspection.
    #[error("the provider's metadata names no endpoint for introspection")]
    NoEndpoint,
    /// There is no key that can be used.
    #[error("the provider has no key that can be used")]
    NoKeys,
}

impl FetchError {
    /// A stable `snake_case` name, for metrics and logs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Connection => "connection",
            Self::Timeout => "timeout",
            Self::TooLarge => "too_large",
            Self::Status(_) => "status",
            Self::Malformed => "malformed",
            Self::Issuer => "issuer",
            Self::Address => "address",
            Self::NoEndpoint => "no_endpoint",
            Self::NoKeys => "no_keys",
        }
    }
}

impl FetchError {
    /// Whether what was asked for may be somewhere else by now. Other failures are none of its address, and whoever
    /// sends tokens can cause some of them.
    pub(crate) const fn may_have_moved(self) -> bool {
        matches!(
            self,
            Self::Connection | Self::Malformed | Self::Status(300..400 | 404 | 410)
        )
    }
}

/// An error with what is below it, in words without secrets.
pub(crate) type Caused = (FetchError, Option<String>);

type Fetching<'f> = Pin<Box<dyn Future<Output = Result<Response<Bytes>, Caused>> + Send + 'f>>;

/// What sends requests, behind a pointer.
pub(crate) trait DynFetch: Send + Sync {
    fn fetch_boxed(&self, request: Request<Bytes>) -> Fetching<'_>;
}

/// A client of the user's own.
pub(super) struct Own<F>(pub(super) F);

impl<F: Fetch> DynFetch for Own<F> {
    fn fetch_boxed(&self, request: Request<Bytes>) -> Fetching<'_> {
        Box::pin(async move { self.0.fetch(request).await.map_err(|error| (error, None)) })
    }
}

impl DynFetch for HttpClient {
    fn fetch_boxed(&self, request: Request<Bytes>) -> Fetching<'_> {
        Box::pin(self.send(request))
    }
}

/// Asks a provider, within limits.
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

    /// An address that may be asked.
    ///
    /// # Errors
    /// Why it may not.
    pub(crate) fn address(&self, url: &str) -> Result<Uri, AddressProblem> {
        check_address(url, &self.plain)
    }

    pub(crate) fn counter(&self) -> &Counter {
        &self.counter
    }

    /// The response with the status 200 that a GET gets.
    pub(crate) async fn get(
        &self,
        subject: Subject,
        uri: &Uri,
    ) -> Result<Response<Bytes>, Failure> {
        let mut request = Request::new(Bytes::new());
        *request.uri_mut() = uri.clone();
        let json = HeaderValue::from_static("application/json");
        request.headers_mut().insert(ACCEPT, json);
        self.ask(subject, request, ok).await
    }

    /// What a response says, as it is read.
    pub(crate) async fn ask<A>(
        &self,
        subject: Subject,
        request: Request<Bytes>,
        read: impl FnOnce(Response<Bytes>) -> Result<A, FetchError>,
    ) -> Result<A, Failure> {
        let begun = Instant::now();
        let uri = request.uri().clone();
        let mut wait = None;
        let answer = self.response(request).await.and_then(|response| {
            wait = retry_after(&response);
            read(response).map_err(|error| (error, None))
        });
        let answer =
            answer.map_err(|(error, cause)| Failure::at(&uri, error, cause).retrying_after(wait));
        self.counter.record(|| Event::Fetched {
            subject,
            error: answer.as_ref().err().map(|failure| failure.error),
            took: begun.elapsed(),
        });
        answer
    }

    async fn response(&self, request: Request<Bytes>) -> Result<Response<Bytes>, Caused> {
        let answer = tokio::time::timeout(TIMEOUT, self.fetch.fetch_boxed(request));
        let response = answer.await.map_err(|_| (FetchError::Timeout, None))??;
        if response.body().len() > MAX_RESPONSE {
            return Err((FetchError::TooLarge, None));
        }
        Ok(response)
    }
}

/// The `Retry-After` of a provider that is busy (RFC 9110 section 10.2.3, RFC 6585 section 4), in seconds: dates are few,
/// and as good as the clocks.
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
        status => Err(FetchError::Status(status.as_u16())),
    }
}

impl fmt::Debug for Fetcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fetcher").finish_non_exhaustive()
    }
}
