use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::ACCEPT;
use http::{HeaderMap, HeaderValue, Request};
use serde_json::json;

use super::json::Message;
use super::json_rpc::{self, read_messages, request_with};
use super::{Operation, Operations, ReadOperations, Rule, UnreadableMessage};

/// Reads the Model Context Protocol over Streamable HTTP, of all versions: the `method`, and the name of a tool or a
/// prompt, or the URI of a resource.
///
/// The headers `Mcp-Method` and `Mcp-Name` decide nothing. A request in which they contradict the body is refused with 400
/// and `HeaderMismatch`, whatever version it declares.
///
/// | request | operation |
/// |---|---|
/// | `tools/call` | [named](Operation::named) by `params.name`: [`tool`](Operations::tool) |
/// | `prompts/get` | named by `params.name`: [`prompt`](Operations::prompt) |
/// | `resources/read`, `resources/subscribe`, `resources/unsubscribe` | named by `params.uri`: [`resource`](Operations::resource) |
/// | any other method, of a request or of a notification | a [call](Operation::call) |
/// | a response to a request of the server (before 2026-07-28) | [`Operation::RESPONSE`] |
///
/// Streams (GET) and the end of a session (DELETE), before 2026-07-28, are [HTTP methods](Operations::http).
#[derive(Debug, Clone, Copy, Default)]
pub struct Mcp;

/// The members of `params` with names.
const NAMES: [&str; 2] = ["name", "uri"];

/// The number of the member that names what a method is called for.
fn named_by(method: &str) -> Option<usize> {
    match method {
        TOOL | PROMPT => Some(0),
        RESOURCE | "resources/subscribe" | "resources/unsubscribe" => Some(1),
        _ => None,
    }
}

const TOOL: &str = "tools/call";
const PROMPT: &str = "prompts/get";
const RESOURCE: &str = "resources/read";

impl ReadOperations for Mcp {
    type Unreadable = UnreadableMessage;

    fn read<'r>(
        &self,
        request: &'r Request<Bytes>,
    ) -> Result<Vec<Operation<'r>>, UnreadableMessage> {
        let messages = read_messages(request, &NAMES)?;
        let read = |message: Message<'r>| {
            let id = message.id.clone();
            let operation = operation(message)?;
            if contradicts(request.headers(), &operation) {
                return Err(UnreadableMessage::HEADER_MISMATCH.of(&id));
            }
            Ok(operation)
        };
        messages.into_iter().map(read).collect()
    }

    fn request(&self, operation: &Operation<'_>) -> Request<Bytes> {
        let method = operation.method().unwrap_or_default();
        let params = match named_by(method) {
            Some(0) => json!({ "name": operation.name().unwrap_or("x"), "arguments": {} }),
            Some(_) => json!({ "uri": operation.name().unwrap_or("x:x") }),
            None => json!({}),
        };
        let mut request = request_with(operation, &params);
        let types = HeaderValue::from_static("application/json, text/event-stream");
        request.headers_mut().insert(ACCEPT, types);
        request
    }
}

fn operation(mut message: Message<'_>) -> Result<Operation<'_>, UnreadableMessage> {
    let (id, mut named) = (message.id.clone(), std::mem::take(&mut message.named));
    let operation = json_rpc::operation(message)?;
    let Some(index) = operation.method().and_then(named_by) else {
        return Ok(operation);
    };
    let name = named.swap_remove(index);
    // A string of C ends at a NUL.
    let name = name.filter(|name| !name.contains(char::is_control));
    let name = name.ok_or_else(|| UnreadableMessage::INVALID_PARAMS.of(&id))?;
    Ok(operation.with_name(name))
}

/// Whether a header that repeats a part of the body has another value, or several.
fn contradicts(headers: &HeaderMap, operation: &Operation<'_>) -> bool {
    let differs = |header: &str, is_expected: &dyn Fn(&[u8]) -> bool| {
        let mut values = headers.get_all(header).iter().map(HeaderValue::as_bytes);
        values.next().is_some_and(|value| !is_expected(value)) || values.next().is_some()
    };
    let Some(method) = operation.method() else {
        return false;
    };
    let is_name = |value: &[u8]| decoded(value).as_deref() == operation.name().map(str::as_bytes);
    // Other methods than these may have a name in the header, for which there is no rule.
    differs("mcp-method", &|value| value == method.as_bytes())
        || (operation.name().is_some() && differs("mcp-name", &is_name))
}

/// The value of a header, without the encoding for values that are not plain ASCII ("Value Encoding").
fn decoded(value: &[u8]) -> Option<Vec<u8>> {
    let encoded = value
        .strip_prefix(b"=?base64?")
        .and_then(|rest| rest.strip_suffix(b"?="));
    match encoded {
        Some(encoded) => STANDARD.decode(encoded).ok(),
        None => Some(value.to_owned()),
    }
}

impl<S> Operations<S, Mcp> {
    /// Sets the rule of a tool (`tools/call`).
    ///
    /// # Panics
    /// If it has a rule already.
    #[track_caller]
    pub fn tool(self, name: impl Into<Cow<'static, str>>, rule: impl Rule<S>) -> Self {
        self.operation(Operation::named(TOOL, name), rule)
    }

    /// Sets the rule of a prompt (`prompts/get`).
    ///
    /// # Panics
    /// If it has a rule already.
    #[track_caller]
    pub fn prompt(self, name: impl Into<Cow<'static, str>>, rule: impl Rule<S>) -> Self {
        self.operation(Operation::named(PROMPT, name), rule)
    }

    /// Sets the rule of a resource (`resources/read`), whose URI is compared as it is written. For all resources, write
    /// `.operation("resources/read", ...)`.
    ///
    /// # Panics
    /// If it has a rule already.
    #[track_caller]
    pub fn resource(self, uri: impl Into<Cow<'static, str>>, rule: impl Rule<S>) -> Self {
        self.operation(Operation::named(RESOURCE, uri), rule)
    }
}
