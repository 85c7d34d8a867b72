//! The examples of client certificates in the guide: the server that terminates TLS, over real connections, and the one
//! behind a proxy.

mod connection;

use std::net::SocketAddr;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::Method;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use scopegate::mtls::ClientCertificate;
use scopegate::testing::{TestToken, TestTokens};
use scopegate_tests::client;
use tokio::net::TcpListener;

use self::connection::{CLIENT, Client, SERVER, THIEF, acceptor, certificate};

mod guide {
    use axum::routing::get;
    use scopegate::{AccessToken, SecurityScheme, Verifier, security};

    #[derive(SecurityScheme)]
    #[oauth2(client_credentials(token_url = "token"), scopes("items:read" = "Read items."))]
    struct OAuth2;

    #[security(scopes = ["items:read"], depends = OAuth2)]
    async fn items(_: AccessToken) -> &'static str {
        "items"
    }

    example!("provider_serve_one");

    pub(super) fn start(listener: TcpListener, tls: TlsAcceptor, verifier: Verifier) {
        tokio::spawn(serve(listener, tls, app(verifier)));
    }

    pub(super) fn router(verifier: Verifier) -> Router {
        Router::new()
            .route("/items", get(items))
            .with_state(verifier)
    }
}

mod proxy {
    use scopegate::Verifier;

    example!("provider_behind_proxy");

    pub(super) fn verifier(verifier: Verifier) -> Verifier {
        behind_proxy(verifier)
    }
}

fn token() -> TestToken {
    TestTokens::new().token().scopes(["items:read"])
}

/// A token that is bound to the certificate of this file.
fn bound_to(pem: &str) -> String {
    let certificate = ClientCertificate::from_der(certificate(pem));
    token().bound_to_certificate(&certificate).issue()
}

async fn start() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    guide::start(listener, acceptor(), TestTokens::new().verifier());
    address
}

fn bearer(token: &str) -> String {
    format!("authorization: Bearer {token}")
}

#[tokio::test]
async fn a_token_is_accepted_over_connections_with_its_certificate() {
    let server = start().await;
    let token = [bearer(&bound_to(CLIENT))];
    let (client, thief) = (Client::new(Some(CLIENT)), Client::new(Some(THIEF)));
    let nobody = Client::new(None);
    // The later connections continue the session of the first, and send no certificate again.
    for _ in 0..3 {
        assert_eq!(client.get(server, "/items", &token).await, 200);
        assert_eq!(thief.get(server, "/items", &token).await, 401);
        assert_eq!(nobody.get(server, "/items", &token).await, 401);
    }
    assert!(client.continues(server).await);
    let of_thief = [bearer(&bound_to(THIEF))];
    assert_eq!(thief.get(server, "/items", &of_thief).await, 200);
    assert_eq!(client.get(server, "/items", &of_thief).await, 401);
    let unbound = [bearer(&self::token().issue())];
    for client in [&client, &nobody] {
        assert_eq!(client.get(server, "/items", &unbound).await, 200);
        assert_eq!(client.get(server, "/items", &[]).await, 401);
    }
}

#[tokio::test]
async fn a_certificate_that_is_merely_sent_in_a_header_proves_nothing() {
    let server = start().await;
    let token = bearer(&bound_to(CLIENT));
    let base64 = STANDARD.encode(certificate(CLIENT));
    let headers = [token, format!("client-cert: :{base64}:")];
    for pem in [None, Some(THIEF)] {
        assert_eq!(Client::new(pem).get(server, "/items", &headers).await, 401);
    }
    // Nor does that of the server, which every client knows.
    let headers = [bearer(&bound_to(SERVER))];
    let client = Client::new(Some(CLIENT));
    assert_eq!(client.get(server, "/items", &headers).await, 401);
}

#[tokio::test]
async fn clients_that_say_nothing_do_not_keep_others_waiting() {
    let server = start().await;
    let _silent = tokio::net::TcpStream::connect(server).await.unwrap();
    let client = Client::new(Some(CLIENT));
    let token = [bearer(&bound_to(CLIENT))];
    assert_eq!(client.get(server, "/items", &token).await, 200);
}

#[tokio::test]
async fn the_header_of_the_proxy_in_the_guide_counts_and_no_other_one() {
    let app: Router = guide::router(proxy::verifier(TestTokens::new().verifier()));
    let base64 = STANDARD.encode(certificate(CLIENT));
    let headers = [
        ("authorization", format!("Bearer {}", bound_to(CLIENT))),
        ("client-cert", format!(":{base64}:")),
    ];
    for (peer, status) in [("10.0.0.1:1", 200), ("10.0.0.2:1", 401)] {
        let mut request = client::request(Method::GET, "/items", &headers);
        let peer: SocketAddr = peer.parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        assert_eq!(client::send(&app, request).await.status, status);
    }
}
