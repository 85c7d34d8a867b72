use std::convert::Infallible;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Method, Request};

use super::{Operation, ReadOperations};

/// Reads gRPC: the path of the request, `/package.Service/Method`. The body is not read.
///
/// Serve it with a path such as `/package.Service/{*method}`. The path decides whatever the HTTP method is, because servers
/// execute a call that does not come with POST: there are no rules of [HTTP methods](super::Operations::http). For gRPC-Web,
/// put the layer that answers preflight requests around the router. A refused call has the status `UNAUTHENTICATED` or
/// `PERMISSION_DENIED` for a client of gRPC, beside the HTTP status and the challenge.
///
/// ```
/// # use scopegate::{AccessToken, SecurityScheme, Verifier, dependency};
/// use scopegate::level;
/// use scopegate::operations::{Grpc, Operations};
///
/// # #[derive(SecurityScheme)]
/// # #[oauth2(client_credentials(token_url = "token"), scopes("greet" = "Greet.", "admin" = "All."))]
/// # struct OAuth2;
/// # #[dependency(depends = OAuth2)]
/// # fn caller(_token: AccessToken) {}
/// let operations: Operations<Verifier, _> =
///     Operations::new(Grpc, level!(scopes = ["admin"], depends = caller))
///         .operation("/helloworld.Greeter/SayHello", level!(scopes = ["greet"], depends = caller));
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Grpc;

impl ReadOperations for Grpc {
    type Unreadable = Infallible;

    const READS_BODY: bool = false;

    fn reads(&self, _: &Method) -> bool {
        true
    }

    fn read<'r>(&self, request: &'r Request<Bytes>) -> Result<Vec<Operation<'r>>, Infallible> {
        Ok(vec![Operation::call(request.uri().path())])
    }

    fn request(&self, operation: &Operation<'_>) -> Request<Bytes> {
        let mut request = Request::new(Bytes::new());
        *request.method_mut() = Method::POST;
        let path = operation.method().unwrap_or_default();
        if let Ok(uri) = path.parse() {
            *request.uri_mut() = uri;
        }
        let grpc = HeaderValue::from_static("application/grpc");
        request.headers_mut().insert(CONTENT_TYPE, grpc);
        request
    }
}
