//! Certificates in the headers of a proxy.

use std::net::SocketAddr;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, Method};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use scopegate::mtls::{CertificateHeader, ClientCertificate, Mtls};
use scopegate::testing::TestTokens;
use scopegate_tests::client::{self, Answer};

use crate::log::Log;
use crate::mtls::service::{app, bearer, own, token, verdict};

const PROXY: &str = "10.0.0.1:40000";
const CLIENT: &str = "10.0.0.2:40000";

fn service(header: CertificateHeader) -> Router {
    let mtls = Mtls::behind_proxy(header, |parts| {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        peer.is_some_and(|ConnectInfo(peer)| peer.ip().to_string() == "10.0.0.1")
    });
    app(TestTokens::new().verifier().with_mtls(mtls))
}

/// A request that comes from this address, if any is known.
fn request(peer: Option<&str>, headers: &[(&str, String)]) -> Request {
    let mut request = client::request(Method::GET, "/items", headers);
    if let Some(peer) = peer {
        let peer: SocketAddr = peer.parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
    }
    request
}

async fn send(service: &Router, peer: Option<&str>, certificates: &[(&str, String)]) -> Answer {
    let headers = [&[bearer(&token().issue())], certificates].concat();
    client::send(service, request(peer, &headers)).await
}

fn client_cert(der: &[u8]) -> String {
    format!(":{}:", STANDARD.encode(der))
}

fn escaped_pem(der: &[u8]) -> String {
    let base64 = STANDARD.encode(der).replace('+', "%2B");
    format!("-----BEGIN%20CERTIFICATE-----%0A{base64}%0A-----END%20CERTIFICATE-----%0A")
}

fn forwarded(der: &[u8]) -> String {
    use std::fmt::Write;

    let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, der);
    let hex = hash.as_ref().iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    });
    format!("By=http://api.example;Hash={hex};Subject=\"CN=client\"")
}

/// How a certificate is written into a header.
type Write = fn(&[u8]) -> String;

