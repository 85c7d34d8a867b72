//! The rows of the table about where a token is, and how it is written there.

use axum::body::Body;
use axum::http::Method;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE};

use crate::client::{get, request, send};
use crate::forge::token;
use crate::table::{N, Ok, ROUTES, V, assert_header};

#[tokio::test]
async fn what_is_no_bearer_token_is_not_authenticated() {
    for route in &ROUTES {
        route.check(N, &get(route.path, &[]).await, "no header");
    }
    let good = token("johndoe", r#"["me","items"]"#);
    for value in [
        "",
        " ",
        "Basic x",
        "Basic am9obmRvZTpzZWNyZXQ=",
        "Digest username=\"johndoe\"",
        &format!("Token {good}"),
        &format!("JWT {good}"),
        &format!("Basic {good}"),
        &format!("Bearer{good}"),
        &format!("Bearer:{good}"),
        &good,
    ] {
        assert_header(value, [N, N, N]).await;
    }
}

#[tokio::test]
async fn a_token_outside_the_authorization_header_is_not_read() {
    let good = token("johndoe", r#"["me","items"]"#);
    for route in &ROUTES {
        for name in ["access_token", "token", "authorization"] {
            let target = format!("{}?{name}={good}", route.path);
            route.check(N, &get(&target, &[]).await, "a token in the query");
            let target = format!("{}?{name}=Bearer%20{good}", route.path);
            route.check(N, &get(&target, &[]).await, "a header in the query");
        }
        let cookie = request(Method::GET, route.path)
            .header(
                COOKIE,
                format!("access_token={good}; Authorization=Bearer {good}"),
            )
            .body(Body::empty());
        route.check(N, &send(cookie.unwrap()).await, "a token in a cookie");
        let body = request(Method::GET, route.path)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(format!("access_token={good}")));
        route.check(N, &send(body.unwrap()).await, "a token in the body");
    }
}

#[tokio::test]
async fn a_token_in_the_query_does_not_disturb_that_of_the_header() {
    let good = format!("Bearer {}", token("johndoe", r#"["me","items"]"#));
    for route in &ROUTES {
        let target = format!("{}?access_token=other", route.path);
        route.check(Ok, &get(&target, &[good.as_bytes()]).await, "both");
    }
}

#[tokio::test]
async fn two_authorization_headers_are_not_valid_credentials() {
    let good = format!("Bearer {}", token("johndoe", r#"["me","items"]"#));
    let good = good.as_bytes();
    let pairs: [[&[u8]; 2]; 4] = [
        [good, good],
        [good, b"Basic x"],
        [b"Basic x", good],
        [b"", good],
    ];
    for route in &ROUTES {
        for pair in pairs {
            route.check(V, &get(route.path, &pair).await, "two headers");
        }
    }
}

#[tokio::test]
async fn an_empty_token_cannot_be_validated() {
    for value in ["Bearer", "Bearer ", "Bearer   ", "bearer", "BEARER "] {
        assert_header(value, [V, V, V]).await;
    }
}

#[tokio::test]
async fn the_scheme_has_any_case_and_the_token_spaces_around_it() {
    let good = token("johndoe", r#"["me","items"]"#);
    for value in [
        format!("Bearer {good}"),
        format!("bearer {good}"),
        format!("BEARER {good}"),
        format!("bEaReR {good}"),
        format!("Bearer  {good}"),
        format!("Bearer   {good}"),
        format!("Bearer {good} "),
        format!("bearer  {good}   "),
    ] {
        assert_header(value, [Ok, Ok, Ok]).await;
    }
}

#[tokio::test]
async fn what_is_not_written_as_a_token_cannot_be_validated() {
    let good = token("johndoe", r#"["me","items"]"#);
    for value in [
        format!("Bearer {good} extra"),
        format!("Bearer {good},{good}"),
        format!("Bearer \"{good}\""),
        format!("Bearer {good}="),
        format!("Bearer é{good}"),
        "Bearer abc".into(),
        "Bearer a.b".into(),
        "Bearer a.b.c".into(),
        "Bearer ..".into(),
        format!("Bearer {good}.{good}"),
        format!("Bearer {}", good.replace('.', "")),
        format!("Bearer {}", "a".repeat(20_000)),
    ] {
        assert_header(value, [V, V, V]).await;
    }
    let bytes = [b"Bearer ", good.as_bytes(), b"\xff"].concat();
    assert_header(bytes, [V, V, V]).await;
    assert_header(b"Bearer \x80\xfe\xff", [V, V, V]).await;
}

#[tokio::test]
async fn other_headers_do_not_change_who_calls() {
    let headers = [
        ("x-forwarded-user", "johndoe"),
        ("x-original-url", "/status/"),
    ];
    let mut with_headers = request(Method::GET, "/users/me/").header(AUTHORIZATION, "Basic x");
    for (name, value) in headers {
        with_headers = with_headers.header(name, value);
    }
    let answer = send(with_headers.body(Body::empty()).unwrap()).await;
    ROUTES[0].check(N, &answer, "headers of a proxy");
}
