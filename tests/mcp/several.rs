//! Several MCP endpoints in one service.

use axum::Router;
use axum::extract::FromRef;
use axum::http::Method;
use scopegate::operations::{Mcp, Operations};
use scopegate::testing::TestTokens;
use scopegate::{
    AccessToken, ProtectedResource, SecureRouter, SecurityScheme, VerifierFor, dependency, level,
};
use scopegate_tests::client;

struct OfNotes;
struct OfBills;

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), scopes("notes" = "Notes."), verifier = OfNotes)]
struct Notes;

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), scopes("bills" = "Bills."), verifier = OfBills)]
struct Bills;

#[dependency(depends = Notes)]
fn reader(_token: AccessToken) {}

#[dependency(depends = Bills)]
fn accountant(_token: AccessToken) {}

#[derive(Clone, FromRef)]
struct App {
    notes: VerifierFor<OfNotes>,
    bills: VerifierFor<OfBills>,
}

fn resource(name: &str) -> ProtectedResource {
    ProtectedResource::new(format!("http://localhost:8080/{name}/mcp")).unwrap()
}

fn app() -> Router {
    let verifier = |name: &str| {
        let builder = TestTokens::new().verifier_builder();
        builder.audience(&resource(name)).build().unwrap()
    };
    let app = App {
        notes: VerifierFor::new(verifier("notes")),
        bills: VerifierFor::new(verifier("bills")),
    };
    let service = || Router::new().fallback(async || "called");
    let notes = Operations::new(Mcp, level!(scopes = ["notes"], depends = reader));
    let bills = Operations::new(Mcp, level!(scopes = ["bills"], depends = accountant));
    let part = |name: &str| SecureRouter::new().protected_resource(resource(name));
    SecureRouter::new()
        .merge(part("notes").operations("/notes/mcp", notes, service()))
        .merge(part("bills").operations("/bills/mcp", bills, service()))
        .with_state(app)
        .into_router()
}

#[tokio::test]
async fn each_endpoint_accepts_its_own_tokens_and_names_its_own_metadata() {
    let list = r#"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#;
    for (path, own, other) in [("notes", "notes", "bills"), ("bills", "bills", "notes")] {
        for (audience, status) in [(own, 200), (other, 401)] {
            let token = TestTokens::new().token().scopes(["notes", "bills"]);
            let token = token.audience(resource(audience).resource());
            let authorization = format!("Bearer {}", token.issue());
            let headers = [
                ("content-type", "application/json"),
                ("authorization", &authorization),
            ];
            let request = client::request(Method::POST, &format!("/{path}/mcp"), &headers);
            let answer = client::send(app(), request.map(|_| list.into())).await;
            assert_eq!(answer.status, status, "{audience} at {path}");
            let metadata = format!("/.well-known/oauth-protected-resource/{path}/mcp");
            if status == 401 {
                let challenge = answer.joined_challenges();
                assert!(
                    challenge.contains(&format!("localhost:8080{metadata}\"")),
                    "{challenge}"
                );
            }
            let answer = client::get(&app(), &metadata, &[("accept", "*/*")]).await;
            assert_eq!(answer.json()["scopes_supported"], serde_json::json!([own]));
        }
    }
}
