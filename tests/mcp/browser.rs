//! Clients in browsers, and pages that are none.

use axum::http::Method;
use scopegate_tests::client::{self, Answer};
use serde_json::json;

use crate::server::{NEWEST, app, bearer, call_tool, post_with};

const METADATA: &str = "/.well-known/oauth-protected-resource/mcp";
const INSPECTOR: &str = "https://inspector.example";

async fn preflight(path: &str, headers: &str) -> Answer {
    let headers = [
        ("host", "localhost:8080"),
        ("origin", INSPECTOR),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", headers),
    ];
    client::send(app(), client::request(Method::OPTIONS, path, &headers)).await
}

#[tokio::test]
async fn a_client_in_a_browser_may_read_metadata_and_challenges() {
    for path in ["/mcp", METADATA] {
        let answer = preflight(path, "authorization,content-type,mcp-protocol-version").await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
        let allowed = answer.header("access-control-allow-headers").unwrap();
        assert!(
            allowed.contains("authorization") && allowed.contains("mcp-name"),
            "{allowed}"
        );
    }
    let answer = client::get(&app(), METADATA, &[("origin", INSPECTOR)]).await;
    assert_eq!(
        (answer.status, answer.header("access-control-allow-origin")),
        (200, Some("*"))
    );
    let read = call_tool("read_notes", &json!({}));
    let answer = post_with(&app(), "", &[("origin", INSPECTOR)], &read).await;
    assert_eq!(answer.status, 401);
    assert_eq!(
        answer.header("access-control-expose-headers"),
        Some("www-authenticate")
    );
}

/// MUST: an invalid `Origin` is 403. rmcp checks it, with the configuration of the example.
#[tokio::test]
async fn a_page_of_another_origin_is_refused() {
    let read = call_tool("read_notes", &json!({}));
    for (origin, status) in [
        ("https://evil.example", 403),
        ("null", 403),
        (INSPECTOR, 200),
        ("", 200),
    ] {
        let headers = [
            ("origin", origin),
            ("mcp-protocol-version", NEWEST),
            ("mcp-method", "tools/call"),
            ("mcp-name", "read_notes"),
        ];
        let answer = post_with(&app(), &bearer(&["notes:read"]), &headers, &read).await;
        assert_eq!(answer.status, status, "{origin}");
    }
}
