//! Mistakes of whoever configures a service, each told from the others by what is logged.

use std::time::Duration;

use axum::body::Bytes;
use axum::http::{Request, Response, StatusCode};
use scopegate::provider::{Fetch, FetchError, Introspection};
use scopegate::{Verifier, VerifierBuilder};
use serde_json::{Value, json};

use crate::log::Log;
use crate::{API, ISSUER};

/// A provider with this metadata, which answers everything else with a status.
struct Provider {
    metadata: Value,
    elsewhere: StatusCode,
}

impl Fetch for Provider {
    async fn fetch(&self, request: Request<Bytes>) -> Result<Response<Bytes>, FetchError> {
        let is_metadata = request.uri().path().ends_with("/openid-configuration");
        let mut response = Response::new(Bytes::new());
        if is_metadata {
            *response.body_mut() = self.metadata.to_string().into();
        } else {
            *response.status_mut() = self.elsewhere;
        }
        Ok(response)
    }
}

fn metadata(issuer: &str, jwks: &str) -> Value {
    json!({ "issuer": issuer, "jwks_uri": jwks })
}

const KEYS: &str = "https://issuer.example/keys?secret=s";

/// What is logged when such a service starts, and gets a token.
async fn logged(builder: VerifierBuilder, metadata: Value, elsewhere: u16) -> String {
    let (log, _recording) = Log::start();
    let elsewhere = StatusCode::from_u16(elsewhere).unwrap();
    let provider = Provider {
        metadata,
        elsewhere,
    };
    let verifier = builder.audience(API).http_client(provider).build().unwrap();
    tokio::time::sleep(Duration::from_secs(1)).await;
    drop(verifier.verify("a-token").await);
    let text = log.text();
    let lines = text.lines().filter(|line| line.contains(" scopegate::"));
    lines.map(|line| format!("{line}\n")).collect()
}

#[tokio::test(start_paused = true)]
async fn each_mistake_is_told_from_the_others_when_the_service_starts() {
    let by_keys = || Verifier::builder().discover(ISSUER);
    let asking = || {
        let client = Introspection::client_secret_basic("api", "a secret of ours");
        by_keys().introspect(client)
    };
    let slash = format!("{ISSUER}/");
    let unsafe_address = "http://issuer.example/keys?secret=s";
    for (builder, metadata, status, level, expected) in [
        (
            by_keys(),
            metadata("https://other.example", KEYS),
            200,
            "ERROR",
            vec![
                r#"error="issuer""#,
                "expected the issuer `https://issuer.example`",
                "found `https://other.example`",
            ],
        ),
        (
            by_keys(),
            metadata(&slash, KEYS),
            200,
            "ERROR",
            vec![r#"error="issuer""#, "found `https://issuer.example/`"],
        ),
        (
            by_keys(),
            metadata(ISSUER, unsafe_address),
            200,
            "ERROR",
            vec![
                r#"error="address""#,
                "jwks_uri `http://issuer.example/keys`",
                "https",
            ],
        ),
        (
            by_keys(),
            metadata(ISSUER, KEYS),
            404,
            "WARN",
            vec![
                r#"error="status""#,
                "status=404",
                r#"address="https://issuer.example/keys""#,
            ],
        ),
        (
            by_keys(),
            json!({ "issuer": ISSUER }),
            200,
            "WARN",
            vec![r#"error="malformed""#, "jwks_uri"],
        ),
        (
            asking(),
            metadata(ISSUER, KEYS),
            200,
            "ERROR",
            vec![r#"error="no_endpoint""#, "Introspection::endpoint"],
        ),
        (
            asking().introspect(
                Introspection::client_secret_basic("api", "wrong")
                    .endpoint("https://issuer.example/ask"),
            ),
            metadata(ISSUER, KEYS),
            401,
            "ERROR",
            vec![
                r#"error="status""#,
                "status=401",
                r#"address="https://issuer.example/ask""#,
            ],
        ),
        (
            asking().introspect(
                Introspection::client_secret_basic("api", "secret")
                    .endpoint("https://issuer.example/wrong"),
            ),
            metadata(ISSUER, KEYS),
            404,
            "WARN",
            vec![
                r#"error="status""#,
                "status=404",
                r#"address="https://issuer.example/wrong""#,
            ],
        ),
    ] {
        let log = logged(builder, metadata, status).await;
        for expected in expected {
            assert!(log.contains(expected), "no {expected} in\n{log}");
        }
        assert!(log.contains(level), "no {level} in\n{log}");
        assert!(!log.contains("secret"), "{log}");
    }
}

/// What the HTTP client says of a connection is below our own name for it.
#[tokio::test]
async fn the_cause_of_a_lost_connection_is_logged() {
    let (log, _recording) = Log::start();
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let verifier = Verifier::builder().jwks(format!("http://{address}/keys?secret=s"));
    let verifier = verifier.issuer(ISSUER).audience(API).build().unwrap();
    for _ in 0..200 {
        if log.text().contains("cannot fetch") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    drop(verifier);
    let log = log.text();
    let line = log
        .lines()
        .find(|line| line.contains("cannot fetch"))
        .unwrap();
    assert!(
        line.contains("cause=") && line.contains("refused"),
        "{line}"
    );
    assert!(!line.contains("secret"), "{line}");
}
