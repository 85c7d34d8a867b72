//! WebSocket: who may not call is refused before the upgrade.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};

use axum::Router;
use axum::body::Body;
use axum::extract::ws::WebSocketUpgrade;
use axum::http::Request;
use axum::response::Response;
use axum::routing::any;
use scopegate::{AccessToken, SecurityScheme, security};
use scopegate_tests::App;

use crate::http::app::{User, active_user};
use crate::http::client::send;
use crate::http::token::token;

#[security(scopes = ["items"], depends = active_user)]
async fn socket(_: User, upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(|_| async {})
}

/// For browsers, which cannot set `Authorization`.
#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("items" = "Read items."), subprotocol = "access_token")]
struct Browser;

#[security(scopes = ["items"], depends = Browser)]
async fn browser(_: AccessToken, upgrade: WebSocketUpgrade) -> Response {
    let upgrade = upgrade.protocols(["access_token"]);
    upgrade.on_upgrade(|_| async {})
}

fn service() -> Router {
    Router::new()
        .route("/ws", any(socket))
        .route("/browser", any(browser))
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
            handshake(address, &request).remove(0)
        });
        let line = shaken.await.unwrap();
        assert!(line.starts_with(&format!("HTTP/1.1 {status} ")), "{line}");
    }
    server.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_sends_the_token_as_a_subprotocol_and_gets_back_its_name_only() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move { axum::serve(listener, service()).await });
    let (good, poor) = (token("johndoe", "items"), token("johndoe", "me"));
    for (token, status) in [(good, 101), (poor, 403), ("x".to_owned(), 401)] {
        let answer = tokio::task::spawn_blocking(move || {
            let offered = format!("access_token, {token}");
            let lines = HANDSHAKE
                .into_iter()
                .chain([("sec-websocket-protocol", &*offered)]);
            let lines: Vec<_> = lines
                .map(|(name, value)| format!("{name}: {value}\r\n"))
                .collect();
            let request = format!("GET /browser HTTP/1.1\r\n{}\r\n", lines.concat());
            handshake(address, &request)
        });
        let answer = answer.await.unwrap();
        assert!(
            answer[0].starts_with(&format!("HTTP/1.1 {status} ")),
            "{answer:?}"
        );
        let selected = answer
            .iter()
            .find(|line| line.starts_with("sec-websocket-protocol"));
        let expected = (status == 101).then(|| "sec-websocket-protocol: access_token".to_owned());
        assert_eq!(selected.cloned(), expected);
    }
    server.abort();
}

/// The lines of the response's head.
fn handshake(address: SocketAddr, request: &str) -> Vec<String> {
    let mut connection = TcpStream::connect(address).unwrap();
    connection.write_all(request.as_bytes()).unwrap();
    let lines = BufReader::new(connection).lines().map(Result::unwrap);
    lines.take_while(|line| !line.is_empty()).collect()
}
