//! Whole proofs against RFC 9449 section 4.3. Each table has a valid proof in addition to the invalid ones.

mod algorithms;
mod claims;
mod configuration;
mod header;
mod properties;
mod replays;

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use http::{Method, Uri};

use crate::clock::system_time;
use crate::crypto::sha256;
use crate::dpop::signer::TestKey;
use crate::dpop::{Dpop, DpopBuilder, DpopError, ProofRequest, thumbprint};
use crate::token::compact::encode;

const NOW: u64 = 1_700_000_000;
const TOKEN: &str = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU";
const URL: &str = "https://api.example.com";

fn now() -> Duration {
    Duration::from_secs(NOW)
}

/// The time of a clock; before 1970 if no clock can show it.
fn clock(since_1970: Duration) -> SystemTime {
    let broken = SystemTime::UNIX_EPOCH - Duration::from_secs(1);
    system_time(since_1970).unwrap_or(broken)
}

fn builder() -> DpopBuilder {
    Dpop::builder().public_url(URL)
}

fn dpop() -> Dpop {
    builder().build().unwrap()
}

/// A valid header, with one member removed and others added (each with a comma before it).
fn header(without: &str, members: &str) -> String {
    let all = [
        ("typ", r#""dpop+jwt""#),
        ("alg", r#""ES256""#),
        ("jwk", TestKey::One.jwk().trim()),
    ];
    object(&all, without, members)
}

/// Valid claims for `GET /items` with `TOKEN`, modified in the same way.
fn claims(without: &str, members: &str) -> String {
    let ath = format!(r#""{}""#, encode(sha256(TOKEN.as_bytes())));
    let all = [
        ("jti", r#""-BwC3ESc6acc2lTc""#),
        ("htm", r#""GET""#),
        ("htu", r#""https://api.example.com/items""#),
        ("iat", &NOW.to_string()),
        ("ath", &ath),
    ];
    object(&all, without, members)
}

fn object(all: &[(&str, &str)], without: &str, members: &str) -> String {
    let kept = all.iter().filter(|(name, _)| *name != without);
    let kept: Vec<_> = kept
        .map(|(name, value)| format!(r#""{name}":{value}"#))
        .collect();
    format!("{{{}{members}}}", kept.join(","))
}

/// A proof with this header that is otherwise valid.
fn with_header(header: impl AsRef<[u8]>) -> String {
    TestKey::One.sign(header, claims("", ""))
}

/// A proof with these claims that is otherwise valid.
fn with_claims(claims: impl AsRef<[u8]>) -> String {
    TestKey::One.sign(header("", ""), claims)
}

fn honest() -> String {
    with_claims(claims("", ""))
}

/// The result for a proof with `GET /items`.
fn verdict(dpop: &Dpop, proof: &str) -> Result<(), DpopError> {
    verdict_at(dpop, proof, now())
}

fn verdict_at(dpop: &Dpop, proof: &str, now: Duration) -> Result<(), DpopError> {
    request(dpop, proof, "GET /items", TOKEN, now)
}

fn request(
    dpop: &Dpop,
    proof: &str,
    line: &str,
    token: &str,
    now: Duration,
) -> Result<(), DpopError> {
    let jkt = thumbprint(TestKey::One.jwk()).unwrap();
    let (method, uri) = line.split_once(' ').unwrap();
    let (method, uri): (Method, Uri) = (method.parse().unwrap(), uri.parse().unwrap());
    let request = ProofRequest {
        method: &method,
        uri: &uri,
        token,
        jkt: &jkt,
    };
    ready(dpop.check_at(proof, request, clock(now)))
}

/// The output of a future that never waits.
fn ready<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("nothing to wait for"),
    }
}
