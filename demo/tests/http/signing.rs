//! Tokens for other services: key pairs that replace each other, and what others read of them.

use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::Method;
use axum::http::header::AUTHORIZATION;
use demo::app::{App, router};
use demo::database::Database;
use demo::signing::{Provider, RotatingKeys, Signing};
use scopegate::{TokenError, Verifier};
use serde_json::{Value, json};

use crate::client::{post_token_to, request, send_to};
use crate::forge::{SECRET, token};
use crate::server::{KEY, Server, demo, log_in};
use crate::support::{config, new_database};

const ISSUER: &str = "https://issuer.example";
const API: &str = "https://api.example";

struct Replica {
    keys: Arc<RotatingKeys>,
    service: axum::Router,
}

impl Replica {
    async fn new(database: &Database) -> Self {
        let provider = Provider {
            issuer: ISSUER.to_owned(),
            audience: API.to_owned(),
            token_lifetime: Duration::from_mins(30),
            key_period: Duration::from_hours(24),
        };
        let keys = RotatingKeys::open(database.clone(), provider, SECRET)
            .await
            .unwrap();
        let keys = Arc::new(keys);
        let signing = Signing::KeyPairs(Arc::clone(&keys));
        let app = App::with_signing(database.clone(), SECRET, signing, &config(&[])).unwrap();
        Self {
            keys,
            service: router(app),
        }
    }

    async fn get(&self, path: &str, token: &str) -> (u16, Value) {
        let request = request(Method::GET, path).header(AUTHORIZATION, format!("Bearer {token}"));
        let answer = send_to(self.service.clone(), request.body(Body::empty()).unwrap()).await;
        (
            answer.status,
            serde_json::from_str(&answer.body).unwrap_or_default(),
        )
    }

    async fn log_in(&self) -> String {
        let form = "username=johndoe&password=secret&scope=me";
        let answer = post_token_to(self.service.clone(), form).await;
        let answer: Value = serde_json::from_str(&answer.body).unwrap();
        answer["access_token"].as_str().unwrap().to_owned()
    }

    /// The names of the keys that are published.
    async fn kids(&self) -> Vec<String> {
        let (status, jwks) = self.get("/jwks.json", "").await;
        assert_eq!(status, 200);
        let keys = jwks["keys"].as_array().unwrap();
        assert!(
            keys.iter()
                .all(|key| key["kty"] == "EC" && key.get("d").is_none()),
            "{jwks}"
        );
        let kids = keys
            .iter()
            .map(|key| key["kid"].as_str().unwrap().to_owned());
        let mut kids: Vec<_> = kids.collect();
        kids.sort();
        kids
    }
}

/// Lets all keys be as much older.
async fn pass(database: &Database, minutes: i64) {
    sqlx::query("UPDATE signing_keys SET created_at = created_at - $1")
        .bind(minutes * 60)
        .execute(database.pool())
        .await
        .unwrap();
}

