//! Where a token may be, and how it is written there (RFC 6750 section 2).

use axum::body::Body;
use axum::http::Request;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use scopegate::{DenialReason, TokenError};

use crate::http::app::{PROTECTED, service};
use crate::http::client::{Answer, get, send};
use crate::http::token::token;

fn good() -> String {
    token("johndoe", "me items admin")
}

#[track_caller]
fn assert_refused(answer: &Answer, status: u16, error: Option<&str>, reason: DenialReason) {
    let found = (answer.status, answer.param("error"), answer.reason());
    assert_eq!(found, (status, error, Some(reason)), "{answer:?}");
}

#[tokio::test]
async fn the_scheme_has_any_case_and_one_or_more_spaces() {
    for scheme in [
        "Bearer ",
        "bearer ",
        "BEARER ",
        "bEARER ",
        "Bearer  ",
        "Bearer   ",
    ] {
        for (path, _) in PROTECTED {
            let header = format!("{scheme}{}", good());
            let answer = get(service(), path, &[header.as_bytes()]).await;
            assert_eq!(answer.status, 200, "{scheme:?} on {path}");
        }
    }
}

/// Whatever scopegate could check: this verifier takes no proofs of possession.
#[tokio::test]
async fn credentials_of_another_kind_are_none_for_an_optional_scheme() {
    for header in ["DPoP abc", "dpop a.b.c", "DPoP", "Basic x", "Token x"] {
        let answer = get(service(), "/front", &[header.as_bytes()]).await;
        assert_eq!((answer.status, answer.body.as_str()), (200, "nobody"));
    }
    for (header, status) in [
        (format!("Bearer {}", good()), 200),
        ("Bearer x".to_owned(), 401),
    ] {
        let answer = get(service(), "/front", &[header.as_bytes()]).await;
        assert_eq!(answer.status, status);
    }
}

#[tokio::test]
async fn without_credentials_there_is_no_error_code() {
    let headers = [
        "",
        " ",
        "Basic x",
        "Digest a=\"b\"",
        "Token x",
        "DPoP x",
        &good(),
        "Bearerx",
    ];
    for (path, scope) in PROTECTED {
        let mut answers = vec![get(service(), path, &[]).await];
        for header in headers {
            answers.push(get(service(), path, &[header.as_bytes()]).await);
        }
        for answer in answers {
            assert_refused(&answer, 401, None, DenialReason::MissingCredentials);
            assert_eq!(answer.param("error_description"), None);
            assert_eq!(answer.param("realm"), Some("the tests"));
            assert_eq!(answer.param("scope").unwrap_or_default(), scope);
        }
    }
}

#[tokio::test]
async fn what_is_no_b64token_is_an_invalid_token() {
    let good = good();
    for value in [
        b"Bearer".as_slice(),
        b"Bearer ",
        b"bearer   ",
        b"Bearer a b",
        format!("Bearer {good} extra").as_bytes(),
        format!("Bearer {good},").as_bytes(),
        format!("Bearer \"{good}\"").as_bytes(),
        "Bearer é".as_bytes(),
        b"Bearer \xff\xfe",
        b"Bearer =",
        format!("Bearer \t{good}").as_bytes(),
        format!("Bearer {good}\t").as_bytes(),
    ] {
        let answer = get(service(), "/me", &[value]).await;
        let malformed = DenialReason::InvalidToken(TokenError::Malformed);
        assert_refused(&answer, 401, Some("invalid_token"), malformed);
    }
}

#[tokio::test]
async fn several_authorization_headers_are_an_invalid_request() {
    let good = format!("Bearer {}", good());
    let good = good.as_bytes();
    for headers in [
        [good, good].as_slice(),
        &[good, b"Bearer x"],
        &[b"Basic x", good],
        &[good, b""],
        &[b"", b""],
        &[good, good, good],
    ] {
        let answer = get(service(), "/me", headers).await;
        assert_refused(
            &answer,
            400,
            Some("invalid_request"),
            DenialReason::InvalidRequest,
        );
    }
}

#[tokio::test]
async fn a_token_in_the_header_and_in_the_query_is_an_invalid_request() {
    let header = format!("Bearer {}", good());
    for query in [
        format!("access_token={}", good()),
        "access_token=".into(),
        "access_token".into(),
        "a=b&access%5Ftoken=x".into(),
        "%61ccess_token=x&a=b".into(),
    ] {
        let answer = get(service(), &format!("/me?{query}"), &[header.as_bytes()]).await;
        assert_refused(
            &answer,
            400,
            Some("invalid_request"),
            DenialReason::InvalidRequest,
        );
    }
    for query in [
        "token=x",
        "access_tokens=x",
        "a=access_token",
        "Access_Token=x",
    ] {
        let answer = get(service(), &format!("/me?{query}"), &[header.as_bytes()]).await;
        assert_eq!(answer.status, 200, "{query}");
    }
}

#[tokio::test]
async fn a_token_in_the_query_alone_is_not_read() {
    for (path, _) in PROTECTED {
        for value in [good(), format!("Bearer%20{}", good()), "x".into()] {
            let answer = get(service(), &format!("{path}?access_token={value}"), &[]).await;
            assert_refused(&answer, 401, None, DenialReason::MissingCredentials);
        }
    }
}

#[tokio::test]
async fn a_token_in_the_body_or_another_header_is_not_read() {
    let body = Request::builder()
        .uri("/me")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(format!("access_token={}", good())));
    let answer = send(service(), body.unwrap()).await;
    assert_refused(&answer, 401, None, DenialReason::MissingCredentials);

    for name in [
        "cookie",
        "proxy-authorization",
        "x-authorization",
        "x-access-token",
    ] {
        let request = Request::builder()
            .uri("/me")
            .header(name, format!("Bearer {}", good()))
            .body(Body::empty());
        let answer = send(service(), request.unwrap()).await;
        assert_refused(&answer, 401, None, DenialReason::MissingCredentials);
    }
}

#[tokio::test]
async fn a_public_handler_does_not_look_at_credentials() {
    let good = format!("Bearer {}", good());
    let headers: [&[&[u8]]; 4] = [&[], &[b"Bearer x"], &[b"\xff"], &[good.as_bytes(), b"x"]];
    for headers in headers {
        let answer = get(service(), "/health?access_token=x", headers).await;
        assert_eq!((answer.status, answer.body.as_str()), (200, "healthy"));
    }
}

#[tokio::test]
async fn head_is_refused_as_get_is() {
    for (path, _) in PROTECTED {
        for header in ["", "Bearer x"] {
            let request = Request::head(path).header(AUTHORIZATION, header);
            let head = send(service(), request.body(Body::empty()).unwrap()).await;
            let get = get(service(), path, &[header.as_bytes()]).await;
            assert_eq!((head.status, head.challenge), (get.status, get.challenge));
        }
    }
}
