//! Headers that repeat the body, and older versions.

use serde_json::{Value, json};

use crate::server::{NEWEST, app, bearer, call_tool, post, post_with, text};

/// The bypass: a header names the tool that reads, the body the one that writes. rmcp compares them for new versions only.
#[tokio::test]
async fn a_header_does_not_decide_what_the_body_does() {
    let write = call_tool("write_note", &json!({ "text": "by a reader" }));
    let app = app();
    for version in ["", "2025-03-26", "2025-06-18", "2025-11-25", NEWEST] {
        let headers = [
            ("mcp-protocol-version", version),
            ("mcp-method", "tools/call"),
            ("mcp-name", "read_notes"),
        ];
        let answer = post_with(&app, &bearer(&["notes:read"]), &headers, &write).await;
        assert_eq!(answer.status, 400, "{version}: {answer:?}");
        assert_eq!(answer.json()["error"]["code"], -32020, "{version}");
        // Without the headers, the body decides.
        let answer = post_with(&app, &bearer(&["notes:read"]), &headers[..1], &write).await;
        assert_eq!(answer.status, 403, "{version}: {answer:?}");
    }
    let read = call_tool("read_notes", &json!({}));
    assert_eq!(text(&post(&app, &bearer(&["notes:read"]), &read).await), "");
}

/// MUST: the newest version requires the headers. rmcp checks that.
#[tokio::test]
async fn a_request_of_the_newest_version_without_the_headers_is_refused() {
    let read = call_tool("read_notes", &json!({}));
    let headers = [("mcp-protocol-version", NEWEST)];
    let answer = post_with(&app(), &bearer(&["notes:read"]), &headers, &read).await;
    assert_eq!(
        (answer.status, &answer.json()["error"]["code"]),
        (400, &json!(-32020))
    );
}

/// Clients of older versions shake hands first.
#[tokio::test]
async fn older_versions_are_served() {
    let app = app();
    let initialize = json!({
        "jsonrpc": "2.0", "id": 1, "method": "initialize",
        "params": {
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": { "name": "test", "version": "1.0" },
        },
    });
    assert_eq!(post_with(&app, "", &[], &initialize).await.status, 401);
    let answer = post_with(&app, &bearer(&[]), &[], &initialize).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let initialized = json!({ "jsonrpc": "2.0", "method": "notifications/initialized" });
    let version = [("mcp-protocol-version", "2025-06-18")];
    assert_eq!(
        post_with(&app, &bearer(&[]), &version, &initialized)
            .await
            .status,
        202
    );
    let write = json!({
        "jsonrpc": "2.0", "id": 2, "method": "tools/call",
        "params": { "name": "write_note", "arguments": { "text": "milk" } },
    });
    assert_eq!(
        post_with(&app, &bearer(&["notes:read"]), &version, &write)
            .await
            .status,
        403
    );
    let answer = post_with(&app, &bearer(&["notes:write"]), &version, &write).await;
    assert_eq!(text(&answer), "written");
}

#[tokio::test]
async fn what_is_not_a_message_is_refused() {
    for message in [json!({}), json!([]), json!("tools/list"), Value::Null] {
        let answer = post_with(&app(), &bearer(&["notes:write"]), &[], &message).await;
        assert_eq!(answer.status, 400, "{message}");
    }
}
