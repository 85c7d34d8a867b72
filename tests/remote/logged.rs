//! What is logged: what the guide lists, and nothing of a token.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::http::{Request, Response};
use scopegate::Verifier;
use scopegate::provider::{Fetch, FetchError, Introspection};
use tracing::Level;

use crate::recipes::GUIDE;
use crate::service::send;
use crate::{API, ISSUER, issuer, token, verifier};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A provider that publishes a key which no token can be signed with, too.
struct WithAnOddKey;

impl Fetch for WithAnOddKey {
    async fn fetch(&self, _: Request<Bytes>) -> Result<Response<Bytes>, FetchError> {
        let keys = r#"{"keys":[{"kty":"EC","crv":"secp256k1","kid":"odd"}]}"#;
        Ok(Response::new(keys.into()))
    }
}

#[tokio::test(start_paused = true)]
async fn the_guide_lists_every_line_that_a_provider_causes_and_none_has_a_part_of_a_token() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .without_time()
        .with_ansi(false)
        .with_max_level(Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    let _recording = tracing::subscriber::set_default(subscriber);

    let issuer = issuer();
    let by_keys = verifier(&issuer);
    let asking = issuer.verifier_builder().audience(API);
    let asking = asking.introspect(Introspection::client_secret_basic(
        "api",
        "secret-of-secrecy",
    ));
    let asking = asking.build().unwrap();
    let odd = Verifier::builder().jwks("https://odd.example/keys");
    let odd = odd.http_client(WithAnOddKey).issuer(ISSUER).audience(API);
    let odd = odd.build().unwrap();
    let good = token(&issuer).subject("subject-of-secrecy");
    let opaque = issuer.opaque(&good);
    let jwt = good.issue();
    assert_eq!(send(&by_keys, &jwt).await.0, 200);
    assert_eq!(send(&by_keys, &good.expired().issue()).await.0, 401);
    assert_eq!(send(&odd, &jwt).await.0, 503);
    issuer.go_down();
    assert_eq!(send(&asking, &opaque).await.0, 503);

    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let ours = log.lines().filter(|line| line.contains(" scopegate::"));
    let ours: Vec<_> = ours.map(str::trim_start).collect();
    let (_, table) = GUIDE.split_once("\n# What is logged\n").unwrap();
    let rows = table
        .lines()
        .filter(|line| line.starts_with("| WARN") || line.starts_with("| DEBUG"));
    let listed: Vec<_> = rows
        .map(|row| {
            let cells: Vec<_> = row
                .split('|')
                .map(|cell| cell.trim().trim_matches('`'))
                .collect();
            format!("{} {}: {}", cells[1], cells[2], cells[3])
        })
        .collect();
    for line in &listed {
        assert!(
            ours.iter().any(|own| own.starts_with(line)),
            "nobody logs `{line}`:\n{log}"
        );
    }
    for own in &ours {
        assert!(
            listed.iter().any(|line| own.starts_with(line)),
            "not in the guide: `{own}`"
        );
    }
    let secrets = jwt.split('.').chain([opaque.as_str(), "of-secrecy"]);
    for secret in secrets {
        assert!(!log.contains(secret), "`{secret}` was logged:\n{log}");
    }
}
