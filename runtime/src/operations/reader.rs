use axum_core::response::IntoResponse;
use bytes::Bytes;
use http::{Method, Request, Uri};

use super::Operation;

/// Reads the operations of a request, before the service does: [`JsonRpc`](super::JsonRpc), [`Mcp`](super::Mcp),
/// [`GraphQl`](super::GraphQl) and [`Grpc`](super::Grpc), or one of your own for another protocol.
///
/// A reader decides which rule a request has to pass, so it must never read another operation than the service would:
///
/// * It reads what the service dispatches on, and no copy of it, such as a header that only repeats it.
/// * Whatever the service might read in another way is unreadable: repeated members, other encodings, anything after the
///   end. A request that is unreadable never reaches the service.
/// * If a request has several operations, it returns all of them.
///
/// ```
/// use axum::http::{Request, StatusCode};
/// use bytes::Bytes;
/// use scopegate::operations::{Operation, ReadOperations};
///
/// /// One word in the body: `start` or `stop`.
/// #[derive(Clone)]
/// struct Word;
///
/// impl ReadOperations for Word {
///     type Unreadable = StatusCode;
///
///     fn read<'r>(&self, request: &'r Request<Bytes>) -> Result<Vec<Operation<'r>>, StatusCode> {
///         let word = str::from_utf8(request.body()).map_err(|_| StatusCode::BAD_REQUEST)?;
///         Ok(vec![Operation::call(word)])
///     }
///
///     fn request(&self, operation: &Operation<'_>) -> Request<Bytes> {
///         let word = operation.method().unwrap_or_default();
///         let mut request = Request::new(Bytes::copy_from_slice(word.as_bytes()));
///         *request.method_mut() = axum::http::Method::POST;
///         request
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not read operations",
    label = "not a reader",
    note = "write `JsonRpc`, `Mcp`, `GraphQl` or `Grpc`, or implement `ReadOperations` for another protocol"
)]
pub trait ReadOperations: Send + Sync + 'static {
    /// The response to a request that cannot be read. Its status has to be an error.
    type Unreadable: IntoResponse;

    /// Whether the body has to be read. If not, [`read`](Self::read) gets an empty one, and the service reads it.
    const READS_BODY: bool = true;

    /// Whether requests with this HTTP method have operations. Others need the rule of their
    /// [HTTP method](super::Operations::http).
    fn reads(&self, method: &Method) -> bool {
        method == Method::POST
    }

    /// Whether the URL of a request with another HTTP method asks for an operation nevertheless. It needs the rule for
    /// everything else, and not that of its HTTP method.
    fn asks_in_url(&self, uri: &Uri) -> bool {
        let _ = uri;
        false
    }

    /// The operations of a request, at least one.
    ///
    /// # Errors
    /// The response, if the service might read other ones.
    fn read<'r>(&self, request: &'r Request<Bytes>)
    -> Result<Vec<Operation<'r>>, Self::Unreadable>;

    /// A request with this operation only. The coverage test sends it, and an operation that is not read from its own
    /// request cannot have a rule. The path is that of the route, unless the reader reads it.
    fn request(&self, operation: &Operation<'_>) -> Request<Bytes>;
}
