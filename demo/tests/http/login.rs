//! The table of `POST /token`.

use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::Method;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, PRAGMA, WWW_AUTHENTICATE};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::client::{Answer, get, post_token, request, send};
use crate::forge::{HS256, now};

const GOOD: &str = "username=johndoe&password=secret";

/// The claims of the token in an answer that must be right to the byte.
#[track_caller]
fn granted(answer: &Answer) -> (String, Value) {
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.header(CONTENT_TYPE), Some("application/json"));
    assert_eq!(answer.header(CACHE_CONTROL), Some("no-store"));
    assert_eq!(answer.header(PRAGMA), Some("no-cache"));
    let token = answer.body.strip_prefix(r#"{"access_token":""#).unwrap();
    let token = token.strip_suffix(r#"","token_type":"bearer"}"#).unwrap();
    let parts: Vec<_> = token.split('.').map(decode).collect();
    assert_eq!(parts.len(), 3);
    assert_eq!(parts[0], HS256.as_bytes());
    assert_eq!(parts[2].len(), 32);
    (token.to_owned(), serde_json::from_slice(&parts[1]).unwrap())
}

fn decode(part: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(part).unwrap()
}

#[tokio::test]
async fn the_right_password_gives_a_token_for_half_an_hour() {
    for (form, user) in [
        (GOOD, "johndoe"),
        ("username=alice&password=secretalice", "alice"),
    ] {
        let before = now();
        let (_, claims) = granted(&post_token(form).await);
        let expiry = claims["exp"].as_u64().unwrap();
        assert!((before + 1800..=now() + 1800).contains(&expiry));
        let (issued, name) = (expiry - 1800, claims["jti"].as_str().unwrap());
        assert_eq!(
            claims,
            json!({"sub": user, "scopes": [], "exp": expiry, "iat": issued, "jti": name})
        );
    }
}

#[tokio::test]
async fn a_token_that_was_issued_opens_what_its_scopes_open() {
    let (token, _) = granted(&post_token(&format!("{GOOD}&scope=me")).await);
    let header = format!("Bearer {token}");
    for (path, status) in [
        ("/users/me/", 200),
        ("/users/me/items/", 401),
        ("/status/", 200),
    ] {
        assert_eq!(
            get(path, &[header.as_bytes()]).await.status,
            status,
            "{path}"
        );
    }
}

#[tokio::test]
async fn only_scopes_that_are_asked_for_and_allowed_are_granted() {
    for (scope, scopes) in [
        ("", json!([])),
        ("me+items", json!(["me", "items"])),
        ("items+me", json!(["items", "me"])),
        ("%20me%0Aitems%09me%0D", json!(["me", "items"])),
        ("admin+me+ME+*", json!(["me"])),
        ("me%20admin%22%5C", json!(["me"])),
        ("me,items+meitems", json!([])),
    ] {
        let (_, claims) = granted(&post_token(&format!("{GOOD}&scope={scope}")).await);
        assert_eq!(claims["scopes"], scopes, "{scope}");
    }
}

#[tokio::test]
async fn the_grant_type_may_be_absent_empty_or_password() {
    for grant_type in ["grant_type=&", "grant_type=password&"] {
        granted(&post_token(&format!("{grant_type}{GOOD}")).await);
    }
}

#[tokio::test]
async fn another_grant_type_does_not_match_the_pattern() {
    let kinds = [
        "client_credentials",
        "Password",
        "password ",
        "authorization_code",
        "password\n",
    ];
    for grant_type in kinds {
        let encoded = grant_type.replace(' ', "+").replace('\n', "%0A");
        let answer = post_token(&format!("grant_type={encoded}&{GOOD}")).await;
        assert_detail(&answer, &format!("[{}]", pattern_mismatch(grant_type)));
    }
}

#[tokio::test]
async fn missing_and_empty_fields_are_listed() {
    for (form, fields) in [
        ("", &["username", "password"][..]),
        ("username=&password=", &["username", "password"]),
        ("username=johndoe", &["password"]),
        ("username=johndoe&password=", &["password"]),
        ("password=secret", &["username"]),
        ("username=&password=secret&scope=me", &["username"]),
        (
            "USERNAME=johndoe&Password=secret",
            &["username", "password"],
        ),
    ] {
        let entries: Vec<_> = fields.iter().map(|field| missing(field)).collect();
        assert_detail(&post_token(form).await, &format!("[{}]", entries.join(",")));
    }
    let answer = post_token("grant_type=x").await;
    let entries = [
        pattern_mismatch("x"),
        missing("username"),
        missing("password"),
    ];
    assert_detail(&answer, &format!("[{}]", entries.join(",")));
}

#[tokio::test]
async fn what_is_no_form_has_no_fields() {
    let json = r#"{"username":"johndoe","password":"secret"}"#;
    for (content_type, body) in [
        ("application/json", json),
        ("text/plain", GOOD),
        ("", GOOD),
        ("application/x-www-form-urlencoded", ""),
    ] {
        let request = request(Method::POST, "/token?username=johndoe&password=secret")
            .header(CONTENT_TYPE, content_type)
            .body(Body::from(body));
        let answer = send(request.unwrap()).await;
        assert_detail(
            &answer,
            &format!("[{},{}]", missing("username"), missing("password")),
        );
    }
}

fn missing(field: &str) -> String {
    format!(r#"{{"type":"missing","loc":["body","{field}"],"msg":"Field required","input":null}}"#)
}

fn pattern_mismatch(input: &str) -> String {
    format!(
        r#"{{"type":"string_pattern_mismatch","loc":["body","grant_type"],"msg":"String should match pattern '^password$'","input":{},"ctx":{{"pattern":"^password$"}}}}"#,
        json!(input),
    )
}

#[track_caller]
fn assert_detail(answer: &Answer, detail: &str) {
    let body = format!(r#"{{"detail":{detail}}}"#);
    assert_eq!((answer.status, &answer.body), (422, &body));
    assert_eq!(answer.header(CONTENT_TYPE), Some("application/json"));
}

#[tokio::test]
async fn a_wrong_login_does_not_tell_what_is_wrong() {
    for form in [
        "username=johndoe&password=secretalice",
        "username=johndoe&password=Secret",
        "username=JohnDoe&password=secret",
        "username=nobody&password=secret",
        "username=johndoe%00&password=secret",
        "username=johndoe&password=secret%00",
        // To bcrypt, which repeats a password with a NUL at its end, the same as `secret`.
        "username=johndoe&password=secret%00secret",
        "username=johndoe&password=secret%00secret%00secret",
        "username=johndoe&password=%24argon2id%24",
    ] {
        let answer = post_token(form).await;
        let body = r#"{"detail":"Incorrect username or password"}"#;
        assert_eq!((answer.status, answer.body.as_str()), (400, body), "{form}");
        assert_eq!(answer.header(CONTENT_TYPE), Some("application/json"));
        assert_eq!(answer.header(WWW_AUTHENTICATE), None);
    }
}

#[tokio::test]
async fn a_long_password_is_wrong_and_not_an_error() {
    let form = format!("username=johndoe&password=secret{}", "x".repeat(5000));
    assert_eq!(post_token(&form).await.status, 400);
}

#[tokio::test]
async fn a_form_of_more_than_a_few_kib_is_refused() {
    const LIMIT: usize = 8 * 1024;
    let form = |length: usize| {
        let start = "username=johndoe&password=";
        format!("{start}{}", "x".repeat(length - start.len()))
    };
    assert_eq!(post_token(&form(LIMIT)).await.status, 400);
    for length in [LIMIT + 1, 100 * LIMIT] {
        let answer = post_token(&form(length)).await;
        assert_eq!(answer.status, 413);
        assert_eq!(answer.header(CONTENT_TYPE), Some("application/json"));
        assert!(answer.body.starts_with(r#"{"detail":""#), "{}", answer.body);
    }
}

#[tokio::test]
async fn an_unknown_user_takes_as_long_as_a_wrong_password() {
    let (mut wrong, mut unknown) = (Duration::MAX, Duration::MAX);
    // The quickest of some answers, in turns: a busy machine only makes them slower.
    for round in 0..10 {
        wrong = wrong.min(time_of("username=johndoe&password=wrong").await);
        unknown = unknown.min(time_of("username=nobody&password=wrong").await);
        if round >= 2 && unknown * 2 > wrong && wrong * 2 > unknown {
            return;
        }
    }
    panic!("unknown user: {unknown:?}, wrong password: {wrong:?}");
}

async fn time_of(form: &str) -> Duration {
    let start = Instant::now();
    assert_eq!(post_token(form).await.status, 400);
    start.elapsed()
}
