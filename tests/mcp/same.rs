//! What rmcp dispatches is what was judged.

use axum::body::Bytes;
use axum::http::{Method, Request};
use proptest::prelude::*;
use rmcp::model::{ClientJsonRpcMessage, ClientRequest};
use scopegate::operations::{Mcp, Operation, ReadOperations};

use crate::bodies::body;

/// The operation of a message, as rmcp reads it.
fn dispatched(message: &ClientJsonRpcMessage) -> Option<String> {
    let operation = match message {
        ClientJsonRpcMessage::Request(request) => match &request.request {
            ClientRequest::CallToolRequest(call) => {
                Operation::named("tools/call", &*call.params.name)
            }
            ClientRequest::GetPromptRequest(get) => {
                Operation::named("prompts/get", &*get.params.name)
            }
            ClientRequest::ReadResourceRequest(read) => {
                Operation::named("resources/read", &*read.params.uri)
            }
            _ => return method(message),
        },
        ClientJsonRpcMessage::Notification(_) => return method(message),
        ClientJsonRpcMessage::Response(_) | ClientJsonRpcMessage::Error(_) => Operation::RESPONSE,
    };
    Some(operation.to_string())
}

fn method(message: &ClientJsonRpcMessage) -> Option<String> {
    let value = serde_json::to_value(message).ok()?;
    value["method"].as_str().map(str::to_owned)
}

fn judged(body: &[u8]) -> Option<Vec<String>> {
    let request = Request::builder().method(Method::POST);
    let request = request.header("content-type", "application/json");
    let request = request.body(Bytes::copy_from_slice(body)).unwrap();
    let operations = Mcp.read(&request).ok()?;
    Some(operations.iter().map(ToString::to_string).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5000))]

    #[test]
    fn rmcp_dispatches_only_what_was_judged(body in body()) {
        if let (Ok(message), Some(judged)) = (serde_json::from_slice(&body), judged(&body)) {
            let dispatched = dispatched(&message);
            // A call without its parameters is a custom request for rmcp, of the method that was judged.
            let is_judged = dispatched.is_none_or(|it| {
                judged == [&*it] || judged.len() == 1 && judged[0].split(' ').next() == Some(&it)
            });
            prop_assert!(is_judged, "judged {judged:?}, dispatched {message:?}");
        }
    }
}

#[test]
fn rmcp_reads_many_of_these_bodies() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut calls = 0;
    for _ in 0..2000 {
        let body = body().new_tree(&mut runner).unwrap().current();
        if let Ok(message) = serde_json::from_slice(&body) {
            let is_call = dispatched(&message).is_some_and(|it| it.contains(' '));
            calls += usize::from(is_call && judged(&body).is_some());
        }
    }
    assert!(calls > 100, "{calls}");
}
