//! Tools with scopes of their own.

use scopegate::testing::Coverage;
use serde_json::json;

use crate::server::{
    METADATA, NEWEST, app, bearer, call_tool, message, post, routes, text, token, verifier,
};

#[tokio::test]
async fn a_tool_is_called_with_its_scope_by_the_user_of_the_token() {
    let app = app();
    let write = call_tool("write_note", &json!({ "text": "tea" }));
    let read = call_tool("read_notes", &json!({}));
    assert_eq!(
        text(&post(&app, &bearer(&["notes:write"]), &write).await),
        "written"
    );
    assert_eq!(
        text(&post(&app, &bearer(&["notes:read"]), &read).await),
        "johndoe: tea"
    );
}

#[tokio::test]
async fn it_is_served_on_this_machine() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/mcp", listener.local_addr().unwrap());
    let server = tokio::spawn(async { axum::serve(listener, app()).await });
    let send = async |authorization: String| {
        let request = reqwest::Client::new()
            .post(&url)
            .header("host", "localhost:8080");
        let request = request
            .header("content-type", "application/json")
            .header("accept", "application/json, text/event-stream")
            .header("mcp-protocol-version", NEWEST)
            .header("mcp-method", "tools/call")
            .header("mcp-name", "write_note")
            .header("authorization", authorization);
        let body = call_tool("write_note", &json!({ "text": "tea" })).to_string();
        request.body(body).send().await.unwrap().status()
    };
    assert_eq!(send(bearer(&["notes:read"])).await, 403);
    assert_eq!(send(bearer(&["notes:write"])).await, 200);
    server.abort();
}

/// MUST: "Servers MUST account for scope hierarchies".
#[tokio::test]
async fn a_broader_scope_is_enough() {
    let read = call_tool("read_notes", &json!({}));
    assert_eq!(
        text(&post(&app(), &bearer(&["notes:write"]), &read).await),
        ""
    );
}

/// SHOULD: a `scope` for what is asked for in the 401, and no more. RFC 6750 section 3.1: no error without a token.
#[tokio::test]
async fn without_a_token_the_challenge_has_the_scopes_of_the_operation() {
    for (asked, scope) in [
        (
            call_tool("read_notes", &json!({})),
            r#" scope="notes:read","#,
        ),
        (
            call_tool("write_note", &json!({})),
            r#" scope="notes:write","#,
        ),
        (
            call_tool("drop_notes", &json!({})),
            r#" scope="notes:write","#,
        ),
        (message("tools/list", json!({})), ""),
        (message("server/discover", json!({})), ""),
    ] {
        let answer = post(&app(), "", &asked).await;
        let challenge = format!(r#"Bearer realm="Account",{scope} resource_metadata="{METADATA}""#);
        assert_eq!(
            (answer.status, answer.challenges()),
            (401, vec![&*challenge]),
            "{asked}"
        );
    }
}

/// SHOULD: 403 with `insufficient_scope`, all scopes of the operation, and the metadata.
#[tokio::test]
async fn without_the_scope_the_challenge_has_it() {
    let app = app();
    let write = call_tool("write_note", &json!({ "text": "tea" }));
    let answer = post(&app, &bearer(&["notes:read"]), &write).await;
    let challenge = format!(
        r#"Bearer realm="Account", error="insufficient_scope", scope="notes:write", resource_metadata="{METADATA}""#
    );
    assert_eq!(
        (answer.status, answer.challenges()),
        (403, vec![&*challenge])
    );
    let read = call_tool("read_notes", &json!({}));
    assert_eq!(
        text(&post(&app, &bearer(&["notes:read"]), &read).await),
        "",
        "nothing was written"
    );
}

#[tokio::test]
async fn tools_are_listed_for_everybody_with_a_token() {
    let list = message("tools/list", json!({}));
    let answer = post(&app(), &bearer(&[]), &list).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(
        answer.json()["result"]["tools"].as_array().unwrap().len(),
        2
    );
}

/// A tool without a rule would need the rule for everything else, which nobody has chosen for it.
#[tokio::test]
async fn every_tool_has_a_rule() {
    let audit = routes().audit();
    let list = message("tools/list", json!({}));
    let answer = post(&app(), &bearer(&[]), &list).await.json();
    for tool in answer["result"]["tools"].as_array().unwrap() {
        let operation = format!("tools/call {}", tool["name"].as_str().unwrap());
        let mut routes = audit.routes.iter();
        let has_rule = routes.any(|route| route.operation.as_deref() == Some(&operation));
        assert!(has_rule, "{operation}");
    }
}

#[test]
fn the_rules_are_those_of_the_snapshot() {
    scopegate::testing::assert_security_snapshot!(routes(), "mcp/security.snap");
}

#[tokio::test]
async fn coverage_calls_every_tool() {
    let coverage = Coverage::new(|scopes| token(scopes).issue());
    let report = coverage
        .check(routes().with_state(verifier()))
        .await
        .unwrap();
    assert!(
        report
            .protected
            .contains(&"POST /mcp tools/call write_note".to_owned()),
        "{report}"
    );
    assert!(
        report.unprotected.is_empty() && report.partial.is_empty(),
        "{report}"
    );
}
