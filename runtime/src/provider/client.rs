use bytes::{Bytes, BytesMut};
use http::{Request, Response};
use reqwest::redirect::Policy;

use super::{Fetch, FetchError, FetchErrorKind, MAX_RESPONSE};

/// The default HTTP client for requests to providers. It uses TLS and trusts the certificates of the operating system.
///
/// A verifier creates one if none is set. To share its connections among several verifiers, clone one:
///
/// ```no_run
/// use scopegate::Verifier;
/// use scopegate::provider::HttpClient;
///
/// let client = HttpClient::new()?;
/// let of = |issuer: &str| {
///     let builder = Verifier::builder().discover(issuer).audience("https://api.example");
///     builder.http_client(client.clone()).build()
/// };
/// let verifier = Verifier::by_issuer([of("https://one.example")?, of("https://two.example")?])?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct HttpClient(reqwest::Client);

impl HttpClient {
    /// Creates a client.
    ///
    /// # Errors
    /// [`FetchErrorKind::Connection`] if TLS cannot be set up.
    pub fn new() -> Result<Self, FetchError> {
        let client = reqwest::Client::builder()
            .redirect(Policy::none())
            .user_agent(concat!("scopegate/", env!("CARGO_PKG_VERSION")));
        let client = client.build();
        let client = client.map_err(|error| FetchError::new(FetchErrorKind::Connection, error));
        client.map(Self)
    }
}

impl Fetch for HttpClient {
    async fn fetch(&self, request: Request<Bytes>) -> Result<Response<Bytes>, FetchError> {
        let request = request.try_into().map_err(why)?;
        let mut answer = self.0.execute(request).await.map_err(why)?;
        let mut body = BytesMut::new();
        while let Some(chunk) = answer.chunk().await.map_err(why)? {
            if body.len() + chunk.len() > MAX_RESPONSE {
                return Err(FetchErrorKind::TooLarge.into());
            }
            body.extend_from_slice(&chunk);
        }
        let mut response = Response::new(body.freeze());
        *response.status_mut() = answer.status();
        *response.headers_mut() = std::mem::take(answer.headers_mut());
        Ok(response)
    }
}

/// Without the address, which may contain secrets.
fn why(error: reqwest::Error) -> FetchError {
    let error = error.without_url();
    let kind = if error.is_timeout() {
        FetchErrorKind::Timeout
    } else if error.is_builder() {
        FetchErrorKind::Malformed
    } else {
        FetchErrorKind::Connection
    };
    FetchError::new(kind, error)
}
