//! The client that asks a provider over sockets.

use axum::body::Bytes;
use axum::http::{Request, StatusCode};
use scopegate::provider::{Fetch, HttpClient};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// Keys come from where the configuration says, and no answer can send us elsewhere.
#[tokio::test]
async fn a_redirect_is_an_answer_and_is_not_followed() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let provider = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let asked = socket.read(&mut [0; 4096]).await.unwrap();
        assert!(asked > 0);
        let answer = format!(
            "HTTP/1.1 302 Found\r\nlocation: http://{address}/elsewhere\r\ncontent-length: 0\r\n\r\n"
        );
        socket.write_all(answer.as_bytes()).await.unwrap();
    });
    let request = Request::get(format!("http://{address}/keys"));
    let request = request.body(Bytes::new()).unwrap();
    let answer = HttpClient::new().unwrap().fetch(request).await.unwrap();
    assert_eq!(answer.status(), StatusCode::FOUND);
    provider.await.unwrap();
}
