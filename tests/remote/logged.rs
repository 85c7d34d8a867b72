//! What is logged is what the documentation lists.

use axum::body::Bytes;
use axum::http::{Request, Response};
use scopegate::Verifier;
use scopegate::provider::{Fetch, FetchError, FetchErrorKind, Introspection};
use scopegate::revocation::{Revocation, RevocationClaims, RevocationUnknown};

use crate::log::Log;
use crate::remote::service::send;
use crate::remote::{API, ISSUER, issuer, token};

/// It has the list.
const METRICS: &str = include_str!("../../runtime/src/metrics/mod.rs");

/// A provider that publishes a key which no token can be signed with, too.
struct WithAnOddKey;

impl Fetch for WithAnOddKey {
    async fn fetch(&self, _: Request<Bytes>) -> Result<Response<Bytes>, FetchError> {
        let keys = r#"{"keys":[{"kty":"EC","crv":"secp256k1","kid":"odd"}]}"#;
        Ok(Response::new(keys.into()))
    }
}

/// A client and a list that say why they fail.
struct Down;

impl Fetch for Down {
    async fn fetch(&self, _: Request<Bytes>) -> Result<Response<Bytes>, FetchError> {
        Err(FetchError::new(FetchErrorKind::Connection, "no proxy"))
    }
}

impl Revocation for Down {
    async fn is_revoked(&self, _: RevocationClaims<'_>) -> Result<bool, RevocationUnknown> {
        Err(RevocationUnknown::new("no database"))
    }
}

#[tokio::test(start_paused = true)]
async fn every_line_that_a_provider_causes_is_listed_and_every_listed_one_is_logged() {
    let (log, _recording) = Log::start();
    let issuer = issuer();
    let by_keys = issuer.verifier_builder().audience(API);
    let by_keys = by_keys.scopes_at("permissions").build().unwrap();
    let asking = issuer.verifier_builder().audience(API);
    let asking = asking.introspect(Introspection::client_secret_basic("api", "secret"));
    let asking = asking.build().unwrap();
    let odd = Verifier::builder().jwks("https://odd.example/keys");
    let odd = odd.http_client(WithAnOddKey).issuer(ISSUER).audience(API);
    let odd = odd.build().unwrap();
    let good = token(&issuer);
    let opaque = issuer.opaque(&good);
    let jwt = good.issue();
    assert_eq!(send(&by_keys, &jwt).await.0, 200);
    let elsewhere = good.clone().audience("https://other.example");
    for bad in [good.expired(), elsewhere] {
        assert_eq!(send(&by_keys, &bad.issue()).await.0, 401);
    }
    assert_eq!(send(&odd, &jwt).await.0, 503);
    let unknown = issuer.verifier_builder().audience(API).revocation(Down);
    assert_eq!(send(&unknown.build().unwrap(), &jwt).await.0, 503);
    let unreached = Verifier::builder().jwks("https://down.example/keys");
    let unreached = unreached.http_client(Down).issuer(ISSUER).audience(API);
    assert_eq!(send(&unreached.build().unwrap(), &jwt).await.0, 503);
    issuer.go_down();
    assert_eq!(send(&asking, &opaque).await.0, 503);
    let lost = issuer.verifier_builder().audience(API);
    let lost = lost.introspect(Introspection::client_secret_basic("api", "secret"));
    let lost = lost.build().unwrap();
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    drop(lost);

    let log = log.text();
    for cause in ["no proxy", "no database"] {
        assert!(log.contains(cause), "{cause} is not in {log}");
    }
    let ours = log.lines().filter(|line| line.contains(" scopegate::"));
    let ours: Vec<_> = ours.map(str::trim_start).collect();
    let rows = METRICS
        .lines()
        .filter_map(|line| line.strip_prefix("//! | "));
    let rows = rows.map(|row| {
        row.split(" | ")
            .map(|cell| cell.trim_matches('`'))
            .collect()
    });
    let listed: Vec<Vec<_>> = rows
        .filter(|row: &Vec<_>| row.len() == 3 && (row[0].starts_with("warn") || row[0] == "debug"))
        .collect();
    let is_listed = |own: &str, row: &[&str]| {
        let (level, line) = own.split_once(' ').unwrap();
        let is_level = row[0]
            .split(", ")
            .any(|listed| level.eq_ignore_ascii_case(listed));
        is_level && line.contains(&format!(": {}", row[1]))
    };
    let of_others = ["DPoP", "client certificate"];
    let of_provider = |row: &&Vec<&str>| !of_others.iter().any(|text| row[1].contains(text));
    for row in listed.iter().filter(of_provider) {
        let is_logged = ours.iter().any(|own| is_listed(own, row));
        assert!(is_logged, "nobody logs {row:?}:\n{log}");
    }
    for own in &ours {
        let is_known = listed.iter().any(|row| is_listed(own, row));
        assert!(is_known, "not in the list: `{own}`");
    }
}
