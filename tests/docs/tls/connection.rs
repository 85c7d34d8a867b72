//! Both ends of a connection, with certificates of an authority for tests. They are valid until 2120.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{ClientConfig, HandshakeKind, RootCertStore, ServerConfig};
use tokio_rustls::{TlsAcceptor, TlsConnector};

const AUTHORITY: &str = include_str!("authority.pem");
pub(super) const SERVER: &str = include_str!("server.pem");
pub(super) const CLIENT: &str = include_str!("client.pem");
pub(super) const THIEF: &str = include_str!("thief.pem");

pub(super) fn certificate(pem: &str) -> CertificateDer<'static> {
    CertificateDer::from_pem_slice(pem.as_bytes()).unwrap()
}

fn key(pem: &str) -> PrivateKeyDer<'static> {
    PrivateKeyDer::from_pem_slice(pem.as_bytes()).unwrap()
}

fn authority() -> Arc<RootCertStore> {
    let mut roots = RootCertStore::empty();
    roots.add(certificate(AUTHORITY)).unwrap();
    roots.into()
}

/// A server that asks for a certificate, but does not insist.
pub(super) fn acceptor() -> TlsAcceptor {
    let clients = WebPkiClientVerifier::builder(authority()).allow_unauthenticated();
    let config = ServerConfig::builder()
        .with_client_cert_verifier(clients.build().unwrap())
        .with_single_cert(vec![certificate(SERVER)], key(SERVER));
    Arc::new(config.unwrap()).into()
}

/// A client with this certificate, or none. Its connections continue one session.
#[derive(Clone)]
pub(super) struct Client(TlsConnector);

impl Client {
    pub(super) fn new(pem: Option<&str>) -> Self {
        let config = ClientConfig::builder().with_root_certificates(authority());
        let config = match pem {
            None => config.with_no_client_auth(),
            Some(pem) => config
                .with_client_auth_cert(vec![certificate(pem)], key(pem))
                .unwrap(),
        };
        Self(Arc::new(config).into())
    }

    async fn connect(&self, server: SocketAddr) -> TlsStream<TcpStream> {
        let stream = TcpStream::connect(server).await.unwrap();
        let name = ServerName::try_from("localhost").unwrap();
        self.0.connect(name, stream).await.unwrap()
    }

    /// Whether a new connection continues the session of an earlier one.
    pub(super) async fn continues(&self, server: SocketAddr) -> bool {
        let stream = self.connect(server).await;
        stream.get_ref().1.handshake_kind() == Some(HandshakeKind::Resumed)
    }

    /// The status of a GET with these headers, over a new connection.
    pub(super) async fn get(&self, server: SocketAddr, path: &str, headers: &[String]) -> u16 {
        let mut stream = self.connect(server).await;
        let headers = headers.iter().map(|line| format!("{line}\r\n"));
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{}\r\n",
            headers.collect::<String>()
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).await.unwrap();
        response.split(' ').nth(1).unwrap().parse().unwrap()
    }
}
