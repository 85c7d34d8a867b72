//! Which tokens are accepted, and where clients get them.

use axum::http::Method;
use scopegate_tests::client;
use serde_json::json;

use crate::server::{ISSUER, URL, app, bearer, call_tool, message, post, token};

/// MUST: metadata of RFC 9728 with at least one authorization server. SHOULD NOT: `offline_access`.
#[tokio::test]
async fn the_metadata_names_the_authorization_server() {
    let path = "/.well-known/oauth-protected-resource/mcp";
    let answer = client::get(&app(), path, &[("host", "localhost:8080")]).await;
    let expected = json!({
        "resource": URL,
        "authorization_servers": [ISSUER],
        "scopes_supported": ["notes:write", "notes:read"],
        "bearer_methods_supported": ["header"],
    });
    assert_eq!(answer.json(), expected);
}

/// MUST: only tokens that were issued for this server, otherwise 401.
#[tokio::test]
async fn other_tokens_are_refused() {
    let read = call_tool("read_notes", &json!({}));
    let good = || token(&["notes:read"]);
    for (what, token) in [
        (
            "another audience",
            good().audience("http://localhost:8080/other"),
        ),
        (
            "the audience with a slash",
            good().audience("http://localhost:8080/mcp/"),
        ),
        ("no audience", good().without("aud")),
        ("another issuer", good().issuer("https://other.example")),
        ("expired", good().expired()),
        ("not yet valid", good().not_yet_valid()),
        ("another key", good().foreign_key()),
        ("unsigned", good().unsigned()),
    ] {
        let answer = post(&app(), &format!("Bearer {}", token.issue()), &read).await;
        assert_eq!(answer.status, 401, "{what}");
        let challenge = answer.joined_challenges();
        assert!(
            challenge.contains(r#"error="invalid_token""#),
            "{what}: {challenge}"
        );
    }
    let answer = post(&app(), &format!("Bearer {}", good().issue()), &read).await;
    assert_eq!(answer.status, 200);
}

/// MUST: 400 for a malformed authorization request. MUST NOT: tokens in the query.
#[tokio::test]
async fn a_token_is_in_the_header_once() {
    let read = call_tool("read_notes", &json!({})).to_string();
    let token = token(&["notes:read"]).issue();
    let authorization = format!("Bearer {token}");
    let common = [
        ("host", "localhost:8080"),
        ("content-type", "application/json"),
        ("accept", "application/json, text/event-stream"),
        ("mcp-protocol-version", "2026-07-28"),
        ("mcp-method", "tools/call"),
        ("mcp-name", "read_notes"),
    ];
    let twice = [
        ("authorization", &*authorization),
        ("authorization", &authorization),
    ];
    let query = format!("/mcp?access_token={token}");
    for (path, headers, status) in [
        ("/mcp", &twice[..], 400),
        (&query, &[], 401),
        (&query, &twice[..1], 400),
        ("/mcp", &twice[..1], 200),
    ] {
        let headers = [&common, headers].concat();
        let request = client::request(Method::POST, path, &headers);
        let answer = client::send(app(), request.map(|_| read.clone().into())).await;
        assert_eq!(answer.status, status, "{answer:?}");
    }
}

/// What is not a POST needs the rule for everything else, and is nothing in this version.
#[tokio::test]
async fn streams_and_sessions_are_protected() {
    for method in [Method::GET, Method::DELETE, Method::PUT] {
        for (scopes, status) in [
            (None, 401),
            (Some(&["notes:read"][..]), 403),
            (Some(&["notes:write"]), 405),
        ] {
            let authorization = scopes.map(bearer).unwrap_or_default();
            let headers = [
                ("host", "localhost:8080"),
                ("authorization", &*authorization),
            ];
            let headers = if authorization.is_empty() {
                &headers[..1]
            } else {
                &headers
            };
            let request = client::request(method.clone(), "/mcp", headers);
            assert_eq!(
                client::send(app(), request).await.status,
                status,
                "{method} {scopes:?}"
            );
        }
    }
}

/// A method of a later version, or of another server, is not for everybody.
#[tokio::test]
async fn unknown_methods_need_the_strictest_rule() {
    let unknown = message("notes/drop", json!({}));
    assert_eq!(
        post(&app(), &bearer(&["notes:read"]), &unknown)
            .await
            .status,
        403
    );
    assert_eq!(
        post(&app(), &bearer(&["notes:write"]), &unknown)
            .await
            .status,
        404
    );
}
