//! Fills what is kept.

use std::time::{Duration, SystemTime};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use scopegate::dpop::Dpop;
use scopegate::provider::Introspection;
use scopegate::revocation::RevokedTokens;
use scopegate::routing::get;
use scopegate::testing::{TestDpopKey, TestProvider, TestTokens};
use scopegate::token::Claims;
use scopegate::{AccessToken, Algorithm, SecureRouter, SecurityScheme, Verifier, security};
use tower_service::Service;

use crate::Result;
use crate::allocated::bytes;

macro_rules! jwk {
    ($file:literal) => {
        include_str!(concat!(
            "../../../runtime/src/token/testdata/",
            $file,
            ".jwk.json"
        ))
    };
}

pub(crate) const KEYS: [(&str, &str); 3] = [
    ("RSA with 2048 bits", jwk!("rsa")),
    ("P-256", jwk!("p256")),
    ("Ed25519", jwk!("ed25519")),
];

/// The most that a verifier has without a provider.
const KEYS_OF_ONE: usize = 16;

/// The keys of some verifiers beside verifiers with one key each. Returns their number, too.
pub(crate) fn keys(jwk: &str) -> Result<(usize, usize)> {
    const VERIFIERS: usize = 100;
    let of = |count: usize| {
        let one = |number: usize| {
            let algorithm = if jwk.contains("RSA") {
                Algorithm::RS256
            } else if jwk.contains("Ed25519") {
                Algorithm::EdDSA
            } else {
                Algorithm::ES256
            };
            let named = format!(r#"{{"kid":"a-key-of-2026-{number:02}","#);
            (algorithm, jwk.trim_end().replacen('{', &named, 1))
        };
        let keys = (0..count).map(one);
        let builder = Verifier::builder().cache_tokens(0);
        let builder = keys.fold(builder, |builder, (algorithm, jwk)| {
            builder.jwk_with(algorithm, &jwk)
        });
        builder.build()
    };
    let all = |count| {
        bytes(|| {
            (0..VERIFIERS)
                .map(|_| of(count))
                .collect::<Result<Vec<_>, _>>()
        })
    };
    let (one, with_one) = all(1);
    let (most, with_most) = all(KEYS_OF_ONE);
    (one?, most?);
    Ok((VERIFIERS * (KEYS_OF_ONE - 1), with_most - with_one))
}

/// Tokens of this length in the cache of a verifier, whose claims were read. Returns their number, too.
pub(crate) fn verified_tokens(length: usize) -> Result<(usize, usize)> {
    const COUNT: usize = 3000;
    let tokens = TestTokens::new();
    let verifier = tokens.verifier_builder().build()?;
    let issue = |number: usize, more: usize| {
        let token = tokens.token().scopes(["me", "items"]);
        let token = token.claim("jti", format!("dbe39bf3a3ba4238a513f51d{number:08}"));
        token.claim("more", "m".repeat(more)).issue()
    };
    // Four characters of base64 are three bytes.
    let more = (length - issue(0, 0).len()) * 3 / 4;
    let sent: Vec<_> = (0..COUNT).map(|number| issue(number, more)).collect();
    assert!(sent[0].len().abs_diff(length) < 3);
    let (result, bytes) = bytes(|| {
        for _ in 0..2 {
            for token in &sent {
                let token = verifier.verify(token).now()?;
                assert!(token.claims::<Claims>()?.sub.is_some());
            }
        }
        Ok::<_, scopegate::TokenError>(())
    });
    result?;
    Ok((COUNT, bytes))
}

/// Opaque tokens, whose results are cached for some seconds. Returns their number, too.
pub(crate) fn introspected(seconds: u64) -> Result<(usize, usize)> {
    const COUNT: usize = 10_000;
    let provider = TestProvider::new("https://issuer.example");
    let client = Introspection::client_secret_basic("my-api", "secret");
    let client = client.endpoint("https://issuer.example/introspect");
    let verifier = provider
        .verifier_builder()
        .introspect(client.cache_for(Duration::from_secs(seconds)))
        .audience("api")
        .build()?;
    let token = provider.token().audience("api").scopes(["me", "items"]);
    let sent: Vec<_> = (0..COUNT).map(|_| provider.opaque(&token)).collect();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let (result, bytes) = bytes(|| {
        runtime.block_on(async {
            for token in &sent {
                verifier.verify(token).await?;
            }
            Ok::<_, scopegate::TokenError>(())
        })
    });
    result?;
    Ok((COUNT, bytes))
}

fn in_ten_minutes() -> SystemTime {
    SystemTime::now() + Duration::from_secs(600)
}

/// With 22 characters, which are 128 bits, as those that scopegate issues.
fn name(number: usize) -> String {
    format!("dbe39bf3a3ba42{number:08}")
}

pub(crate) fn revoked_tokens(count: usize) -> Result<usize> {
    let revoked = RevokedTokens::new();
    let (result, bytes) = bytes(|| {
        let mut all = 0..count;
        all.try_for_each(|number| revoked.revoke(&name(number), in_ten_minutes()))
    });
    result?;
    Ok(bytes)
}

pub(crate) fn revoked_subjects(count: usize) -> Result<usize> {
    let revoked = RevokedTokens::new();
    let (result, bytes) = bytes(|| {
        let mut all = 0..count;
        all.try_for_each(|number| revoked.revoke_all_of(&name(number), in_ten_minutes()))
    });
    result?;
    Ok(bytes)
}

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("items" = "Your items."))]
struct Scheme;

#[security(scopes = ["items"], depends = Scheme)]
async fn items(_token: AccessToken) {}

/// Proofs that were accepted.
pub(crate) fn proofs(count: usize) -> Result<usize> {
    const URL: &str = "https://api.example.com";
    // A key may have a part of it.
    let dpop = Dpop::builder()
        .public_url(URL)
        .replay_capacity(count * 4)
        .build()?;
    let (tokens, key) = (TestTokens::new(), TestDpopKey::new());
    let verifier = tokens.verifier().with_dpop(dpop);
    let router = SecureRouter::new().route("/items", get(items));
    let mut router: Router = router.with_state(verifier).into_router();
    let token = tokens.token().scopes(["items"]).bound_to(&key).issue();
    let proof = key
        .proof("GET", &format!("{URL}/items"))
        .access_token(&token);
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let mut send = move || {
        let request = Request::get("/items")
            .header("authorization", format!("DPoP {token}"))
            .header("dpop", proof.clone().fresh().sign())
            .body(Body::empty())?;
        let Ok(response) = runtime.block_on(router.call(request));
        assert_eq!(response.status(), StatusCode::OK);
        Ok(())
    };
    send()?;
    let (result, bytes) = bytes(|| (0..count).try_for_each(|_| send()));
    result.map(|()| bytes)
}
