//! Operations in audit, snapshot, coverage and metadata.

use std::panic::{AssertUnwindSafe, catch_unwind};

use axum::http::Method;
use scopegate::operations::{Grpc, JsonRpc, Mcp, Operation, Operations, Public};
use scopegate::testing::{Coverage, TestTokens};
use scopegate::{ProtectedResource, SecureRouter, level};
use scopegate_tests::{App, SECRET, client};

use super::app::{caller, json_rpc, mcp, routes, service};

fn rules(router: &SecureRouter<App>) -> Vec<String> {
    let audit = router.audit();
    let row = |route: &scopegate::audit::Route| {
        let operation = route.operation.as_deref().unwrap_or("-");
        format!(
            "{} {} {operation}: {}",
            route.method,
            route.path,
            route.rule()
        )
    };
    audit.routes.iter().map(row).collect()
}

#[test]
fn each_operation_has_a_row() {
    let app = App::default();
    let expected = [
        "GET /mcp -: OAuth2",
        "POST /mcp ping: public",
        "POST /mcp prompts/get summary: OAuth2[read]",
        "POST /mcp resources/read: OAuth2[read]",
        "POST /mcp tools/call read_note: OAuth2[read]",
        "POST /mcp tools/call write_note: OAuth2[write]",
        "POST /mcp tools/list: OAuth2",
        "ANY /mcp -: OAuth2[admin]",
        "POST /rpc notes.read: OAuth2[read]",
        "POST /rpc notes.write: OAuth2[write]",
        "POST /rpc ping: public",
        "ANY /rpc -: OAuth2[admin]",
    ];
    assert_eq!(rules(&routes(&app)), expected);
    let audit = routes(&app).audit();
    let table = audit.table(usize::MAX);
    assert!(table.contains("/mcp tools/call write_note"), "{table}");
    assert!(
        audit
            .to_json()
            .contains(r#""operation": "tools/call write_note""#)
    );
    assert!(
        audit
            .to_mermaid()
            .contains("POST /mcp tools/call write_note")
    );
    let handler = audit.routes[0].handler.as_ref().unwrap();
    assert_eq!(handler.to_string(), "axum::routing::Router");
}

#[test]
fn the_snapshot_has_a_line_for_each_operation() {
    let routes = routes(&App::default());
    scopegate::testing::assert_security_snapshot!(routes, "operations/security.snap");
}

#[tokio::test]
async fn coverage_calls_each_operation() {
    let tokens = TestTokens::with_secret(SECRET);
    let app = App::default();
    let journal = app.journal.clone();
    let grpc = Operations::new(Grpc, level!(scopes = ["admin"], depends = caller)).operation(
        "/notes.Notes/Read",
        level!(scopes = ["read"], depends = caller),
    );
    let grpc =
        SecureRouter::new().operations("/notes.Notes/{*method}", grpc, service(journal.clone()));
    let router = routes(&app).nest("/v1", grpc).with_state(app);
    let report = Coverage::new(|scopes| tokens.token().scopes(scopes).issue())
        .check(router)
        .await
        .unwrap();
    let expected = [
        "GET /mcp",
        "POST /mcp prompts/get summary",
        "POST /mcp resources/read",
        "POST /mcp tools/call read_note",
        "POST /mcp tools/call write_note",
        "POST /mcp tools/list",
        "ANY /mcp",
        "POST /rpc notes.read",
        "POST /rpc notes.write",
        "ANY /rpc",
        "POST /v1/notes.Notes/{*method} /notes.Notes/Read",
        "ANY /v1/notes.Notes/{*method}",
    ];
    assert_eq!(report.protected, expected);
    assert_eq!(report.public, ["POST /mcp ping", "POST /rpc ping"]);
    // The controls have reached the service.
    let noted = journal.take().join("\n");
    for body in [
        r#""name":"write_note""#,
        r#""method":"notes.read""#,
        r#""method":"tools/list""#,
    ] {
        assert!(noted.contains(body), "{noted}");
    }
}

/// The only rule of a table is for all of its operations.
#[tokio::test]
async fn a_table_without_operations_is_called_and_documented() {
    let app = App::default();
    let table = Operations::new(Mcp, level!(scopes = ["admin"], depends = caller));
    let router = SecureRouter::new().operations("/mcp", table, service(app.journal.clone()));
    let document = serde_json::to_value(router.openapi()).unwrap();
    assert_eq!(
        document["paths"]["/mcp"]["post"]["x-operations"],
        serde_json::json!({ "*": { "security": [{ "OAuth2": ["admin"] }] } })
    );
    let tokens = TestTokens::with_secret(SECRET);
    let coverage = Coverage::new(|scopes| tokens.token().scopes(scopes).issue());
    let report = coverage.check(router.with_state(app)).await.unwrap();
    assert_eq!(report.protected, ["ANY /mcp"]);
    // With GET and PUT each: nothing, no scopes, and the control.
    assert_eq!(report.calls, 6);
}

#[tokio::test]
async fn metadata_has_the_scopes_of_all_operations() {
    let app = App::default();
    let resource = ProtectedResource::new("http://localhost:3000/mcp").unwrap();
    let router = SecureRouter::new().protected_resource(resource).operations(
        "/mcp",
        mcp(),
        service(app.journal.clone()),
    );
    let router = router.with_state(app).into_router();
    let answer = client::get(
        &router,
        "/.well-known/oauth-protected-resource/mcp",
        &[("a", "b")],
    )
    .await;
    let mut scopes: Vec<_> = answer.json()["scopes_supported"]
        .as_array()
        .unwrap()
        .clone();
    scopes.sort_by_key(ToString::to_string);
    assert_eq!(scopes, ["admin", "read", "write"]);
}

/// OpenAPI has one operation for all: the extension has the rest.
#[test]
fn the_document_has_the_rules() {
    let app = App::default();
    let router = SecureRouter::new().nest("/v1", routes(&app));
    let document = serde_json::to_value(router.openapi()).unwrap();
    let operation = &document["paths"]["/v1/rpc"]["post"];
    let expected = serde_json::json!({
        "notes.read": { "security": [{ "OAuth2": ["read"] }] },
        "notes.write": { "security": [{ "OAuth2": ["write"] }] },
        "ping": { "security": [] },
        "*": { "security": [{ "OAuth2": ["admin"] }] },
    });
    assert_eq!(operation["x-operations"], expected);
    let expected = serde_json::json!([
        { "OAuth2": ["read"] }, { "OAuth2": ["write"] }, {}, { "OAuth2": ["admin"] }
    ]);
    assert_eq!(operation["security"], expected);
    assert!(operation["responses"]["401"].is_object() && operation["responses"]["403"].is_object());
    let get = &document["paths"]["/v1/mcp"]["get"];
    assert_eq!(get["security"], serde_json::json!([{ "OAuth2": [] }]));
    assert!(get["x-operations"].is_null() && document["paths"]["/v1/mcp"]["delete"].is_null());
    assert!(document["components"]["securitySchemes"]["OAuth2"].is_object());
}

fn panic_of(build: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(build)).expect_err("a panic");
    panic.downcast_ref::<String>().cloned().unwrap_or_default()
}