fn kid(token: &str) -> String {
    use base64::Engine;
    let header = token.split('.').next().unwrap();
    let header = base64::engine::general_purpose::URL_SAFE_NO_PAD
        .decode(header)
        .unwrap();
    let header: Value = serde_json::from_slice(&header).unwrap();
    assert_eq!(
        (&header["alg"], &header["typ"]),
        (&json!("ES256"), &json!("at+jwt"))
    );
    header["kid"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn without_an_issuer_there_is_nothing_to_read() {
    let database = new_database().await;
    let service = crate::support::service(database, SECRET);
    for path in ["/jwks.json", "/.well-known/oauth-authorization-server"] {
        let request = request(Method::GET, path).body(Body::empty());
        assert_eq!(send_to(service.clone(), request.unwrap()).await.status, 404);
    }
}

#[tokio::test]
async fn a_token_is_signed_by_a_key_that_is_published_and_by_no_secret() {
    let replica = Replica::new(&new_database().await).await;
    let issued = replica.log_in().await;
    assert_eq!(replica.kids().await, [kid(&issued)]);
    assert_eq!(replica.get("/users/me/", &issued).await.0, 200);
    // The secret key signs nothing here.
    assert_eq!(
        replica
            .get("/users/me/", &token("johndoe", r#"["me"]"#))
            .await
            .0,
        401
    );

    let mut verifier = Verifier::builder().issuer(ISSUER).audience(API);
    let (_, jwks) = replica.get("/jwks.json", "").await;
    for key in jwks["keys"].as_array().unwrap() {
        verifier = verifier.jwk(&key.to_string());
    }
    let other = verifier.token_type("at+jwt").build().unwrap();
    let claims = other.verify(&issued).await.unwrap();
    let claims: Value = claims.claims().unwrap();
    assert_eq!(
        (&claims["iss"], &claims["aud"]),
        (&json!(ISSUER), &json!(API))
    );
    assert_eq!(
        (&claims["sub"], &claims["client_id"]),
        (&json!("johndoe"), &json!("demo"))
    );
}

#[tokio::test]
async fn a_key_is_replaced_with_overlap_and_its_tokens_stay_valid() {
    let database = new_database().await;
    let [one, two] = [Replica::new(&database).await, Replica::new(&database).await];
    let old = one.log_in().await;
    assert_eq!(kid(&old), kid(&two.log_in().await));

    pass(&database, 24 * 60).await;
    one.keys.refresh().await.unwrap();
    let published = one.kids().await;
    assert_eq!(published.len(), 2, "the next key is published");
    assert_eq!(kid(&one.log_in().await), kid(&old), "and does not sign yet");

    pass(&database, 11).await;
    one.keys.refresh().await.unwrap();
    let new = one.log_in().await;
    assert_ne!(kid(&new), kid(&old));
    // The other has not looked since, and does when it sees the token.
    tokio::time::sleep(Duration::from_millis(1100)).await;
    for replica in [&one, &two] {
        for token in [&old, &new] {
            assert_eq!(replica.get("/users/me/", token).await.0, 200);
        }
    }

    pass(&database, 60).await;
    two.keys.refresh().await.unwrap();
    assert_eq!(two.kids().await, [kid(&new)]);
    assert_eq!(two.get("/users/me/", &old).await.0, 401);
}

#[tokio::test]
async fn a_key_that_another_secret_sealed_is_not_used_and_another_is_made() {
    let database = new_database().await;
    let first = Replica::new(&database).await.kids().await;
    sqlx::query("UPDATE signing_keys SET private_key = 'AAAA'")
        .execute(database.pool())
        .await
        .unwrap();
    let replica = Replica::new(&database).await;
    assert_ne!(replica.kids().await, first);
    assert_eq!(
        replica.get("/users/me/", &replica.log_in().await).await.0,
        200
    );
}

/// A resource server of ours that knows nothing but the issuer.
#[tokio::test]
async fn another_service_discovers_the_keys_and_verifies_tokens() {
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let address = format!("127.0.0.1:{port}");
    let issuer = format!("http://{address}");
    let mut command = crate::server::demo_at(&address);
    command
        .env("SECRET_KEY", KEY)
        .args(["--issuer", &issuer, "--audience", API]);
    let server = Server::start(command);
    server.address();
    let mut connection = TcpStream::connect(&address).unwrap();
    let token = log_in(&mut connection);

    let verifier = Verifier::builder()
        .discover(&issuer)
        .audience(API)
        .build()
        .unwrap();
    let accepted = verifier.verify(&token).await.unwrap();
    assert!(accepted.scopes().contains("me"));
    let other = Verifier::builder()
        .discover(&issuer)
        .audience("https://other.example");
    let refused = other.build().unwrap().verify(&token).await.unwrap_err();
    assert_eq!(refused, TokenError::Audience);
}

#[test]
fn an_issuer_that_cannot_be_one_is_refused_by_its_name() {
    for issuer in [
        "issuer.example",
        "https://issuer.example/path",
        "https://issuer.example/",
        "ftp://a",
        "https://a?b",
        "https://u@a",
    ] {
        let output = demo()
            .env("SECRET_KEY", KEY)
            .env("ISSUER", issuer)
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{issuer}: {said}");
        assert!(said.contains("--issuer <URL>"), "{said}");
    }
}
