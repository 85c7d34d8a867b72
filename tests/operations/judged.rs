//! Which rule a request has to pass.

use std::time::Duration;

use axum::http::{Method, header};
use scopegate::dpop::Dpop;
use scopegate::operations::{Grpc, JsonRpc, Operations};
use scopegate::testing::{TestDpopKey, TestTokens};
use scopegate::{AccessToken, SecureRouter, SecurityScheme, dependency, level};
use scopegate_tests::{App, SECRET, bearer, client};
use serde_json::json;

use super::app::{ADMITTED, Service, caller, json_rpc, rpc, service, tool};

const NONE: &[&str] = &[];

#[tokio::test]
async fn each_operation_has_its_own_rule() {
    let service = Service::new();
    for (body, scope) in [
        (rpc("notes.read"), "read"),
        (rpc("notes.write"), "write"),
        (rpc("notes.delete"), "admin"),
        (rpc("Notes.read"), "admin"),
        (rpc("notes.read/"), "admin"),
    ] {
        let answer = service.post("/rpc", None, body.clone()).await;
        let challenge = format!(r#"Bearer realm="r", scope="{scope}""#);
        assert_eq!(
            (answer.status, answer.challenges()),
            (401, vec![&*challenge]),
            "{body}"
        );

        let others: Vec<_> = ["read", "admin"]
            .into_iter()
            .filter(|other| *other != scope)
            .collect();
        let answer = service.post("/rpc", Some(&others), body.clone()).await;
        let challenge = format!(r#"Bearer realm="r", error="insufficient_scope", scope="{scope}""#);
        assert_eq!(
            (answer.status, answer.challenges()),
            (403, vec![&*challenge]),
            "{body}"
        );
        assert!(service.journal.take().is_empty(), "{body}");

        let answer = service.post("/rpc", Some(&[scope]), body.clone()).await;
        assert_eq!(
            (answer.status, &*answer.body),
            (ADMITTED, "johndoe"),
            "{body}"
        );
        assert_eq!(service.journal.take(), [format!("POST {body}")]);
    }
}

#[tokio::test]
async fn a_broader_scope_is_enough() {
    let service = Service::new();
    for (path, body) in [("/rpc", rpc("notes.read")), ("/mcp", tool("read_note"))] {
        assert_eq!(
            service.post(path, Some(&["write"]), body).await.status,
            ADMITTED
        );
    }
}

#[tokio::test]
async fn a_public_operation_needs_no_token() {
    let service = Service::new();
    let answer = service.post("/rpc", None, rpc("ping")).await;
    assert_eq!((answer.status, &*answer.body), (ADMITTED, "nobody"));
}

#[tokio::test]
async fn a_batch_needs_the_rules_of_all_its_operations() {
    let service = Service::new();
    let batch = |methods: &[&str]| {
        let calls = methods
            .iter()
            .map(|method| json!({ "jsonrpc": "2.0", "id": 1, "method": method }));
        calls.collect::<serde_json::Value>().to_string()
    };
    for (methods, scopes, status) in [
        (&["ping", "ping"][..], None, ADMITTED),
        (&["ping", "notes.read"], None, 401),
        (&["notes.read", "notes.write"], Some(&["read"][..]), 403),
        (&["notes.write", "notes.read"], Some(&["read"]), 403),
        (
            &["notes.read", "ping", "notes.read"],
            Some(&["read"]),
            ADMITTED,
        ),
        (&["notes.read", "unknown"], Some(&["write"]), 403),
        (
            &["notes.read", "unknown"],
            Some(&["read", "admin"]),
            ADMITTED,
        ),
    ] {
        let answer = service.post("/rpc", scopes, batch(methods)).await;
        assert_eq!(answer.status, status, "{methods:?} with {scopes:?}");
    }
}

#[tokio::test]
async fn requests_without_an_operation_have_a_rule_too() {
    let service = Service::new();
    for (method, path, scopes, status) in [
        (Method::GET, "/mcp", None, 401),
        (Method::GET, "/mcp", Some(NONE), ADMITTED),
        (Method::DELETE, "/mcp", Some(NONE), 403),
        (Method::DELETE, "/mcp", Some(&["admin"]), ADMITTED),
        (Method::HEAD, "/mcp", Some(NONE), 403),
        (Method::OPTIONS, "/mcp", None, 401),
        (Method::PUT, "/mcp", None, 401),
        (Method::GET, "/rpc", Some(&["write"]), 403),
    ] {
        let headers = scopes.map(|scopes| ("authorization", bearer(scopes)));
        let request = client::request(method.clone(), path, headers.as_slice());
        let answer = client::send(&service.router, request).await;
        assert_eq!(answer.status, status, "{method} {path} with {scopes:?}");
    }
}

#[tokio::test]
async fn a_token_is_refused_as_elsewhere() {
    let service = Service::new();
    let request = |token: &str| {
        let headers = [
            ("authorization", token),
            ("content-type", "application/json"),
        ];
        client::request(Method::POST, "/rpc", &headers).map(|_| rpc("notes.read").into())
    };
    let good = bearer(&["read"]);
    for (token, status) in [
        ("Bearer x", 401),
        ("Basic x", 401),
        (&good[..good.len() - 2], 401),
        (&good, 200),
    ] {
        let answer = client::send(&service.router, request(token)).await;
        assert_eq!(answer.status, status);
    }
    let in_query = client::request(
        Method::POST,
        "/rpc?access_token=x",
        &[("content-type", "application/json")],
    );
    assert_eq!(
        client::send(&service.router, in_query.map(|_| rpc("notes.read").into()))
            .await
            .status,
        401
    );
}

#[tokio::test]
async fn outer_levels_are_merged() {
    let service = Service::of(|app| {
        let operations = Operations::new(JsonRpc, level!(scopes = ["write"], depends = caller))
            .operation("notes.read", level!(scopes = ["read"], depends = caller));
        SecureRouter::new()
            .requires(level!(scopes = ["admin"], depends = caller))
            .nest(
                "/v1",
                SecureRouter::new().operations("/rpc", operations, service(app.journal.clone())),
            )
    });
    for (scopes, status) in [
        (&["read"][..], 403),
        (&["admin"], 403),
        (&["admin", "read"], ADMITTED),
    ] {
        let answer = service
            .post("/v1/rpc", Some(scopes), rpc("notes.read"))
            .await;
        assert_eq!(answer.status, status);
    }
    let answer = service.post("/v1/rpc", None, rpc("notes.read")).await;
    assert_eq!(
        answer.challenges(),
        [r#"Bearer realm="r", scope="admin read""#]
    );
}

#[tokio::test]
async fn grpc_methods_are_paths() {
    let service = Service::of(|app| {
        let operations = Operations::new(Grpc, level!(scopes = ["admin"], depends = caller))
            .operation(
                "/notes.Notes/Read",
                level!(scopes = ["read"], depends = caller),
            );
        SecureRouter::new().operations(
            "/notes.Notes/{*method}",
            operations,
            service(app.journal.clone()),
        )
    });
    for (path, status) in [
        ("/notes.Notes/Read", ADMITTED),
        ("/notes.Notes/Write", 403),
        ("/notes.Notes/%52ead", 403),
        ("/notes.Notes/Read/", 403),
        ("/notes.Notes/Read?x", ADMITTED),
        ("/notes.Notes//Read", 403),
    ] {
        let answer = service.post(path, Some(&["read"]), "not JSON").await;
        assert_eq!(answer.status, status, "{path}");
        let noted = service.journal.take();
        assert_eq!(noted == ["POST not JSON"], status == ADMITTED, "{path}");
    }
}

#[tokio::test]
async fn a_body_is_limited_in_size_and_time() {
    let limited = Service::of(|app| {
        let operations = json_rpc()
            .max_body_bytes(100)
            .max_body_time(Duration::from_millis(20));
        SecureRouter::new().operations("/rpc", operations, service(app.journal.clone()))
    });
    let padded = |len: usize| {
        let body = rpc("ping");
        format!("{body}{}", " ".repeat(len - body.len()))
    };
    assert_eq!(
        limited.post("/rpc", None, padded(100)).await.status,
        ADMITTED
    );
    assert_eq!(
        limited
            .post("/rpc", Some(&["admin"]), padded(101))
            .await
            .status,
        413
    );
    let endless = axum::body::Body::new(Endless);
    assert_eq!(limited.post("/rpc", None, endless).await.status, 408);
}

/// A body that never comes.
struct Endless;

impl axum::body::HttpBody for Endless {
    type Data = axum::body::Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Self::Data>, Self::Error>>> {
        std::task::Poll::Pending
    }
}

#[tokio::test]
async fn the_service_does_not_get_the_credentials() {
    let service = Service::new(); // It fails if it gets a token.
    let answer = service.post("/rpc", Some(&["read"]), rpc("ping")).await;
    assert_eq!(answer.status, ADMITTED);
    let answer = service
        .post_with("/rpc", Some(&["read"]), &[("dpop", "x")], rpc("notes.read"))
        .await;
    assert_eq!(answer.status, ADMITTED, "{}", header::AUTHORIZATION);
}

/// Each rule verifies the token, and a proof is accepted once.
#[tokio::test]
async fn one_proof_of_possession_is_enough_for_all_operations_of_a_batch() {
    let (key, tokens) = (TestDpopKey::new(), TestTokens::with_secret(SECRET));
    let verifier = tokens
        .verifier()
        .with_dpop(Dpop::new("https://api.example").unwrap());
    let app = App::with(verifier);
    let router = SecureRouter::new().operations("/rpc", json_rpc(), service(app.journal.clone()));
    let router = router.with_state(app).into_router();
    let token = tokens
        .token()
        .scopes(["read", "write"])
        .bound_to(&key)
        .issue();
    let proof = key
        .proof("POST", "https://api.example/rpc")
        .access_token(&token)
        .sign();
    let headers = [
        ("authorization", format!("DPoP {token}")),
        ("dpop", proof),
        ("content-type", "application/json".to_owned()),
    ];
    let batch = format!(
        "[{},{},{}]",
        rpc("notes.read"),
        rpc("notes.write"),
        rpc("notes.read")
    );
    for status in [ADMITTED, 401] {
        let request = client::request(Method::POST, "/rpc", &headers).map(|_| batch.clone().into());
        assert_eq!(client::send(&router, request).await.status, status);
    }
}

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), subprotocol = "access_token")]
struct OnSocket;

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), cookie = "token")]
struct InCookie;

