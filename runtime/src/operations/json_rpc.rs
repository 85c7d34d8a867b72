use bytes::Bytes;
use http::Request;
use serde_json::{Value, json};

use super::json::{Message, json_request, messages};
use super::unreadable::check_headers;
use super::{Operation, ReadOperations, UnreadableMessage};

/// Reads JSON-RPC 2.0 over HTTP: the `method` of the message in a POST, or of each message of a batch.
///
/// See the [module](super) for what is unreadable.
#[derive(Debug, Clone, Copy, Default)]
pub struct JsonRpc;

impl ReadOperations for JsonRpc {
    type Unreadable = UnreadableMessage;

    fn read<'r>(
        &self,
        request: &'r Request<Bytes>,
    ) -> Result<Vec<Operation<'r>>, UnreadableMessage> {
        let messages = read_messages(request, &[])?;
        messages.into_iter().map(operation).collect()
    }

    fn request(&self, operation: &Operation<'_>) -> Request<Bytes> {
        request_with(operation, &json!({}))
    }
}

/// The messages of a request, at least one.
pub(super) fn read_messages<'r>(
    request: &'r Request<Bytes>,
    names: &[&'static str],
) -> Result<Vec<Message<'r>>, UnreadableMessage> {
    check_headers(request.headers())?;
    let body = request.body();
    let messages = messages(body, names).map_err(|error| {
        let is_json = error.is_data() && std::str::from_utf8(body).is_ok();
        if is_json {
            UnreadableMessage::INVALID_REQUEST
        } else {
            UnreadableMessage::PARSE_ERROR
        }
    })?;
    if messages.is_empty() {
        return Err(UnreadableMessage::INVALID_REQUEST);
    }
    Ok(messages)
}

/// The operation of a message: a call, or a response to a request of the server.
pub(super) fn operation(message: Message<'_>) -> Result<Operation<'_>, UnreadableMessage> {
    match message.method {
        Some(method) if !message.is_response && is_method(&method) => Ok(Operation::call(method)),
        None if message.is_response => Ok(Operation::RESPONSE),
        _ => Err(UnreadableMessage::INVALID_REQUEST.of(&message.id)),
    }
}

/// Whether this can be a method. Spaces separate it from a name in the audit.
fn is_method(method: &str) -> bool {
    let is_blank = |letter: char| letter.is_whitespace() || letter.is_control();
    !method.is_empty() && !method.contains(is_blank)
}

/// A request with a message, and a notification if the method is one.
pub(super) fn request_with(operation: &Operation<'_>, params: &Value) -> Request<Bytes> {
    let mut message = match operation.method() {
        Some(method) => json!({ "jsonrpc": "2.0", "method": method, "params": params }),
        None => json!({ "jsonrpc": "2.0", "result": {} }),
    };
    let method = operation.method().unwrap_or_default();
    if !method.starts_with("notifications/") {
        message["id"] = json!(1);
    }
    json_request(&message)
}
