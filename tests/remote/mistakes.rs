//! Mistakes of whoever configures a service, each told from the others by what is logged.

use std::time::Duration;

use axum::body::Bytes;
use axum::http::{Request, Response, StatusCode};
use scopegate::provider::{Fetch, FetchError, Introspection};
use scopegate::{Verifier, VerifierBuilder};
use serde_json::{Value, json};

use crate::log::Log;
use crate::remote::{API, ISSUER};

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
    lines.collect::<Vec<_>>().join("\n")
}

const NOT_THE_ISSUER: &str =
    "expected the issuer `https://issuer.example`, found `https://other.example`";

/// A mistake: what the provider says of itself, the status of all other answers, and what is logged.
type Case = (Value, u16, &'static str, &'static [&'static str]);

async fn assert_logged(builder: impl Fn() -> VerifierBuilder, cases: &[Case]) {
    for (metadata, status, level, expected) in cases {
        let log = logged(builder(), metadata.clone(), *status).await;
        for expected in expected.iter().chain([level]) {
            assert!(log.contains(expected), "no {expected} in\n{log}");
        }
        assert!(!log.contains("secret"), "{log}");
    }
}

#[tokio::test(start_paused = true)]
async fn each_mistake_about_a_provider_is_told_from_the_others_at_start() {
    let by_keys = || Verifier::builder().discover(ISSUER);
    let unsafe_keys = "http://issuer.example/keys?secret=s";
    let cases: &[Case] = &[
        (
            metadata("https://other.example", KEYS),
            200,
            "ERROR",
            &[r#"error="issuer""#, NOT_THE_ISSUER],
        ),
        (
            metadata("https://issuer.example/", KEYS),
            200,
            "ERROR",
            &[r#"error="issuer""#, "found `https://issuer.example/`"],
        ),
        (
            metadata(ISSUER, unsafe_keys),
            200,
            "ERROR",
            &[
                r#"error="address""#,
                "jwks_uri `http://issuer.example/keys`",
            ],
        ),
        (
            metadata(ISSUER, KEYS),
            404,
            "WARN",
            &["status=404", r#"address="https://issuer.example/keys""#],
        ),
        (
            json!({ "issuer": ISSUER }),
            200,
            "WARN",
            &[r#"error="malformed""#, "jwks_uri"],
        ),
    ];
    assert_logged(by_keys, cases).await;
}

#[tokio::test(start_paused = true)]
async fn each_mistake_about_introspection_is_told_from_the_others() {
    let asking = || {
        let client = Introspection::client_secret_basic("api", "a secret of ours");
        Verifier::builder().discover(ISSUER).introspect(client)
    };
    let expected = &[r#"error="no_endpoint""#, "Introspection::endpoint"];
    assert_logged(asking, &[(metadata(ISSUER, KEYS), 200, "ERROR", expected)]).await;
    let at = || {
        let client = Introspection::client_secret_basic("api", "a secret of ours");
        let client = client.endpoint("https://issuer.example/ask");
        Verifier::builder().discover(ISSUER).introspect(client)
    };
    let cases: &[Case] = &[
        (
            metadata(ISSUER, KEYS),
            401,
            "ERROR",
            &["status=401", r#"address="https://issuer.example/ask""#],
        ),
        (
            metadata(ISSUER, KEYS),
            404,
            "WARN",
            &["status=404", r#"address="https://issuer.example/ask""#],
        ),
    ];
    assert_logged(at, cases).await;
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
