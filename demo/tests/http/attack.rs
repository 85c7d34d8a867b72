//! Attempts to guess passwords, and to lock others out with them.

use std::net::SocketAddr;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::header::RETRY_AFTER;
use demo::users::{Users, fake_users_db};

use crate::client::{Answer, post_token_to, send_to, token_request};
use crate::forge::SECRET;
use crate::support::{config, new_database, service, service_with};

const RIGHT: &str = "username=johndoe&password=secret";
const WRONG: &str = "username=johndoe&password=wrong";

async fn with_limits(options: &[&str]) -> Router {
    service_with(new_database().await, SECRET, &config(options))
}

/// An attempt of a client, which may be behind a proxy.
async fn attempt(service: &Router, peer: &str, forwarded: Option<&str>, form: &str) -> Answer {
    let mut request = token_request(form);
    let peer: SocketAddr = format!("{peer}:1234").parse().unwrap();
    request.extensions_mut().insert(ConnectInfo(peer));
    if let Some(forwarded) = forwarded {
        let forwarded = forwarded.parse().unwrap();
        request.headers_mut().insert("forwarded", forwarded);
    }
    send_to(service.clone(), request).await
}

#[track_caller]
fn assert_too_many(answer: &Answer, at_most: u64) {
    assert_eq!(answer.status, 429, "{answer:?}");
    assert_eq!(answer.body, r#"{"detail":"Too many attempts"}"#);
    let wait: u64 = answer.header(RETRY_AFTER).unwrap().parse().unwrap();
    assert!((1..=at_most).contains(&wait), "{wait}");
}

#[tokio::test]
async fn a_client_that_guesses_has_to_wait_and_its_victim_logs_in_from_elsewhere() {
    let service = with_limits(&["--logins-per-account=3"]).await;
    for _ in 0..3 {
        let answer = attempt(&service, "192.0.2.66", None, WRONG).await;
        assert_eq!(answer.status, 400);
    }
    for form in [WRONG, RIGHT] {
        assert_too_many(&attempt(&service, "192.0.2.66", None, form).await, 21);
    }
    let alice = "username=alice&password=secretalice";
    for (peer, form) in [("192.0.2.1", RIGHT), ("192.0.2.66", alice)] {
        assert_eq!(attempt(&service, peer, None, form).await.status, 200);
    }
}

#[tokio::test]
async fn a_client_that_invents_names_has_to_wait() {
    let service = with_limits(&["--logins-per-client=2"]).await;
    for name in ["a", "b"] {
        let form = format!("username={name}&password=wrong");
        let answer = attempt(&service, "192.0.2.66", None, &form).await;
        assert_eq!(answer.status, 400);
    }
    assert_too_many(&attempt(&service, "192.0.2.66", None, RIGHT).await, 31);
    let answer = attempt(&service, "192.0.2.1", None, RIGHT).await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn the_forwarded_header_counts_only_from_a_named_proxy() {
    const PROXY: &str = "10.0.0.1";
    let options = ["--logins-per-client=1", "--trusted-proxy", PROXY];
    let service = with_limits(&options).await;
    let statuses = |peer: &'static str| {
        let service = service.clone();
        async move {
            let mut statuses = Vec::new();
            for last in 1..4 {
                let forwarded = format!("for=192.0.2.{last}");
                let answer = attempt(&service, peer, Some(&forwarded), WRONG).await;
                statuses.push(answer.status);
            }
            statuses
        }
    };
    assert_eq!(statuses(PROXY).await, [400, 400, 400]);
    assert_eq!(statuses(PROXY).await, [429, 429, 429]);
    assert_eq!(statuses("10.0.0.2").await, [400, 429, 429]);
}

#[tokio::test]
async fn a_client_that_tries_too_often_is_refused_before_its_form_is_read() {
    let service = with_limits(&["--logins-per-client=1"]).await;
    let too_long = format!("username={}", "x".repeat(9000));
    assert_eq!(post_token_to(service.clone(), &too_long).await.status, 413);
    assert_eq!(post_token_to(service, &too_long).await.status, 429);
}

#[tokio::test]
async fn a_bcrypt_hash_is_replaced_by_argon2id_when_its_user_logs_in() {
    let database = new_database().await;
    let users = Users::new(database.clone());
    let hash = || async {
        users
            .get_user("johndoe")
            .await
            .unwrap()
            .unwrap()
            .hashed_password
    };
    let service = service(database, SECRET);

    assert_eq!(post_token_to(service.clone(), WRONG).await.status, 400);
    assert_eq!(hash().await, fake_users_db()[0].hashed_password);
    assert_eq!(post_token_to(service.clone(), RIGHT).await.status, 200);
    let better = hash().await;
    assert!(better.starts_with("$argon2id$"), "{better}");
    assert_eq!(post_token_to(service.clone(), WRONG).await.status, 400);
    assert_eq!(post_token_to(service, RIGHT).await.status, 200);
    assert_eq!(hash().await, better);
}

#[tokio::test]
async fn passwords_that_no_hash_covers_are_wrong() {
    let service = with_limits(&[]).await;
    for password in ["secret%00", &"x".repeat(73), &"x".repeat(5000)] {
        let form = format!("username=johndoe&password={password}");
        let answer = post_token_to(service.clone(), &form).await;
        assert_eq!(answer.status, 400);
        let detail = r#"{"detail":"Incorrect username or password"}"#;
        assert_eq!(answer.body, detail);
    }
}
