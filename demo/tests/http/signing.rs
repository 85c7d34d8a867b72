//! Tokens for other services: key pairs that replace each other, and what others read of them.

use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::Method;
use axum::http::header::AUTHORIZATION;
use demo::app::{App, router};
use demo::database::Database;
use demo::seed::seed;
use demo::signing::{Provider, RotatingKeys, Signing};
use scopegate::{TokenError, Verifier};
use serde_json::{Value, json};

use crate::client::{post_token_to, request, send_to};
use crate::forge::{SECRET, encode, token};
use crate::server::{KEY, Server, demo, exchange, log_in};
use crate::storage::{Shared, all_connections};
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
        assert_eq!(answer.status, 200);
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

/// There may be such a key. Those who ask wait for one look, and not for those of all before them.
#[tokio::test]
async fn while_the_keys_cannot_be_looked_at_an_unknown_key_is_unavailable() {
    let database = new_database().await;
    let replica = Replica::new(&database).await;
    let issued = replica.log_in().await;
    let (_, rest) = issued.split_once('.').unwrap();
    let header = json!({"alg": "ES256", "typ": "at+jwt", "kid": "unknown"});
    let unknown = format!("{}.{rest}", encode(header.to_string()));
    tokio::time::sleep(Duration::from_secs(1)).await;

    let connections = all_connections(&database).await;
    let start = Instant::now();
    let get = || replica.get("/status/", &unknown);
    let (a, b, c, d) = tokio::join!(get(), get(), get(), get());
    assert_eq!([a.0, b.0, c.0, d.0], [503; 4]);
    assert!(start.elapsed() < Duration::from_secs(9), "3 for one look");
    drop(connections);
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(replica.get("/status/", &unknown).await.0, 401);
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

    let (_, metadata) = replica
        .get("/.well-known/oauth-authorization-server", "")
        .await;
    let scopes = metadata["scopes_supported"].as_array().unwrap();
    for scope in ["me", "users:write", "offline_access"] {
        assert!(scopes.contains(&json!(scope)), "{metadata}");
    }

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

/// Other services would accept the token: they do not ask whether the user was disabled.
#[tokio::test]
async fn a_disabled_user_gets_no_token_for_other_services() {
    let replica = Replica::new(&new_database().await).await;
    for scope in ["", "me", "me+offline_access"] {
        let form = format!("username=alice&password=secretalice&scope={scope}");
        let answer = post_token_to(replica.service.clone(), &form).await;
        let expected = (400, r#"{"detail":"Inactive user"}"#);
        assert_eq!((answer.status, &*answer.body), expected, "{scope}");
    }
    // Who does not know the password does not learn it.
    let form = "username=alice&password=wrong";
    let answer = post_token_to(replica.service.clone(), form).await;
    assert_eq!(
        answer.body,
        r#"{"detail":"Incorrect username or password"}"#
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
async fn replicas_that_see_at_once_that_a_key_is_due_make_one() {
    let shared = Shared::new().await;
    let url = shared.url.parse().unwrap();
    let databases = [(); 4].map(|()| Database::open(&url));
    let [a, b, c, d] = databases;
    let (a, b, c, d) = tokio::try_join!(a, b, c, d).unwrap();
    seed(&a).await.unwrap();
    let (one, two, three, four) = tokio::join!(
        Replica::new(&a),
        Replica::new(&b),
        Replica::new(&c),
        Replica::new(&d),
    );
    let replicas = [one, two, three, four];
    for (round, count) in [(0, 1), (1, 2)] {
        if round > 0 {
            pass(&a, 24 * 60).await;
            let [one, two, three, four] = replicas.each_ref().map(|replica| replica.keys.refresh());
            tokio::try_join!(one, two, three, four).unwrap();
        }
        let kids = replicas[0].kids().await;
        assert_eq!(kids.len(), count, "{kids:?}");
        for replica in &replicas {
            assert_eq!(replica.kids().await, kids);
        }
    }
}

#[tokio::test]
async fn processes_that_start_at_once_on_an_empty_database_make_one_key_and_seed_it_once() {
    for _ in 0..3 {
        let shared = Shared::new().await;
        let start = |_| {
            let mut command = shared.command();
            command.args(["--demo-users", "--issuer", ISSUER]);
            Server::start(command)
        };
        let servers: Vec<_> = (0..4).map(start).collect();
        let published = servers.iter().map(|server| {
            let mut connection = TcpStream::connect(server.address().1).unwrap();
            let request = "GET /jwks.json HTTP/1.1\r\nHost: demo\r\n\r\n";
            exchange(&mut connection, request).1
        });
        let published: Vec<_> = published.collect();
        assert!(
            published.iter().all(|jwks| *jwks == published[0]),
            "{published:?}"
        );

        let database = Database::open(&shared.url.parse().unwrap()).await.unwrap();
        for (count, expected) in [
            ("SELECT COUNT(*) FROM signing_keys", 1),
            ("SELECT COUNT(*) FROM users", 3),
            ("SELECT COUNT(*) FROM items", 1),
        ] {
            let counted = sqlx::query_scalar::<_, i64>(count);
            let counted = counted.fetch_one(database.pool()).await.unwrap();
            assert_eq!(counted, expected, "{count}");
        }
    }
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

/// Each start without `SECRET_KEY` leaves one.
#[tokio::test]
async fn keys_that_no_secret_opens_are_forgotten_with_their_last_token() {
    let database = new_database().await;
    Replica::new(&database).await;
    sqlx::query("UPDATE signing_keys SET private_key = 'AAAA', kid = 'closed'")
        .execute(database.pool())
        .await
        .unwrap();
    let replica = Replica::new(&database).await;
    for (minutes, is_there) in [(24 * 60 + 49, 1), (2, 0)] {
        pass(&database, minutes).await;
        replica.keys.refresh().await.unwrap();
        let count = "SELECT COUNT(*) FROM signing_keys WHERE kid = 'closed'";
        let count = sqlx::query_scalar::<_, i64>(count).fetch_one(database.pool());
        assert_eq!(count.await.unwrap(), is_there);
    }
    assert_eq!(
        replica.get("/users/me/", &replica.log_in().await).await.0,
        200
    );
}

/// Its owner did not run when it was due, and replaces it now.
#[tokio::test]
async fn a_key_of_another_secret_is_there_until_its_owner_has_replaced_it() {
    let database = new_database().await;
    Replica::new(&database).await;
    pass(&database, 24 * 60 + 51).await;
    let owner = Replica::new(&database).await;
    let token = owner.log_in().await;
    let provider = owner.keys.provider().clone();
    let other = [7; 32];
    let other = RotatingKeys::open(database.clone(), provider, &other).await;
    other.unwrap();
    owner.keys.refresh().await.unwrap();
    assert_eq!(owner.get("/users/me/", &token).await.0, 200);
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