#[dependency]
fn by_both(
    #[security(depends = OnSocket)] _a: AccessToken,
    #[security(depends = InCookie)] _b: AccessToken,
) {
}

/// The server still selects the subprotocol.
#[tokio::test]
async fn the_service_does_not_get_credentials_at_other_places() {
    let headers = async |request: axum::extract::Request| {
        let header = |name| {
            request
                .headers()
                .get(name)
                .map_or("-", |it| it.to_str().unwrap())
        };
        format!(
            "{} | {}",
            header("sec-websocket-protocol"),
            header("cookie")
        )
    };
    let service = Service::of(|_| {
        let operations = Operations::new(JsonRpc, level!(depends = by_both));
        let echo = axum::Router::new().fallback(headers);
        SecureRouter::new().operations("/rpc", operations, echo)
    });
    let token = scopegate_tests::token(&[]);
    let (socket, cookie) = (
        format!("chat, access_token, {token}"),
        format!("a=b; token={token}"),
    );
    let headers = [
        ("sec-websocket-protocol", socket),
        ("cookie", cookie),
        ("sec-fetch-site", "same-origin".to_owned()),
    ];
    let answer = client::get(&service.router, "/rpc", &headers).await;
    assert_eq!(
        (answer.status, &*answer.body),
        (ADMITTED, "chat, access_token | a=b")
    );
}