#[test]
fn a_table_that_cannot_be_right_is_refused_at_start() {
    let member = || level!(depends = caller);
    let refused = |build: fn(Operations<App, Mcp>) -> Operations<App, Mcp>| {
        panic_of(|| drop(build(Operations::new(Mcp, level!(depends = caller)))))
    };
    let message = refused(|table| table.tool("a", Public).tool("a", Public));
    assert_eq!(message, "`tools/call a` has a rule already");
    let message = refused(|table| table.tool("a", Public).operation("tools/call", Public));
    assert!(
        message.contains("a method has one rule, or one for each name"),
        "{message}"
    );
    let message = refused(|table| table.operation("tools/call", Public).tool("a", Public));
    assert!(
        message.contains("a method has one rule, or one for each name"),
        "{message}"
    );
    let message = refused(|table| table.operation("tools/call a", Public));
    assert_eq!(
        message,
        "no request has the operation `tools/call a`: `Mcp` does not read it"
    );
    let message = refused(|table| table.operation(Operation::named("tools/list", "a"), Public));
    assert_eq!(
        message,
        "no request has the operation `tools/list a`: `Mcp` does not read it"
    );
    let message = refused(|table| table.http(Method::POST, Public));
    assert_eq!(
        message,
        "requests with POST have operations: set the rules of these"
    );
    let message = refused(|table| table.http(Method::GET, Public).http(Method::GET, Public));
    assert_eq!(message, "GET has a rule already");

    let message = panic_of(|| {
        drop(
            Operations::new(JsonRpc, member())
                .operation("", Public)
                .max_body_bytes(1),
        );
        drop(json_rpc());
    });
    assert_eq!(
        message,
        "no request has the operation ``: `JsonRpc` does not read it"
    );
    let message =
        panic_of(|| drop(Operations::<App, _>::new(Grpc, member()).operation("Read", Public)));
    assert_eq!(
        message,
        "no request has the operation `Read`: `Grpc` does not read it"
    );
}

#[test]
fn the_panic_names_the_line_of_the_table() {
    let hook = std::panic::take_hook();
    let (sender, receiver) = std::sync::mpsc::channel();
    std::panic::set_hook(Box::new(move |info| {
        let location = info.location();
        let _ = sender.send(location.map(|location| (location.file().to_owned(), location.line())));
    }));
    let table = Operations::<App, _>::new(Mcp, level!(depends = caller));
    let line = line!() + 2;
    let _ = catch_unwind(AssertUnwindSafe(|| {
        drop(table.operation("a b", Public));
    }));
    std::panic::set_hook(hook);
    // Other tests may have panicked, too.
    let expected = (file!().to_owned(), line);
    let found: Vec<_> = receiver.try_iter().flatten().collect();
    assert!(found.contains(&expected), "{found:?}");
}

#[test]
#[should_panic(
    expected = "`POST /rpc ping` is public, but its router has levels, which protect all routes"
)]
fn a_public_operation_contradicts_a_level() {
    let app = App::default();
    drop(
        routes(&app)
            .requires(level!(depends = caller))
            .with_state::<()>(app),
    );
}

#[test]
#[should_panic(expected = "has a handler already")]
fn a_path_has_one_table() {
    let app = App::default();
    drop(routes(&app).operations("/rpc", json_rpc(), service(app.journal.clone())));
}
