//! WebSocket: who may not call is refused before the upgrade.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;

use axum::Router;
use axum::body::Body;
use axum::extract::ws::WebSocketUpgrade;
use axum::http::Request;
use axum::response::Response;
use axum::routing::any;
use scopegate::security;
use scopegate_tests::App;

use crate::http::app::{User, active_user};
use crate::http::client::send;
use crate::http::token::token;

#[security(scopes = ["items"], depends = active_user)]
async fn socket(_: User, upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(|_| async {})
}

fn service() -> Router {
    Router::new()
        .route("/ws", any(socket))
        .with_state(App::default())
}

/// The lines of a handshake (RFC 6455 section 1.3), without a token.
const HANDSHAKE: [(&str, &str); 5] = [
    ("host", "localhost"),
    ("connection", "Upgrade"),
    ("upgrade", "websocket"),
    ("sec-websocket-version", "13"),
    ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
];

fn callers() -> [(String, u16); 4] {
    [
        (String::new(), 401),
        ("Bearer x".into(), 401),
        (format!("Bearer {}", token("johndoe", "me")), 403),
        (format!("Bearer {}", token("alice", "me items")), 400),
    ]
}

#[tokio::test]
async fn who_may_not_call_is_refused_before_the_handshake_is_read() {
    for (authorization, status) in callers() {
        for headers in [&HANDSHAKE[..], &[]] {
            let mut request = Request::get("/ws").header("authorization", &authorization);
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            let answer = send(service(), request.body(Body::empty()).unwrap()).await;
            assert_eq!(answer.status, status, "{authorization}");
        }
    }
}

#[tokio::test]
async fn who_may_call_gets_as_far_as_the_handshake() {
    let good = format!("Bearer {}", token("johndoe", "me items"));
    let mut request = Request::get("/ws").header("authorization", good);
    for (name, value) in HANDSHAKE {
        request = request.header(name, value);
    }
    // Without a connection there is nothing to upgrade.
    let answer = send(service(), request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, 426);
}

#[tokio::test(flavor = "multi_thread")]
async fn over_a_connection_only_who_may_call_is_upgraded() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move { axum::serve(listener, service()).await });
    let good = format!("Bearer {}", token("johndoe", "me items"));
    for (authorization, status) in callers().into_iter().chain([(good, 101)]) {
        let shaken = tokio::task::spawn_blocking(move || {
            let authorization = ("authorization", authorization.as_str());
            let lines = HANDSHAKE.into_iter().chain([authorization]);
            let lines: Vec<_> = lines
                .map(|(name, value)| format!("{name}: {value}\r\n"))
                .collect();
            let request = format!("GET /ws HTTP/1.1\r\n{}\r\n", lines.concat());
            let mut connection = TcpStream::connect(address).unwrap();
            connection.write_all(request.as_bytes()).unwrap();
            let mut line = String::new();
            BufReader::new(connection).read_line(&mut line).unwrap();
            line
        });
        let line = shaken.await.unwrap();
        assert!(line.starts_with(&format!("HTTP/1.1 {status} ")), "{line}");
    }
    server.abort();
}
