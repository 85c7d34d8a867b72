//! What MCP adds: names, and headers that repeat them.

use serde_json::json;

use super::app::{ADMITTED, Service, rpc, tool};

fn message(method: &str, params: &serde_json::Value) -> String {
    json!({ "jsonrpc": "2.0", "id": 7, "method": method, "params": params }).to_string()
}

#[tokio::test]
async fn tools_prompts_and_resources_have_rules() {
    let service = Service::new();
    for (body, scope) in [
        (tool("read_note"), "read"),
        (tool("write_note"), "write"),
        (tool("Write_note"), "admin"),
        (tool("write_note "), "admin"),
        (
            message("prompts/get", &json!({ "name": "summary" })),
            "read",
        ),
        (
            message("prompts/get", &json!({ "name": "read_note" })),
            "admin",
        ),
        (
            message("resources/read", &json!({ "uri": "note:///1" })),
            "read",
        ),
        (
            message("resources/subscribe", &json!({ "uri": "note:///1" })),
            "admin",
        ),
        (rpc("logging/setLevel"), "admin"),
        (
            json!({ "jsonrpc": "2.0", "id": 1, "result": {} }).to_string(),
            "admin",
        ),
    ] {
        let answer = service.post("/mcp", Some(&[]), body.clone()).await;
        let challenge = format!(r#"Bearer realm="r", error="insufficient_scope", scope="{scope}""#);
        assert_eq!(
            (answer.status, answer.challenges()),
            (403, vec![&*challenge]),
            "{body}"
        );
        assert_eq!(
            service
                .post("/mcp", Some(&[scope]), body.clone())
                .await
                .status,
            ADMITTED,
            "{body}"
        );
    }
}

#[tokio::test]
async fn a_header_never_decides() {
    let service = Service::new();
    // The bypass: the header names a tool that the caller may use, the body another one.
    let headers = [("mcp-method", "tools/call"), ("mcp-name", "read_note")];
    for version in ["2025-06-18", "2026-07-28"] {
        let headers = [&headers[..], &[("mcp-protocol-version", version)]].concat();
        let answer = service
            .post_with("/mcp", Some(&["read"]), &headers, tool("write_note"))
            .await;
        assert_eq!(answer.status, 400);
        assert_eq!(answer.json()["error"]["code"], -32020);
        assert_eq!(answer.json()["id"], 1);
        let answer = service
            .post_with("/mcp", Some(&["read"]), &headers, tool("read_note"))
            .await;
        assert_eq!(answer.status, ADMITTED);
    }
    for headers in [
        &[("mcp-method", "tools/list")][..],
        &[("mcp-method", "Tools/call")],
        &[("mcp-method", "=?base64?dG9vbHMvY2FsbA==?=")],
        &[("mcp-name", "")],
        &[("mcp-name", "=?base64?%%%?=")],
        &[("mcp-name", "read_note"), ("mcp-name", "read_note")],
        &[("mcp-name", "read_note"), ("mcp-name", "write_note")],
    ] {
        let answer = service
            .post_with("/mcp", Some(&["write"]), headers, tool("read_note"))
            .await;
        assert_eq!(answer.status, 400, "{headers:?}");
    }
    for headers in [
        &[("mcp-name", "=?base64?cmVhZF9ub3Rl?=")][..],
        &[("mcp-method", "tools/call")],
    ] {
        let answer = service
            .post_with("/mcp", Some(&["write"]), headers, tool("read_note"))
            .await;
        assert_eq!(answer.status, ADMITTED, "{headers:?}");
    }
    // Methods without a rule for names may have one in the header.
    let answer = service
        .post_with(
            "/mcp",
            Some(&["admin"]),
            &[("mcp-name", "7")],
            rpc("tasks/get"),
        )
        .await;
    assert_eq!(answer.status, ADMITTED);
}
