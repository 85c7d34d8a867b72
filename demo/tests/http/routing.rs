//! Paths and methods: redirects, 404 and 405, and that no method is more open than GET.

use axum::body::Body;
use axum::http::Method;
use axum::http::header::{ALLOW, AUTHORIZATION, CONTENT_TYPE, HOST, LOCATION, WWW_AUTHENTICATE};

use crate::client::{Answer, get, post_token, request, send};
use crate::forge::token;

const PROTECTED: [&str; 3] = ["/users/me/", "/users/me/items/", "/status/"];

async fn with_host(target: &str, host: &str) -> Answer {
    let request = request(Method::GET, target)
        .header(HOST, host)
        .header("x-forwarded-host", host)
        .header("forwarded", format!("host={host}"));
    send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn a_missing_slash_redirects_within_the_service() {
    for path in PROTECTED {
        for query in ["", "?", "?a=b&c=%20d", "?next=//evil.example", "?a=\\evil"] {
            let target = format!("{}{query}", path.trim_end_matches('/'));
            let answer = with_host(&target, "evil.example").await;
            let location = format!("{path}{query}");
            assert_eq!(
                (answer.status, answer.header(LOCATION), answer.body.as_str()),
                (307, Some(location.as_str()), ""),
                "{target}"
            );
        }
    }
}

#[tokio::test]
async fn a_superfluous_slash_redirects_within_the_service() {
    let request = request(Method::POST, "/token/").header(HOST, "evil.example");
    let answer = send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(
        (answer.status, answer.header(LOCATION)),
        (307, Some("/token"))
    );
}

#[tokio::test]
async fn the_target_of_an_absolute_request_is_not_where_it_redirects_to() {
    let answer = with_host("http://evil.example/users/me?a=b", "evil.example").await;
    assert_eq!(answer.header(LOCATION), Some("/users/me/?a=b"));
}

#[tokio::test]
async fn a_client_that_follows_the_redirect_gets_the_answer() {
    let good = format!("Bearer {}", token("johndoe", r#"["me","items"]"#));
    for path in PROTECTED {
        let first = get(path.trim_end_matches('/'), &[good.as_bytes()]).await;
        let followed = get(first.header(LOCATION).unwrap(), &[good.as_bytes()]).await;
        assert_eq!(followed, get(path, &[good.as_bytes()]).await);
        assert_eq!(followed.status, 200);
    }
}

#[tokio::test]
async fn other_paths_are_not_found_and_redirect_nowhere() {
    let good = format!("Bearer {}", token("johndoe", r#"["me","items"]"#));
    for target in [
        "/users",
        "/users/",
        "/users/me/items/1",
        "/users/ME/",
        "//evil.example",
        "//evil.example/",
        "//evil.example/users/me",
        "//users/me",
        "/users//me",
        "/users/me//",
        "/users/me/.",
        "/users/me/..",
        "/%2Fevil.example",
        "/users%2Fme",
        "/users/me%2F",
        "/users/me;/",
    ] {
        let answer = with_host(target, "evil.example").await;
        let found = (answer.status, answer.body.as_str(), answer.header(LOCATION));
        assert_eq!(found, (404, r#"{"detail":"Not Found"}"#, None), "{target}");
        assert_eq!(answer.header(CONTENT_TYPE), Some("application/json"));
        assert_eq!(get(target, &[good.as_bytes()]).await, answer, "{target}");
    }
}

#[tokio::test]
async fn other_methods_are_not_allowed_with_or_without_a_token() {
    let good = format!("Bearer {}", token("johndoe", r#"["me","items"]"#));
    let methods = [
        "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "QUERY", "get",
    ];
    for path in PROTECTED {
        for method in methods {
            for authorization in [good.as_str(), "", "Bearer x"] {
                let request = request(method.parse().unwrap(), path)
                    .header(AUTHORIZATION, authorization)
                    .body(Body::empty());
                let answer = send(request.unwrap()).await;
                assert_not_allowed(&answer, "GET,HEAD");
            }
        }
    }
}

#[tokio::test]
async fn a_token_is_asked_for_by_post_only() {
    for method in [Method::GET, Method::HEAD, Method::PUT, Method::OPTIONS] {
        let is_head = method == Method::HEAD;
        let request = request(method, "/token?username=johndoe&password=secret");
        let answer = send(request.body(Body::empty()).unwrap()).await;
        if is_head {
            assert_eq!((answer.status, answer.body.as_str()), (405, ""));
        } else {
            assert_not_allowed(&answer, "POST");
        }
    }
    let answer = post_token("").await;
    assert_eq!(answer.status, 422);
}

#[track_caller]
fn assert_not_allowed(answer: &Answer, allow: &str) {
    let found = (answer.status, answer.body.as_str(), answer.header(ALLOW));
    let body = r#"{"detail":"Method Not Allowed"}"#;
    assert_eq!(found, (405, body, Some(allow)));
    assert_eq!(answer.header(CONTENT_TYPE), Some("application/json"));
    assert_eq!(answer.header(WWW_AUTHENTICATE), None);
}

#[tokio::test]
async fn head_answers_as_get_does_without_the_body() {
    let tokens = [
        token("johndoe", r#"["me","items"]"#),
        token("johndoe", "[]"),
        token("alice", r#"["me","items"]"#),
        token("nobody", r#"["me","items"]"#),
        "x".into(),
    ];
    let headers = tokens.map(|token| format!("Bearer {token}"));
    for path in PROTECTED {
        for header in headers.iter().map(String::as_str).chain(["", "Basic x"]) {
            let head = request(Method::HEAD, path)
                .header(AUTHORIZATION, header)
                .body(Body::empty());
            let head = send(head.unwrap()).await;
            let get = get(path, &[header.as_bytes()]).await;
            assert_eq!(head.status, get.status, "HEAD {path} with {header}");
            assert_eq!(head.headers, get.headers, "HEAD {path} with {header}");
            assert_eq!(head.body, "", "HEAD {path} with {header}");
        }
    }
}
