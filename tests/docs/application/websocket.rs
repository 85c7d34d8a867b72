use std::io::{Read, Write};
use std::net::TcpStream;

use super::{assert_calls, calls};
use crate::{bearer, verifier};

mod recipe {
    use crate::application::account::*;

    example!("axum_live");

    pub(super) fn router(verifier: scopegate::Verifier) -> axum::Router {
        axum::Router::new()
            .route("/live", axum::routing::any(live))
            .with_state(verifier)
    }
}

#[tokio::test]
async fn who_may_not_call_is_refused_before_the_upgrade() {
    // 400: it may call, and sends no handshake.
    assert_calls(
        &recipe::router(verifier()),
        "/live",
        &calls("notes:read", 400),
    )
    .await;
}

/// What comes back over a connection for a handshake.
fn shake(address: std::net::SocketAddr, authorization: &str, until: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    let handshake = format!(
        "GET /live HTTP/1.1\r\nhost: localhost\r\nauthorization: {authorization}\r\nconnection: Upgrade\r\n\
         upgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    );
    stream.write_all(handshake.as_bytes()).unwrap();
    let (mut answer, mut part) = (String::new(), [0; 512]);
    while !answer.contains(until) {
        let length = stream.read(&mut part).unwrap();
        assert!(length > 0, "{answer}");
        answer += &String::from_utf8_lossy(&part[..length]);
    }
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_call_is_greeted_by_name() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = recipe::router(verifier());
    let server = tokio::spawn(async move { axum::serve(listener, router).await });
    for (authorization, status, until) in [
        (bearer("johndoe", &[]), "403", "insufficient_scope"),
        (bearer("johndoe", &["notes:read"]), "101", "Hello, johndoe!"),
    ] {
        let answer = tokio::task::spawn_blocking(move || shake(address, &authorization, until));
        let answer = answer.await.unwrap();
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}")),
            "{answer}"
        );
    }
    server.abort();
}