fn headers() -> [(CertificateHeader, &'static str, Write); 3] {
    let name = "x-ssl-cert";
    [
        (CertificateHeader::ClientCert, "client-cert", client_cert),
        (
            CertificateHeader::EscapedPem(HeaderName::from_static(name)),
            name,
            escaped_pem,
        ),
        (
            CertificateHeader::ForwardedClientCert,
            "x-forwarded-client-cert",
            forwarded,
        ),
    ]
}

#[tokio::test]
async fn the_certificate_in_the_header_of_the_proxy_counts() {
    for (header, name, write) in headers() {
        let service = service(header);
        for name in [name.to_owned(), name.to_uppercase()] {
            let answer = send(&service, Some(PROXY), &[(&name, write(b"own"))]).await;
            assert_eq!(verdict(&answer), (200, ""));
            let answer = send(&service, Some(PROXY), &[(&name, write(b"other"))]).await;
            assert_eq!(verdict(&answer), (401, "other_certificate"));
        }
        let answer = send(&service, Some(PROXY), &[]).await;
        assert_eq!(verdict(&answer), (401, "no_certificate"));
    }
}

#[tokio::test]
async fn a_header_of_anyone_else_is_ignored() {
    for (header, name, write) in headers() {
        let service = service(header);
        let good = [(name, write(b"own"))];
        for peer in [None, Some(CLIENT)] {
            let answer = send(&service, peer, &good).await;
            assert_eq!(verdict(&answer), (401, "no_certificate"));
        }
    }
}

#[tokio::test]
async fn a_header_is_not_smuggled_beside_that_of_the_proxy() {
    for (header, name, write) in headers() {
        let service = service(header);
        let (good, bad) = (write(b"own"), write(b"other"));
        let upper = name.to_uppercase();
        for smuggled in [
            vec![(name, good.clone()), (name, good.clone())],
            vec![(name, good.clone()), (name, bad.clone())],
            vec![(name, bad.clone()), (&upper, good.clone())],
            vec![(name, good.clone()), (name, String::new())],
            vec![(name, format!("{good}, {bad}"))],
            vec![(name, format!("{bad},{good}"))],
            vec![(name, format!("{good},"))],
            vec![(name, format!("{good}{good}"))],
            vec![(name, String::new())],
            vec![(name, "é".to_owned())],
        ] {
            let answer = send(&service, Some(PROXY), &smuggled).await;
            assert_eq!(verdict(&answer), (401, "no_certificate"), "{smuggled:?}");
        }
    }
}

#[tokio::test]
async fn the_formats_and_names_of_other_headers_do_not_count() {
    for (header, own_name, _) in headers() {
        let service = service(header);
        for (_, name, write) in headers() {
            let underscored = name.replace('-', "_");
            let sent = [(underscored.as_str(), write(b"own"))];
            let answer = send(&service, Some(PROXY), &sent).await;
            assert_eq!(verdict(&answer), (401, "no_certificate"));
            if name != own_name {
                for sent in [(name, write(b"own")), (own_name, write(b"own"))] {
                    let answer = send(&service, Some(PROXY), &[sent]).await;
                    assert_eq!(verdict(&answer), (401, "no_certificate"));
                }
            }
        }
    }
}

/// The connection between the proxy and the service may have a certificate as well: that of the proxy.
#[tokio::test]
async fn behind_a_proxy_the_certificate_of_the_connection_does_not_count() {
    let headers = [bearer(&token().issue())];
    let mut request = request(Some(PROXY), &headers);
    request.extensions_mut().insert(own());
    let answer = client::send(&service(CertificateHeader::ClientCert), request).await;
    assert_eq!(verdict(&answer), (401, "no_certificate"));
}

#[tokio::test]
async fn without_a_proxy_no_header_counts() {
    let service = crate::mtls::service::service();
    let all = headers().map(|(_, name, write)| (name, write(b"own")));
    let answer = send(&service, Some(PROXY), &all).await;
    assert_eq!(verdict(&answer), (401, "no_certificate"));
}

#[tokio::test]
async fn the_log_says_why_a_header_is_ignored() {
    for (header, name, write) in headers() {
        let service = service(header);
        let good = (name, write(b"own"));
        for (peer, sent, problem) in [
            (CLIENT, vec![good.clone()], "not sent by the proxy"),
            (PROXY, vec![good.clone(), good.clone()], "repeated"),
            (PROXY, vec![(name, "own".to_owned())], "malformed"),
        ] {
            let (log, recording) = Log::start();
            send(&service, Some(peer), &sent).await;
            drop(recording);
            let expected = format!(
                r#"ignored the header of a client certificate header="{name}" problem="{problem}""#
            );
            assert!(log.text().contains(&expected), "{}", log.text());
        }
    }
}

#[tokio::test]
async fn a_source_of_its_own_is_asked_for_each_request() {
    let mtls = Mtls::from_fn(|parts| {
        let der = parts.headers.get("x-test")?.as_bytes();
        Some(ClientCertificate::from_der(der))
    });
    let service = app(TestTokens::new().verifier().with_mtls(mtls));
    for (der, expected) in [("own", (200, "")), ("other", (401, "other_certificate"))] {
        let answer = send(&service, None, &[("x-test", der.to_owned())]).await;
        assert_eq!(verdict(&answer), expected);
    }
}

/// Bytes of a header, often with the marks of one of the formats.
fn value() -> impl Strategy<Value = Vec<u8>> {
    let part = prop_oneof![
        vec(any::<u8>(), 0..20),
        r#"[:,;="\\%+/A-Fa-f0-9-]{0,20}"#.prop_map(String::into_bytes),
        select(vec![
            "Hash=",
            "Subject=\"",
            "-----BEGIN%20CERTIFICATE-----",
            "-----END%20CERTIFICATE-----",
            "%",
            "%E",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
    ];
    let value = vec(part, 0..6).prop_map(|parts| parts.concat());
    value.prop_filter("a header", |value| HeaderValue::from_bytes(value).is_ok())
}

proptest! {
    #[test]
    fn no_other_value_is_a_certificate_or_an_error_of_the_server(value in value()) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        for (header, name, _) in headers() {
            let authorization = bearer(&token().issue()).1;
            let mut request = request(Some(PROXY), &[("authorization", authorization)]);
            request.headers_mut().insert(name, HeaderValue::from_bytes(&value).unwrap());
            let answer = runtime.block_on(client::send(service(header), request));
            prop_assert_eq!(answer.status, 401);
        }
    }
}
