use axum::Router;
use axum::http::header::CACHE_CONTROL;
use scopegate::testing::{TestToken, TestTokens};
use scopegate_tests::client::{self, Answer};
use serde_json::json;

use crate::get;

#[path = "../../../runtime/examples/tutorial.rs"]
mod example;

const SECRET_KEY: &str = "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7";

fn app() -> Router {
    example::app().unwrap()
}

async fn log_in(form: &str) -> Answer {
    client::post_form(&app(), "/token", form).await
}

/// The three pages, each with its challenge and what it shows.
const PAGES: [(&str, &str, &str); 3] = [
    (
        "/users/me/",
        r#"Bearer scope="me""#,
        r#"{"username":"johndoe","email":"johndoe@example.com","full_name":"John Doe","disabled":false}"#,
    ),
    (
        "/users/me/items/",
        r#"Bearer scope="items me""#,
        r#"[{"item_id":"Foo","owner":"johndoe"}]"#,
    ),
    ("/status/", "Bearer", r#"{"status":"ok"}"#),
];

/// Compares all pages with a row of FastAPI's answers: N not authenticated, V not validated, P not enough permissions, I
/// inactive, K fine.
async fn assert_row(authorization: &str, row: &str) {
    for ((path, challenge, shown), cell) in PAGES.into_iter().zip(row.chars()) {
        let expected = match cell {
            'N' => (401, "Bearer", r#"{"detail":"Not authenticated"}"#),
            'V' => (
                401,
                challenge,
                r#"{"detail":"Could not validate credentials"}"#,
            ),
            'P' => (401, challenge, r#"{"detail":"Not enough permissions"}"#),
            'I' => (400, "", r#"{"detail":"Inactive user"}"#),
            _ => (200, "", shown),
        };
        let (status, challenge, body) = get(&app(), path, authorization).await;
        let found = (status, challenge.as_str(), body.as_str());
        assert_eq!(found, expected, "{path} with `{authorization}`");
    }
}

fn token(subject: &str, scopes: &[&str]) -> TestToken {
    let token = TestTokens::with_secret(SECRET_KEY).token();
    token.subject(subject).scopes(scopes.iter().copied())
}

#[tokio::test]
async fn pages_answer_as_those_of_fastapi_do() {
    let both = || token("johndoe", &["me", "items"]);
    for (authorization, row) in [
        (String::new(), "NNN"),
        ("Basic x".to_owned(), "NNN"),
        (both().issue(), "NNN"),
        ("Bearer".to_owned(), "VVV"),
        (format!("Bearer {} extra", both().issue()), "VVV"),
        (format!("Bearer {}", both().expired().issue()), "VVV"),
        (format!("bearer {}", both().issue()), "KKK"),
    ] {
        assert_row(&authorization, row).await;
    }
    for (token, row) in [
        (token("nobody", &["me", "items"]), "VVV"),
        (both().without("sub"), "VVV"),
        (token("johndoe", &[]), "PPK"),
        (token("johndoe", &["ME"]), "PPK"),
        (token("johndoe", &["me"]), "KPK"),
        (token("johndoe", &["items"]), "PPK"),
        (token("johndoe", &["items", "more", "me"]), "KKK"),
        (token("alice", &["me", "items"]), "IIK"),
        (token("alice", &[]), "PPK"),
    ] {
        assert_row(&format!("Bearer {}", token.issue()), row).await;
    }
}

#[tokio::test]
async fn logging_in_gives_a_token_for_the_scopes_that_exist() {
    let response = log_in("username=johndoe&password=secret&scope=items%20admin%20me").await;
    assert_eq!(response.status, 200);
    assert_eq!(response.headers[CACHE_CONTROL], "no-store");
    let answer = response.json();
    assert_eq!(answer["token_type"], "bearer");
    let authorization = format!("Bearer {}", answer["access_token"].as_str().unwrap());
    assert_row(&authorization, "KKK").await;
    // Whether a user is disabled is not asked here.
    let alice = log_in("username=alice&password=secretalice&scope=me").await;
    assert_eq!(alice.status, 200);
}

#[tokio::test]
async fn a_wrong_log_in_does_not_tell_what_was_wrong() {
    for form in [
        "username=johndoe&password=wrong",
        "username=johndoe&password=secret%00secret",
        "username=nobody&password=secret",
    ] {
        let response = log_in(form).await;
        assert_eq!(response.status, 400, "{form}");
        assert!(response.challenges().is_empty());
        let expected = json!({ "detail": "Incorrect username or password" });
        assert_eq!(response.json(), expected);
    }
    let missing = log_in("username=johndoe").await;
    assert_eq!(missing.status, 422);
    assert_eq!(
        missing.json()["detail"][0]["loc"],
        json!(["body", "password"])
    );
}

#[tokio::test]
async fn it_listens_as_its_first_lines_say() {
    let source = include_str!("../../../runtime/examples/tutorial.rs");
    let address = source
        .split("bind(\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next());
    assert!(source.contains(&format!(
        "//! curl -d 'username=johndoe&password=secret&scope=me items' http://{}/token",
        address.unwrap()
    )));
    assert_eq!(get(&app(), "/token", "").await.0, 405);
}
