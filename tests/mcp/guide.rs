//! The page `mcp_server`.

use axum::http::Method;
use scopegate::ProtectedResource;
use scopegate::testing::TestTokens;
use scopegate_tests::client;
use serde_json::json;

use crate::server::{ISSUER, bearer, call_tool, post, text};

#[allow(
    dead_code,
    clippy::needless_pass_by_value,
    reason = "as readers see it"
)]
mod page {
    macro_rules! example {
        ($name:literal) => {
            include!(concat!(env!("OUT_DIR"), "/examples/", $name, ".rs"));
        };
    }

    example!("mcp_server_write_note");
    example!("mcp_server_operations");
    example!("mcp_server_main");
    example!("mcp_server_bills");
    example!("mcp_server_every_tool_has_a_rule");

    pub(super) fn of_notes() -> Router {
        app(crate::server::verifier(), crate::server::resource())
    }

    pub(super) fn of_bills(of_bills: Verifier, resource: ProtectedResource) -> Router {
        let state = Verifiers {
            notes: crate::server::verifier(),
            bills: VerifierFor::new(of_bills),
        };
        bills(resource).with_state(state).into_router()
    }
}

#[tokio::test]
async fn the_page_is_what_it_says() {
    let app = page::of_notes();
    let read = call_tool("read_notes", &json!({}));
    let write = call_tool("write_note", &json!({ "text": "tea" }));
    let answer = post(&app, "", &read).await;
    assert_eq!(answer.status, 401);
    assert!(
        answer.joined_challenges().contains(r#"scope="notes:read""#),
        "{answer:?}"
    );
    let answer = post(&app, &bearer(&["notes:read"]), &write).await;
    assert_eq!(answer.status, 403);
    assert!(
        answer
            .joined_challenges()
            .contains(r#"scope="notes:write""#),
        "{answer:?}"
    );
    assert_eq!(
        text(&post(&app, &bearer(&["notes:write"]), &write).await),
        "written"
    );
    assert_eq!(
        text(&post(&app, &bearer(&["notes:write"]), &read).await),
        "johndoe: tea"
    );
}

#[tokio::test]
async fn several_servers_have_their_own_metadata_and_tokens() {
    let bills = ProtectedResource::new("http://localhost:8080/bills/mcp").unwrap();
    let builder = TestTokens::new().verifier_builder().issuer(ISSUER);
    let of_bills = builder.audience(&bills).build().unwrap();
    let app = page::of_bills(of_bills, bills);
    let path = "/.well-known/oauth-protected-resource/bills/mcp";
    let answer = client::get(&app, path, &[("host", "localhost:8080")]).await;
    assert_eq!(answer.json()["scopes_supported"], json!(["bills"]));
    let headers = [
        ("content-type", "application/json"),
        ("authorization", &*bearer(&["bills"])),
    ];
    let request = client::request(Method::POST, "/bills/mcp", &headers);
    let list = r#"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#;
    assert_eq!(
        client::send(&app, request.map(|_| list.into()))
            .await
            .status,
        401
    );
}
